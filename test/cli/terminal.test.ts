/** What differs between a terminal, a pipe, and a reader that goes away. `script` (util-linux) gives a terminal. */
import { spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { environment, home, laresProgram, startSession } from "./session.ts";

const hasTerminal = spawnSync("script", ["--version"]).stdout?.includes("util-linux") ?? false;

const started = () => {
  const session = startSession(home(`  home: { file: { ".a": { text: "a" } } },`));
  session.lares(["switch"]);
  fs.rmSync(path.join(session.home, ".a"));
  return session;
};

const onTerminal = (session: ReturnType<typeof startSession>, line: string, input = "", env = {}) =>
  spawnSync("script", ["-qec", `lares ${line}`, "/dev/null"], {
    cwd: path.join(session.home, "config"),
    env: { ...environment(session.home), TERM: "xterm", ...env },
    encoding: "utf8",
    input,
  });

describe.skipIf(!hasTerminal)("on a terminal (skipped without util-linux' script)", () => {
  test("colour says what kind of thing it is, and NO_COLOR, --no-color and TERM=dumb are heeded", () => {
    const session = started();
    expect(onTerminal(session, "status").stdout).toContain("\x1b[33mmissing\x1b[39m");
    expect(onTerminal(session, "status", "", { NO_COLOR: "1" }).stdout).not.toContain("\x1b[");
    expect(onTerminal(session, "status", "", { TERM: "dumb" }).stdout).not.toContain("\x1b[");
    expect(onTerminal(session, "status --no-color").stdout).not.toContain("\x1b[");
  });

  test("uninstall asks; anything but yes leaves all as it is", () => {
    const session = started();
    const no = onTerminal(session, "uninstall", "n\n");
    expect(no.stdout).toContain("give the home back without Lares");
    expect(no.status).toBe(1);
    expect(session.lares(["generations"]).stdout).toContain("current");
    expect(onTerminal(session, "uninstall", "y\n").status).toBe(0);
    expect(session.lares(["generations"]).stdout).toContain("no generation yet");
  });
});

test("in a pipe there is no colour and no question", () => {
  const session = started();
  expect(session.lares(["status"]).stdout).toBe(
    "  missing  ~/.a  it is not there\n  hint: lares switch puts it right\ngeneration 1, just now: 1 file, 1 not as it wants\n",
  );
  expect(session.lares(["backups", "remove", "--all"])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("hint: add --yes"),
  });
  expect(session.lares(["status"], { env: { FORCE_COLOR: "1" } }).stdout).toContain("\x1b[33mmissing");
});

test.skipIf(!fs.existsSync("/dev/full"))(
  "output that cannot be written is an error (skipped without /dev/full)",
  () => {
    const session = started();
    const full = fs.openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(laresProgram, ["status"], {
      env: environment(session.home),
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    fs.closeSync(full);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: the output cannot be written: ENOSPC/);
  },
);

test("Ctrl-C in an activation step: status 130, the files are in place, and the next switch runs the step", async () => {
  const session = startSession(
    home(`  home: {
    file: { ".a": { text: "a" } },
    activation: { slow: { after: ["writeBoundary"], before: [], run: '[ -e "$HOME/config/second" ] || { : > "$HOME/config/begun"; sleep 60; }' } },
  },`),
  );
  const folder = path.join(session.home, "config");
  const child = spawn(laresProgram, ["switch"], {
    cwd: folder,
    env: environment(session.home),
    detached: true,
    stdio: "ignore",
  });
  const ended = new Promise<number>((resolve) =>
    child.on("exit", (code, signal) => resolve(signal === "SIGINT" ? 130 : (code ?? -1))),
  );
  await new Promise<void>((resolve) => {
    const watcher = fs.watch(folder, (_, name) => {
      if (name !== "begun") return;
      watcher.close();
      resolve();
    });
  });
  process.kill(-child.pid!, "SIGINT");
  expect(await ended).toBe(130);
  expect(session.read(".a")).toBe("a");
  expect(session.lares(["status"]).stdout).toContain("activation step slow");
  session.write("config/second", "");
  expect(session.lares(["switch"])).toMatchObject({ status: 0 });
  expect(session.lares(["status"]).stdout).toContain("all in place");
});

test("--version and help, whole", () => {
  const session = startSession();
  expect(session.lares(["--version"])).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^lares \d+\.\d+\.\d+\n$/),
    stderr: "",
  });
  const help = session.lares(["help", "rollback"]);
  expect(help.stdout).toBe(session.lares(["rollback", "--help"]).stdout);
  expect(help.stdout).toBe(`lares rollback: go back to an earlier generation

Usage: lares rollback [N]

Goes back to generation N, or to the one before the current one. Nothing is
evaluated or built; the configuration stays as it is, so the next switch goes
forward again.

Flags
  -b, --backup   move what is in the way to a backup
  --no-wait      fail at once if another lares is running
  -n, --dry-run  say what would be done, and do nothing
  --json         print JSON of the documented shape

Flags of every command
  -h, --help     explain the command
  -v, --verbose  say more; show where an internal error came from
  -q, --quiet    print nothing but errors and what was asked for
  --no-color     no colour (as with NO_COLOR=1)

Examples
  lares rollback     to the generation before
  lares rollback 41  to generation 41
`);
  const overview = session.lares([]);
  expect(overview).toEqual(session.lares(["--help"]));
  for (const line of overview.stdout.split("\n").slice(0, -2)) expect(line.length).toBeLessThanOrEqual(80);
});
