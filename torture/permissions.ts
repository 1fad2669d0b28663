/** Who may read and write what: umasks, private files, homes of others, and commands that are not root's. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { listBackups } from "../src/activation/backup-index.ts";
import { unclear } from "./fail-calls.ts";
import { type Figures, located, nothing, together } from "./figures.ts";
import { type Fault, lostIn, storeFaults } from "./invariants.ts";
import { difference, look, sameLook, treasuresIn } from "./look.ts";
import { type Answer, environmentOf, type Program } from "./program.ts";
import { type Config, startTrial, type Trial } from "./trial.ts";

type Check = (program: Program, seed: number) => Promise<Figures>;

const isRoot = process.getuid?.() === 0;

const config: Config = {
  home: {
    file: {
      ".a": { text: "a" },
      ".run": { text: "#!/bin/sh\n", executable: true },
      ".d/e/f": { text: "f" },
      ".key": { text: "secret", permissions: "0600" },
      ".private/key": { text: "secret", permissions: "0600" },
      ".open": { text: "open", permissions: "0644" },
      ".taken": { text: "new" },
      ".folder": { text: "new" },
    },
  },
};

const tried = (where: string, faults: readonly Fault[]): Figures => ({
  ...nothing,
  counts: { "permissions tried": 1 },
  faults: located(where, faults),
});

/** The same store object whatever the umask; nothing that others may write to; private stays private. */
const umasks: Check = async (program) => {
  const all: Figures[] = [];
  const stores: string[] = [];
  for (const umask of ["000", "002", "022", "027", "077", "777"]) {
    const trial = startTrial(program);
    try {
      trial.write(".taken", "mine", 0o600);
      trial.write(".folder/inner", "mine", 0o640);
      fs.chmodSync(trial.at(".folder"), 0o700);
      trial.configure(config);
      const answer = withUmask(trial, umask, ["switch", "--backup"]);
      if (umask === "777" && answer.status !== 0) {
        all.push(tried("umask 777", [...unclear(answer)]));
        continue;
      }
      const faults: Fault[] = [...unclear(answer)];
      if (answer.status !== 0) faults.push({ kind: "unsound", what: answer.stderr });
      faults.push(...modes(trial), ...storeFaults(trial, true));
      stores.push(listing(trial));
      all.push(tried(`umask ${umask}`, faults));
    } finally {
      trial.remove();
    }
  }
  if (new Set(stores).size > 1)
    all.push(
      tried("umasks", [{ kind: "unsound", what: `the store depends on the umask: ${stores.join("\n")}` }]),
    );
  return together(all);
};

const withUmask = (trial: Trial, umask: string, words: readonly string[]): Answer =>
  spawnSync(
    "sh",
    ["-c", `umask ${umask}; exec "$@"`, "sh", process.execPath, trial.program.entry, ...words],
    {
      cwd: trial.config,
      env: environmentOf(trial.program, trial.home),
      encoding: "utf8",
    },
  );

/** Contents and modes; names hold the home's path in their hash, through the link that the generation records. */
const listing = ({ places }: Trial): string =>
  spawnSync("find", [".", "-not", "-path", "./.links/*", "-printf", "%M %T@ %P\n"], {
    cwd: places.storeDir,
    encoding: "utf8",
  })
    .stdout.replaceAll(/[0-9a-z]{32}-/g, "")
    .split("\n")
    .filter((line) => !/ $|\.links$/.test(line))
    .toSorted()
    .join("\n");

const modes = (trial: Trial): readonly Fault[] => {
  const faults: Fault[] = [];
  const expect = (path: string, allowed: number) => {
    const mode = fs.lstatSync(path).mode & 0o777;
    if ((mode & ~allowed) !== 0)
      faults.push({ kind: "unsound", what: `${path} has mode ${mode.toString(8)}` });
  };
  expect(trial.at(".key"), 0o600);
  expect(trial.at(".private/key"), 0o600);
  expect(trial.at(".private"), 0o700);
  for (const folder of ["journal", "backups", "profiles"])
    expect(`${trial.places.stateDir}/${folder}`, 0o700);
  for (const { at, path } of listBackups(trial.places)) {
    const wanted = path.endsWith(".taken") ? 0o600 : 0o700;
    if ((fs.statSync(at).mode & 0o777) !== wanted)
      faults.push({
        kind: "unsound",
        what: `the backup of ${path} has mode ${(fs.statSync(at).mode & 0o777).toString(8)}`,
      });
    expect(at.slice(0, at.lastIndexOf("/")), 0o700);
  }
  const loose = spawnSync("find", [trial.home, "(", "-type", "f", "-o", "-type", "d", ")", "-perm", "/022"], {
    encoding: "utf8",
  }).stdout;
  if (loose !== "") faults.push({ kind: "unsound", what: `others may write to ${loose}` });
  return faults;
};

