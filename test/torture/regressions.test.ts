/** What the torture suite found once, each by the name of what went wrong. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { emptyLock } from "../../src/packages/lock-file.ts";
import { collectHome } from "../../src/pipeline/collect-home.ts";
import { writeLock } from "../../src/pipeline/lock-store.ts";
import { tryLock } from "../../src/system/lock.ts";
import { type Deed, live } from "../../torture/histories.ts";
import { look } from "../../torture/look.ts";
import { start, until } from "../../torture/running.ts";
import { scenarios } from "../../torture/scenarios.ts";
import type { Staged } from "../../torture/staged.ts";
import { stage } from "../../torture/staged.ts";
import { startTrial, type Trial } from "../../torture/trial.ts";
import { sharedProgram } from "./program.ts";

const program = sharedProgram();

describe("a switch whose last steps fail", () => {
  let staged: Staged;
  beforeEach(() => {
    staged = stage(program.current, scenarios["everything at once"]!);
  });
  afterEach(() => staged.trial.remove());

  test("what undoing needs is let go only when nothing else can fail", async () => {
    const lastRecord = `rename:${staged.calls.rename! - 2}:EIO`;
    const answer = staged.attempt({ env: { LARES_FAULT: lastRecord } });
    expect(answer.stderr).toContain("all was put back as it was");
    expect(look(staged.trial)).toEqual(staged.expected.old);
    expect(await staged.judge()).toEqual([]);
  });

  test("undoing that is killed half-way can be redone, with all contents", async () => {
    const { calls } = staged;
    for (const later of [4, 13, 22]) {
      const counts = `${staged.trial.home}-calls.json`;
      const error = `rename:${calls.rename! - 2}:EIO`;
      staged.attempt({ env: { LARES_FAULT: error, LARES_FAULT_COUNT: counts } });
      const { any } = JSON.parse(fs.readFileSync(counts, "utf8")) as { any: number };
      staged.attempt({ env: { LARES_FAULT: `${error},any:${any - later}:KILL` } });
      expect(await staged.judge()).toEqual([]);
    }
  });
});

test("a copy put in place on a disk that loses answers, as NFS does, is known for our own", () => {
  const staged = stage(program.current, scenarios["first switch"]!);
  try {
    const answer = staged.attempt({ env: { LARES_FAULT: `link:${staged.calls.link!}:+EEXIST` } });
    expect(answer.status, answer.stderr).toBe(0);
    expect(look(staged.trial)).toEqual(staged.expected.wanted);
  } finally {
    staged.trial.remove();
  }
});

test("going back from a failed step, when it fails too, does not say that all is as it was", () => {
  const staged = stage(program.current, scenarios["going back from a failing step"]!);
  try {
    const last = staged.calls.lstat!;
    const told = Array.from(
      { length: 12 },
      (_, at) => staged.attempt({ env: { LARES_FAULT: `lstat:${last - at}:EIO` } }).stderr,
    ).find((stderr) => stderr.includes("and so did going back: your home is at generation 2"));
    expect(told).toMatch(/the step tried failed\n {2}EIO: .*\n {2}hint: .*lares rollback/);
    expect(told).not.toContain("put back as it was");
  } finally {
    staged.trial.remove();
  }
});

describe("in one home", () => {
  let trial: Trial;
  beforeEach(() => {
    trial = startTrial(program.current);
  });
  afterEach(() => trial.remove());

  const wishes = (content: string) => ({ home: { file: { ".a": { text: content } } } });

  test("a journal with one bit flipped is not followed", () => {
    trial.write(".b/mine", "mine");
    trial.configure({ home: { file: { ".a": { text: "x" }, ".b": { text: "y" } } } });
    trial.run(["switch", "--backup"], { env: { LARES_FAULT: "symlink:3:KILL" } });
    const file = `${trial.places.stateDir}/journal/current.json`;
    const text = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, text.replace(".b", ".c"));
    const answer = trial.run(["switch"]);
    expect(answer.status).toBe(1);
    expect(answer.stderr).toContain("journal that tells how to finish it is damaged");
    trial.must(["doctor", "--fix"]);
    trial.must(["switch", "--backup"]);
  });

  test("a collection takes what kills left half written in the caches and the lists of running processes", async () => {
    trial.configure(wishes("1"));
    trial.must(["switch"]);
    const { places } = trial;
    const left = [`${places.cacheDir}/homes/.lares-tmp-left`, `${places.varDir}/db/.lares-tmp-left`];
    for (const file of left) {
      fs.writeFileSync(file, "half");
      fs.utimesSync(file, 1, 1);
    }
    const fresh = `${places.cacheDir}/homes/.lares-tmp-fresh`;
    fs.writeFileSync(fresh, "of a command that runs");
    const orphan = `${places.varDir}/running/99-00000000.lock-journal`;
    fs.writeFileSync(orphan, "");
    await collectHome(places, { command: "test" });
    expect([...left, orphan].filter((file) => fs.existsSync(file))).toEqual([]);
    expect(fs.existsSync(fresh)).toBe(true);
  });

  test("two collections that give up the same generations both succeed", async () => {
    for (const content of ["1", "2", "3"]) {
      trial.configure(wishes(content));
      trial.must(["switch"]);
    }
    const both = await Promise.all([
      collectHome(trial.places, { command: "one", keep: 1 }),
      collectHome(trial.places, { command: "two", keep: 1 }),
    ]);
    expect(both.flatMap(({ generations }) => generations).toSorted()).toEqual([1, 2]);
  });

  test("an adoption that was interrupted after its copy can be repeated", () => {
    trial.configure(wishes("1"));
    trial.write(".rc", "mine");
    fs.mkdirSync(`${trial.config}/dotfiles`);
    fs.writeFileSync(`${trial.config}/dotfiles/.rc`, "mine");
    trial.must(["adopt", trial.at(".rc")]);
    expect(look(trial)[".rc"]).toBe("managed file mine");
  });

  test("a source of other contents is still in the way of an adoption", () => {
    trial.configure(wishes("1"));
    trial.write(".rc", "mine");
    fs.mkdirSync(`${trial.config}/dotfiles`);
    fs.writeFileSync(`${trial.config}/dotfiles/.rc`, "other");
    expect(trial.run(["adopt", trial.at(".rc")]).stderr).toContain("has dotfiles/.rc already");
  });

  test("objects that an emptied database has lost are registered again", () => {
    trial.configure(wishes("1"));
    trial.must(["switch"]);
    for (const suffix of ["-wal", "-shm"])
      fs.rmSync(`${trial.places.varDir}/db/db.sqlite${suffix}`, { force: true });
    fs.truncateSync(`${trial.places.varDir}/db/db.sqlite`);
    trial.run(["store", "verify", "--repair"]);
    expect(trial.must(["store", "verify"]).stdout).toContain("1 object checked, all as recorded");
  });

  test("data nested too deeply, in itself, or with too many aliases is refused with the reason", () => {
    const cases: Readonly<Record<string, string>> = {
      "deep.json": `${'{"home":'.repeat(5000)}1${"}".repeat(5000)}`,
      "self.yaml": "home: &a {file: *a}\n",
      "deep.toml": `[${"a.".repeat(5000)}a]\n`,
    };
    for (const [name, text] of Object.entries(cases)) {
      fs.writeFileSync(`${trial.config}/${name}`, text);
      const answer = trial.run(["switch", "--config", `${trial.config}/${name}`]);
      expect(answer.stderr).toContain("nested too deeply, or in itself");
    }
  });

  test("a copy that failed is not left among the backups, whichever of its calls failed", () => {
    trial.link(".a", "/elsewhere");
    trial.configure(wishes("1"));
    trial.remember();
    const counts = `${trial.home}-calls.json`;
    trial.must(["switch", "--backup"], { env: { LARES_FAULT_COUNT: counts } });
    const calls = JSON.parse(fs.readFileSync(counts, "utf8")) as Record<string, number>;
    const faults = ["utimes", "symlink", "rename", "link"].flatMap((call) =>
      Array.from({ length: calls[call] ?? 0 }, (_, at) => `${call}:${at + 1}:EPERM`),
    );
    expect(faults.length).toBeGreaterThan(10);
    for (const fault of faults) {
      trial.reset();
      trial.run(["switch", "--backup"], { env: { LARES_FAULT: fault } });
      trial.must(["switch", "--backup"]);
      const backups = fs.readdirSync(`${trial.places.stateDir}/backups`);
      const kept = backups.map((id) => fs.readdirSync(`${trial.places.stateDir}/backups/${id}`));
      expect(kept, fault).toEqual([["1", "index.json"]]);
    }
  }, 120_000);

  test("a plan that asks caches works where nothing is yet, and writes nothing", () => {
    trial.configure(`import { defineHome, mkDerivation } from "lares";
export default defineHome({
  lares: { sandbox: "off", substituters: ["file://${trial.config}/cache"] },
  home: { packages: [mkDerivation({ pname: "x", version: "1", dontUnpack: true, installPhase: "mkdir $out" })] },
});
`);
    fs.mkdirSync(`${trial.config}/cache`);
    expect(trial.run(["plan"]).stderr).not.toContain("ENOENT");
    expect(fs.existsSync(trial.places.varDir)).toBe(false);
  });

  test("what a lares that is killed was building dies with it", async () => {
    trial.configure(`import { defineHome, mkDerivation } from "lares";
const slow = mkDerivation({
  pname: "slow", version: "1", dontUnpack: true,
  installPhase: "sleep 1000 & echo $$ $! > ${trial.home}/pids.new; mv ${trial.home}/pids.new ${trial.home}/pids; wait",
});
export default defineHome({ lares: { sandbox: "off" }, home: { packages: [slow] } });
`);
    const building = start(trial, ["switch"]);
    await until(() => fs.existsSync(trial.at("pids")));
    const pids = fs.readFileSync(trial.at("pids"), "utf8").trim().split(" ");
    building.child.kill("SIGKILL");
    await until(() => pids.every((pid) => !isAlive(pid)));
  }, 60_000);

  test("a collection takes the locks and the folders of builds that were killed", async () => {
    trial.configure(wishes("1"));
    trial.must(["switch"]);
    const { varDir } = trial.places;
    const dead = spawnSync("true").pid;
    const left = [
      `${varDir}/locks/x.lock`,
      `${varDir}/locks/x.lock.holder`,
      `${varDir}/locks/y.lock-journal`,
    ];
    fs.mkdirSync(`${varDir}/locks`, { recursive: true });
    for (const file of left) fs.writeFileSync(file, "");
    fs.mkdirSync(`${varDir}/builds/${dead}-abcdef-x/build`, { recursive: true });
    fs.mkdirSync(`${varDir}/builds/${process.pid}-abcdef-x`);
    const held = tryLock(`${varDir}/locks/held.lock`, "a build");
    await collectHome(trial.places, { command: "test" });
    expect(fs.readdirSync(`${varDir}/locks`).toSorted()).toEqual(["held.lock", "held.lock.holder"]);
    expect(fs.readdirSync(`${varDir}/builds`)).toEqual([`${process.pid}-abcdef-x`]);
    held!.release();
  });

  test("a lock that was killed while it was written leaves nothing beside the configuration once it is written", () => {
    const file = `${trial.config}/lares.lock`;
    const dead = spawnSync("true").pid;
    const [abandoned, living] = [dead, process.pid].map((pid) => `${trial.config}/.lares-tmp-${pid}-0123`);
    for (const each of [abandoned, living]) fs.writeFileSync(each!, "half");
    writeLock(absolutePath(file), emptyLock);
    expect(fs.readdirSync(trial.config).toSorted()).toEqual([living!.split("/").at(-1), "lares.lock"]);
  });

  test("an adoption that is taken back half-way says so, and is taken back by the next try", () => {
    trial.configure(wishes("1"));
    trial.write(".rc", "mine", 0o644);
    trial.must(["adopt", trial.at(".rc")]);
    trial.remember();
    const counts = `${trial.home}-calls.json`;
    trial.must(["adopt", "--undo"], { env: { LARES_FAULT_COUNT: counts } });
    const { rename = 0 } = JSON.parse(fs.readFileSync(counts, "utf8")) as Record<string, number>;
    const said = Array.from({ length: rename }, (_, at) => {
      trial.reset();
      const { status, stderr } = trial.run(["adopt", "--undo"], {
        env: { LARES_FAULT: `rename:${at + 1}:EIO` },
      });
      if (status !== 0) trial.must(["adopt", "--undo"]);
      expect(fs.readFileSync(trial.at(".rc"), "utf8")).toBe("mine");
      expect(fs.lstatSync(trial.at(".rc")).isSymbolicLink()).toBe(false);
      return stderr;
    });
    expect(said.join()).toContain("not wholly taken back yet");
    expect(said.join()).not.toContain("all was put back as it was");
  });

  test("objects of a database made anew that nothing can confirm are told", () => {
    trial.configure(`import { defineHome, mkDerivation } from "lares";
const built = mkDerivation({ pname: "built", version: "1", dontUnpack: true, installPhase: "mkdir -p $out/bin" });
export default defineHome({ lares: { sandbox: "off" }, home: { packages: [built] } });
`);
    trial.must(["switch"]);
    for (const suffix of ["", "-wal", "-shm"])
      if (fs.existsSync(`${trial.places.varDir}/db/db.sqlite${suffix}`))
        fs.writeFileSync(`${trial.places.varDir}/db/db.sqlite${suffix}`, "no database at all".repeat(400));
    const { stdout } = trial.run(["store", "verify", "--repair"]);
    expect(stdout).toContain("made anew");
    expect(stdout).toMatch(/-built-1: taken as it was found/);
  });

  test("a configuration whose own proxy throws is told its line", () => {
    fs.writeFileSync(
      `${trial.config}/home.config.ts`,
      "export default new Proxy({}, { get() { throw new Error('odd') } })\n",
    );
    const answer = trial.run(["plan", "--config", `${trial.config}/home.config.ts`]);
    expect(answer.stderr).toMatch(/home\.config\.ts fails while it loads: odd/);
    expect(answer.stderr).toMatch(/home\.config\.ts:1:\d+/);
  });

  test("what the system refuses to a command that only looks is no internal error", () => {
    trial.configure(wishes("1"));
    trial.must(["switch"]);
    const answer = trial.run(["status"], { env: { LARES_FAULT: "readlink:1:EIO" } });
    expect(answer.status).toBe(1);
    expect(answer.stderr).toContain("error: EIO");
    expect(answer.stderr).not.toContain("internal");
  });
});

/** Neither gone nor waiting to be noticed by its parent. */
const isAlive = (pid: string): boolean => {
  const { status, stdout } = spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" });
  return status === 0 && !stdout.startsWith("Z");
};

/** Shrunk failures of random histories. */
const histories: Readonly<Record<string, readonly Deed[]>> = {
  "a folder that is a dangling link is left to its owner, backup or not": [
    { edit: "link", path: ".b", same: false },
    { run: "switch", wants: { ".b/d/e": { kind: "copy", content: "one", mode: 0o600 } }, backup: true },
    { run: "switch", wants: {}, backup: false },
    { edit: "write", path: ".a", same: false },
    { run: "switch", wants: {}, backup: false },
  ],
  "a rollback past a killed switch goes to the generation before": [
    { run: "switch", wants: { ".a": { kind: "link", content: "one" } }, backup: false },
    {
      run: "switch",
      wants: { ".a": { kind: "copy", content: "one", mode: 0o644 } },
      backup: false,
      kill: 150,
    },
    { run: "rollback", wants: {}, backup: false },
  ],
};
test.each(Object.entries(histories))("history: %s", async (_, deeds) => {
  await live(program.current, deeds);
});
