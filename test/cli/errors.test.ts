/** Bad input gets what, where, why and what to do, a status that says so, and nothing is changed. */
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { home, type Session, startSession } from "./session.ts";

const fileConfig = (body: string) => home(`  home: { file: { ${body} } },`);

/** The home and the generations as they are. (What was built and not activated, the next collection takes.) */
const everything = (session: Session) => [session.tree(), session.lares(["generations", "--json"]).stdout];

const expectRefused = (session: Session, status: number, pattern: RegExp): string => {
  const before = everything(session);
  const refused = session.lares(["switch"]);
  expect(refused.stderr).toMatch(pattern);
  expect(refused.stdout).toBe("");
  expect(refused.status).toBe(status);
  expect(refused.stderr).not.toMatch(/internal error|\n\s+at .*\.js:/);
  expect(everything(session)).toEqual(before);
  return refused.stderr;
};

describe("the command line", () => {
  test.each([
    [["swich"], 'error: there is no command "swich"\n  hint: did you mean lares switch?\n'],
    [["switch", "--bakcup"], "error: lares switch has no flag --bakcup\n  hint: did you mean --backup?\n"],
    [["switch", "--config"], "error: --config needs a value: --config FILE\n"],
    [["switch", "--json=yes"], 'error: --json takes no value\n  it was given "yes"\n'],
    [["switch", "--os", "plan9"], 'error: "plan9" will not do for --os\n  it takes one of linux, darwin\n'],
    [
      ["gc", "--older-than", "soon"],
      'error: "soon" will not do for --older-than\n  it takes a number with s, m, h, d or w behind it, such as 30d\n',
    ],
    [
      ["switch", "now"],
      "error: lares switch takes no arguments\n  not understood: now\n  hint: see lares help switch\n",
    ],
    [["adopt"], "error: lares adopt needs a path\n  hint: lares help adopt\n"],
    [
      ["store", "burn"],
      "error: lares store has no burn\n  it has verify, gc, path-info, roots, why-alive\n  hint: see lares help store\n",
    ],
    [["rollback", "-1"], "error: lares rollback has no flag -1\n  hint: see lares help rollback\n"],
    [
      ["completion", "tcsh"],
      "error: there is no completion for tcsh\n  hint: lares completion bash|zsh|fish\n",
    ],
    [["--json"], "error: no command given\n  only: --json\n  hint: see lares --help\n"],
  ])("%j", (words, stderr) => {
    const answer = startSession().lares(words);
    expect(answer.stderr).toBe(stderr);
    expect(answer.status).toBe(2);
  });

  test("with --json the error is on standard output too", () => {
    const { stdout, status } = startSession().lares(["status", "--jsno", "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: "usage",
        message: "lares status has no flag --jsno",
        details: [],
        hint: "did you mean --json?",
      },
    });
    expect(status).toBe(2);
  });

  test("control characters in what was typed are shown, not acted on", () => {
    expect(startSession().lares(["\x1b[31mred\x07"]).stderr).toContain(
      'there is no command "\\e[31mred\\x07"',
    );
  });
});

describe("the configuration", () => {
  test.each([
    [
      "does not parse",
      `export default {\n  home: {\n`,
      /^error: home\.config\.ts does not parse: .*\n(.*\n)*? {2}at home\.config\.ts:\d+:\d+\n/,
    ],
    [
      "throws",
      `throw new Error("no coffee");`,
      /^error: home\.config\.ts fails while it loads: no coffee\n(.*\n)*? {2}at home\.config\.ts:1:7\n/,
    ],
    [
      "exports nothing",
      `const home = {};`,
      /^error: home\.config\.ts has no default export\n(.*\n)* {2}hint: export default/,
    ],
    [
      "has a wrong type three levels deep",
      home(`  programs: { git: { settings: { user: { name: () => 1.5e400 } }, enable: "yes" } },`),
      /^error: programs\.git\.enable should be boolean, got "yes"\n {2}.*home\.config\.ts:3:\d+/,
    ],
    ["has an unknown option", home(`  home: { fiel: {} },`), /^error: .*home\.fiel(.*\n)*.*home\.file/],
    [
      "has two disagreeing definitions",
      `export default { imports: ["./a.ts", "./b.ts"] };`,
      /^error: two definitions of home\.stateVersion disagree\n {2}"26\.05" {2}at .*a\.ts:1:\d+\n {2}"25\.11" {2}at .*b\.ts:1:\d+\n {2}hint: settle it with mkForce/,
    ],
    [
      "goes round in circles",
      home(
        `  home: { username: ({ config }) => config.home.homeDirectory, homeDirectory: ({ config }) => config.home.username },`,
      ),
      /^error: .*(→|->)/,
    ],
    [
      "names a source that is missing",
      fileConfig(`".a": { source: "./none" }`),
      /^error: .*home\.file\.".a".*none/s,
    ],
    ["leaves the home", fileConfig(`"../outside": { text: "" }`), /^error: (.*\n)*?.*\.\.\/outside/],
    [
      "has two entries for one target",
      fileConfig(`a: { target: ".same", text: "a" }, b: { target: ".same", text: "b" }`),
      /^error: (.*\n)*?.*\.same/,
    ],
    [
      "fails an assertion",
      home(`  assertions: [{ assertion: false, message: "tmux needs a terminal" }],`),
      /^error: an assertion of the configuration fails\n {2}tmux needs a terminal\n/,
    ],
  ])("%s", (_, config, pattern) => {
    const session = startSession(config);
    session.write("config/a.ts", `export default { home: { stateVersion: "26.05" } };\n`);
    session.write("config/b.ts", `export default { home: { stateVersion: "25.11" } };\n`);
    expectRefused(session, 1, pattern);
  });

  test("is not there", () => {
    expectRefused(startSession(), 1, /^error: there is no configuration yet\n(.*\n)* {2}hint: lares init/);
  });

  test.skipIf(process.getuid?.() === 0)("cannot be read", () => {
    const session = startSession(home(""));
    fs.chmodSync(path.join(session.home, "config/home.config.ts"), 0);
    expectRefused(session, 1, /^error: home\.config\.ts cannot be read: permission denied\n/);
  });
});