/** As under sudo with HOME kept: refused before anything is written. Root in its own home is fine. */
const foreignHomes: Check = async (program) => {
  if (!isRoot) return { ...nothing, skipped: ["homes of others: only root can make one"] };
  const all: Figures[] = [];
  const commands = [
    ["switch"],
    ["gc"],
    ["uninstall", "--yes"],
    ["rollback"],
    ["adopt", ".rc"],
    ["backups", "remove", "--all"],
    ["store", "verify", "--repair"],
    ["build"],
    ["doctor", "--fix"],
    ["init"],
  ];
  for (const words of commands) {
    const trial = startTrial(program);
    try {
      trial.write(".rc", "mine");
      trial.configure(config);
      fs.chownSync(trial.home, 4242, 4242);
      const answer = trial.run(words, { env: { NODE_COMPILE_CACHE: undefined } });
      const faults: Fault[] = [...unclear(answer)];
      if (answer.status === 0 || !/belongs to/.test(answer.stderr))
        faults.push({ kind: "unsound", what: `it was not refused: ${answer.stdout}${answer.stderr}` });
      const written = fs.readdirSync(trial.home).filter((name) => name !== ".rc");
      if (written.length > 0) faults.push({ kind: "unsound", what: `it wrote ${written}` });
      all.push(tried(`lares ${words.join(" ")} as root in the home of another`, faults));
    } finally {
      trial.remove();
    }
  }
  return together(all);
};

/** What a command that is not root's meets: folders and files that are closed to it. */
const closedToUs: Check = async (program) => {
  if (!isRoot || spawnSync("setpriv", ["--reuid=4242", "--clear-groups", "true"]).status !== 0)
    return { ...nothing, skipped: ["an unprivileged user: setpriv, or root to use it, is not there"] };
  const ways: Readonly<Record<string, (trial: Trial) => void>> = {
    "an unreadable parent": (trial) => closed(trial, ".d", 0o000, 4242),
    "a parent of root's": (trial) => closed(trial, ".d", 0o700, 0),
    "a read-only parent": (trial) => closed(trial, ".d", 0o555, 4242),
    "a read-only home": (trial) => fs.chmodSync(trial.home, 0o555),
    "an unreadable file in the way": (trial) => {
      trial.write(".a", "mine", 0o000);
      fs.chownSync(trial.at(".a"), 0, 0);
    },
    "a file of root's in the way": (trial) => {
      trial.write(".taken", "mine", 0o644);
      fs.chownSync(trial.at(".taken"), 0, 0);
    },
    "an unreadable folder in the way": (trial) => closed(trial, ".folder", 0o000, 0),
    "a sticky folder": (trial) => {
      closed(trial, ".d", 0o1777, 0);
      trial.write(".d/e", "mine", 0o644);
      fs.chownSync(trial.at(".d/e"), 0, 0);
    },
    "a state folder of root's": (trial) => {
      fs.mkdirSync(trial.places.stateDir, { recursive: true });
      fs.chmodSync(trial.places.stateDir, 0o755);
    },
    "a store folder of root's": (trial) => {
      fs.mkdirSync(trial.places.storeDir, { recursive: true });
      fs.mkdirSync(trial.places.varDir, { recursive: true });
    },
  };
  const all: Figures[] = [];
  fs.chmodSync(program.entry.replace(/\/dist\/.*/, ""), 0o755);
  for (const [way, close] of Object.entries(ways))
    for (const words of [["switch"], ["switch", "--backup"]]) {
      const trial = startTrial(program);
      try {
        trial.configure(config);
        spawnSync("chown", ["-R", "4242:4242", `${trial.home}/..`]);
        fs.chmodSync(`${trial.home}/..`, 0o755);
        close(trial);
        const [old, treasures] = [look(trial), treasuresIn(trial)];
        const under = ["setpriv", "--reuid=4242", "--regid=4242", "--clear-groups"];
        const env = { NODE_COMPILE_CACHE: undefined };
        const answer = trial.run(words, { under, env });
        const faults: Fault[] = [...unclear(answer), ...lostIn(trial, treasures)];
        const now = look(trial);
        if (answer.status !== 0 && !sameLook(now, old))
          faults.push({ kind: "mixed", what: `${answer.stderr} ${difference(now, old)}` });
        all.push(tried(`${way}, ${words.join(" ")}`, faults));
      } finally {
        trial.remove();
      }
    }
  return together(all);
};

const closed = (trial: Trial, path: string, mode: number, owner: number): void => {
  trial.write(`${path}/mine`, "mine", 0o600);
  fs.chownSync(trial.at(`${path}/mine`), owner, owner);
  fs.chownSync(trial.at(path), owner, owner);
  fs.chmodSync(trial.at(path), mode);
};

export const permissions: Readonly<Record<string, Check>> = {
  umasks,
  "homes of others": foreignHomes,
  "closed folders and files": closedToUs,
};