describe("a damaged state", () => {
  const started = () => {
    const session = startSession(fileConfig(`".a": { text: "a" }`));
    expect(session.lares(["switch"]).status).toBe(0);
    return session;
  };
  const spoil = (session: Session, file: string, text: string) => {
    session.write("config/home.config.ts", fileConfig(`".a": { text: "b" }`));
    session.write(`.lares-root/${file}`, text);
  };

  test("journal: said, and doctor --fix sets it aside", () => {
    const session = started();
    spoil(session, "state/journal/current.json", "{");
    expectRefused(
      session,
      1,
      /^error: a switch was interrupted, and the journal that tells how to finish it is damaged\n(.*\n)* {2}hint: `lares doctor --fix`/,
    );
    expect(session.lares(["doctor"])).toMatchObject({ status: 1 });
    expect(session.lares(["doctor", "--fix"]).stdout).toContain("the damaged journal is now $HOME/");
    expect(session.lares(["switch"])).toMatchObject({ status: 0, stderr: "" });
    expect(session.read(".a")).toBe("b");
  });

  test("database: said, and store verify --repair makes it anew", () => {
    const session = started();
    spoil(session, "var/db/db.sqlite", "this is no database".repeat(500));
    for (const suffix of ["-wal", "-shm"])
      fs.rmSync(path.join(session.home, `.lares-root/var/db/db.sqlite${suffix}`), { force: true });
    const refused = session.lares(["switch"]);
    expect(refused.stderr).toMatch(/^error: .*damaged(.*\n)* {2}hint: .*store verify --repair/);
    expect(refused.status).toBe(1);
    expect(session.read(".a")).toBe("a");
    expect(session.lares(["store", "verify", "--repair"])).toMatchObject({ status: 0 });
    expect(session.lares(["switch"])).toMatchObject({ status: 0, stderr: "" });
    expect(session.read(".a")).toBe("b");
  });

  test("manifest: said by status, and a switch goes on", () => {
    const session = started();
    const generation = fs.realpathSync(path.join(session.home, ".lares-root/home"));
    fs.chmodSync(generation, 0o755);
    fs.rmSync(path.join(generation, "manifest.json"));
    fs.writeFileSync(path.join(generation, "manifest.json"), "{");
    expect(session.lares(["status"])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^error: .*\n(.*\n)*.*manifest\.json/),
    });
    expect(session.lares(["doctor"])).toMatchObject({ status: 1 });
    session.write("config/home.config.ts", fileConfig(`".a": { text: "b" }`));
    expect(session.lares(["switch"]).status).toBe(0);
    expect(session.read(".a")).toBe("b");
  });

  test("a store made by a newer version is left alone", () => {
    const session = started();
    spoil(session, "var/db/schema", "999");
    const refused = session.lares(["switch"]);
    expect(refused.stderr).toMatch(
      /^error: the store's database has schema 999, this lares knows \d+\n(.*\n)* {2}hint: .*newer/,
    );
    expect(refused.status).toBe(1);
    expect(session.read(".a")).toBe("a");
  });
});

describe("a disk that fails", () => {
  test.each(["ENOSPC", "EROFS", "EACCES", "EIO"])("%s while the store is written", (errno) => {
    const session = startSession(fileConfig(`".a": { text: "a" }`));
    const failed = session.lares(["switch"], { env: { LARES_FAULT: `mkdir:4:${errno}` } });
    expect(failed.status).toBe(1);
    expect(failed.stderr).toMatch(/^error: /);
    expect(session.tree()).toEqual([]);
    expect(session.lares(["switch"])).toMatchObject({ status: 0, stderr: "" });
  });
});

test("an internal error is called that; the stack comes with --verbose only", () => {
  const session = startSession(home(""));
  const env = { LARES_FAULT: "any:1:ENOTRECOVERABLE" };
  const plain = session.lares(["switch"], { env });
  expect(plain.status).toBe(1);
  expect(plain.stderr).not.toMatch(/\n\s+at /);
  if (plain.stderr.includes("internal error"))
    expect(session.lares(["switch", "--verbose"], { env }).stderr).toMatch(/\n\s+at /);
});
