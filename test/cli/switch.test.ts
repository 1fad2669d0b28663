/** A home from its first switch to uninstall, as it reads at the prompt. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { home, startSession } from "./session.ts";

const small = home(`  home: {
    sessionVariables: { EDITOR: "vi" },
    file: {
      ".config/foo/foo.conf": { text: "one\\n" },
      ".profile.d/bar": { source: "./bar" },
    },
  },`);

const startSmall = () => {
  const session = startSession(small);
  session.write("config/bar", "bar\n");
  return session;
};

test("first switch, second switch, change, rollback, uninstall", () => {
  const session = startSmall();
  expect(session.lares(["switch"])).toEqual({
    status: 0,
    stderr: "",
    stdout: `  +  ~/.config/foo/foo.conf
  +  ~/.profile.d/bar
your home is at generation 1: 2 files added, 1 variable added

to have its programs and variables in every shell, add to ~/.profile (or ~/.bashrc, ~/.zshrc):
  eval "$(~/.lares-root/home/home-path/bin/lares shellenv)"
to undo all of it: lares uninstall
`,
  });
  expect(session.tree()).toEqual([
    ".config/",
    ".config/foo/",
    ".config/foo/foo.conf -> $HOME/.lares-root/home/home-files/.config/foo/foo.conf",
    ".profile.d/",
    ".profile.d/bar -> $HOME/.lares-root/home/home-files/.profile.d/bar",
  ]);
  expect(session.lares(["switch"])).toEqual({
    status: 0,
    stderr: "",
    stdout: "nothing to do: your home is as home.config.ts says (generation 1)\n",
  });
  session.write(
    "config/home.config.ts",
    small.replace("one", "two").replace('".profile.d/bar"', '".profile.d/baz"'),
  );
  expect(session.lares(["plan"]).stdout).toBe(
    `  ~  ~/.config/foo/foo.conf  home.config.ts
  -  ~/.profile.d/bar
  +  ~/.profile.d/baz        home.config.ts

--- ~/.config/foo/foo.conf
+++ ~/.config/foo/foo.conf
@@ -1,1 +1,1 @@
-one
+two

lares switch would leave 1 file added, 1 changed, 1 removed
`,
  );
  expect(session.lares(["plan", "--exit-code", "--quiet"])).toEqual({ status: 3, stdout: "", stderr: "" });
  expect(session.lares(["switch"]).stdout).toBe(`  ~  ~/.config/foo/foo.conf
  -  ~/.profile.d/bar
  +  ~/.profile.d/baz
generation 1 → 2: 1 file added, 1 changed, 1 removed
`);
  expect(
    session.lares(["generations"]).stdout,
  ).toBe(`1  DATE TIME  just now  2 added                        lares switch
2  DATE TIME  just now  1 added, 1 changed, 1 removed  lares switch  current
`);
  expect(session.lares(["rollback"]).stdout).toContain(
    "generation 2 → 1: 1 file added, 1 changed, 1 removed\n",
  );
  expect(session.read(".config/foo/foo.conf")).toBe("one\n");
  expect(session.lares(["status"]).stdout).toBe("generation 1, just now: 2 files, all in place\n");
  expect(session.lares(["uninstall"])).toMatchObject({ status: 0, stderr: "" });
  expect(session.tree()).toEqual([]);
  expect(fs.existsSync(path.join(session.home, ".lares-root"))).toBe(false);
});

test("plan changes nothing: not the home, not the store, not the generations", () => {
  const session = startSmall();
  expect(session.lares(["plan"]).status).toBe(0);
  expect(session.tree()).toEqual([]);
  expect(fs.readdirSync(path.join(session.home, ".lares-root"))).toEqual(["cache"]);
  expect(session.lares(["switch", "--dry-run"]).stdout).toContain(
    "lares switch would leave 2 files added, 1 variable added\n",
  );
  expect(session.tree()).toEqual([]);
});

describe("what is in the way", () => {
  test("is listed with the ways out, and nothing is done", () => {
    const session = startSmall();
    session.write(".profile.d/bar", "mine\n");
    const before = session.tree();
    const refused = session.lares(["switch"]);
    expect(refused.status).toBe(4);
    expect(refused.stdout).toBe("");
    expect(refused.stderr).toMatch(/^error: ~\/\.profile\.d\/bar is in the way\n/);
    expect(refused.stderr).toContain("nothing was changed");
    expect(refused.stderr).toContain("--backup");
    expect(refused.stderr).toContain("lares adopt ~/.profile.d/bar");
    expect(session.tree()).toEqual(before);
    expect(session.lares(["plan"]).status).toBe(4);
  });

  test("goes to a backup with --backup, and comes back", () => {
    const session = startSmall();
    session.write(".profile.d/bar", "mine\n");
    expect(session.lares(["switch", "--backup"]).stdout).toContain("(lares backups lists the backups)");
    expect(session.read(".profile.d/bar")).toBe("bar\n");
    expect(session.lares(["backups"]).stdout).toBe(
      "SWITCH/1  ~/.profile.d/bar  5 B, was in the way  just now\n",
    );
    session.lares(["uninstall"]);
    expect(session.read(".profile.d/bar")).toBe("mine\n");
  });

  test("is taken over where it has the same bytes, also in the plan", () => {
    const session = startSmall();
    session.write(".profile.d/bar", "bar\n");
    expect(session.lares(["plan"]).stdout).toContain(
      "=  ~/.profile.d/bar        was there with the same contents",
    );
    expect(session.lares(["switch"]).status).toBe(0);
  });
});

test("a failing activation step is shown with what it printed; the files are in place", () => {
  const session = startSession(
    home(`  home: {
    file: { ".a": { text: "a" } },
    activation: { fails: { after: ["writeBoundary"], before: [], run: "echo broken pipe dream; exit 3" } },
  },`),
  );
  const switched = session.lares(["switch"]);
  expect(switched.status).toBe(1);
  expect(switched.stdout).toContain("the activation step fails failed with status 3\n  broken pipe dream\n");
  expect(session.read(".a")).toBe("a");
  expect(session.lares(["status"]).stdout).toContain("activation step fails (status 3)");
  session.lares(["uninstall"]);
  const back = session.lares(["switch", "--rollback-on-error"]);
  expect(back.status).toBe(1);
  expect(back.stdout).toContain("an activation step failed, so your home is as it was before\n");
  expect(session.tree()).toEqual([]);
});

test("adopt takes a file in, and an edited copy back", () => {
  const session = startSession(
    home(`  home: {
    file: {
      ".copied": { source: "./copied", mode: "copy" },
    },
  },`),
  );
  session.write("config/copied", "old\n");
  session.lares(["switch"]);
  session.write(".vimrc", "set nu\n");
  expect(session.lares(["adopt", "../.vimrc"])).toEqual({
    status: 0,
    stderr: "",
    stdout:
      "  ~/.vimrc is now ./dotfiles/.vimrc beside home.config.ts\n" +
      "your home is at generation 2; to undo: lares adopt --undo\n",
  });
  expect(session.read("config/home.config.ts")).toContain(
    `      ".vimrc": { source: "./dotfiles/.vimrc" },\n`,
  );
  expect(fs.readlinkSync(path.join(session.home, ".vimrc"))).toContain("home-files/.vimrc");
  session.write(".copied", "edited\n");
  expect(session.lares(["status"]).stdout).toContain("edited  ~/.copied");
  expect(session.lares(["adopt", "../.copied"]).stdout).toContain(
    "edits of ~/.copied went back into copied\n",
  );
  expect(session.read("config/copied")).toBe("edited\n");
  expect(session.lares(["status"]).stdout).toContain("all in place");
});

describe("adopt refuses, and changes nothing", () => {
  test.each([
    ["what is not there", "../.none", /there is no ~\/\.none/],
    ["what is outside of the home", "/etc/hostname", /is not below your home/],
    ["a secret", "../.secret", /readable by you alone/],
    ["the configuration itself", ".", /Lares' own folders or the configuration/],
  ])("%s", (_, file, message) => {
    const session = startSmall();
    session.write(".secret", "s3cret", 0o600);
    const before = session.read("config/home.config.ts");
    const refused = session.lares(["adopt", file]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(message);
    expect(session.read("config/home.config.ts")).toBe(before);
    expect(fs.existsSync(path.join(session.home, "config/dotfiles"))).toBe(false);
  });
});

test("a program that stops reading does not stop a switch", () => {
  const session = startSmall();
  const { PATH } = process.env;
  spawnSync("sh", ["-c", "lares switch --verbose | true"], {
    cwd: path.join(session.home, "config"),
    env: {
      PATH: `${path.resolve("bin")}:${PATH}`,
      HOME: session.home,
      LARES_PACKAGE_INDEX: "off",
      LARES_ROOT: path.join(session.home, ".lares-root"),
    },
  });
  expect(session.lares(["status"]).stdout).toContain("generation 1, just now: 2 files, all in place");
});

test("eject leaves plain files", () => {
  const session = startSmall();
  session.lares(["switch"]);
  expect(session.lares(["eject"])).toMatchObject({ status: 0, stderr: "" });
  expect(session.tree()).toEqual([
    ".config/",
    ".config/foo/",
    ".config/foo/foo.conf",
    ".profile.d/",
    ".profile.d/bar",
  ]);
  expect(session.read(".profile.d/bar")).toBe("bar\n");
});

test("gc and store", () => {
  const session = startSmall();
  session.lares(["switch"]);
  session.write("config/bar", "other\n");
  session.lares(["switch"]);
  expect(session.lares(["gc", "--keep", "1", "--dry-run"]).stdout).toMatch(
    /^1 generation would be given up: 1\n/,
  );
  expect(session.lares(["generations"]).stdout.split("\n")).toHaveLength(3);
  expect(session.lares(["gc", "--keep", "1"]).stdout).toMatch(
    /^1 generation given up: 1\n1 object deleted, .* freed; 1 generation kept\n$/,
  );
  expect(session.lares(["store", "verify"]).stdout).toBe("1 object checked, all as recorded\n");
  const [info] = JSON.parse(session.lares(["store", "path-info", "--json"]).stdout) as [{ narHash: string }];
  expect(info.narHash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(session.lares(["doctor"])).toMatchObject({ status: 0 });
});

test("--json of every reporting command is one JSON value", () => {
  const session = startSmall();
  for (const words of [
    ["plan"],
    ["switch"],
    ["switch"],
    ["status"],
    ["generations"],
    ["backups"],
    ["option", "home.file"],
    ["doctor"],
    ["gc"],
    ["store", "verify"],
    ["rollback", "7"],
    ["uninstall"],
  ]) {
    const { stdout } = session.lares([...words, "--json"]);
    expect(() => JSON.parse(stdout), words.join(" ")).not.toThrow();
  }
});

test("two generations side by side: files, what changed inside, programs, variables", () => {
  const session = startSmall();
  session.lares(["switch"]);
  session.write(
    "config/home.config.ts",
    small
      .replace("one", "two")
      .replace('"vi"', '"nvim"')
      .replace("  home: {", "  programs: { lazygit: { enable: true } },\n  home: {"),
  );
  session.lares(["switch"]);
  const { status, stdout } = session.lares(["generations", "diff"]);
  expect(status).toBe(0);
  expect(stdout.replace(/; with all that they need .*$/m, "")).toBe(`  ~  ~/.config/foo/foo.conf
  +  lazygit  the system's own
  ~  $EDITOR  vi → nvim

--- ~/.config/foo/foo.conf
+++ ~/.config/foo/foo.conf
@@ -1,1 +1,1 @@
-one
+two

generation 1 → 2: 1 file changed, 1 program added, 1 variable changed
`);
  const back = JSON.parse(session.lares(["generations", "diff", "2", "1", "--json"]).stdout);
  expect(back).toMatchObject({
    from: 2,
    to: 1,
    files: [{ change: "changed", path: ".config/foo/foo.conf" }],
    packages: [{ name: "lazygit", before: {} }],
    variables: [{ name: "EDITOR", before: "nvim", after: "vi" }],
  });
  expect(session.lares(["generations", "diff", "1", "7"])).toMatchObject({ status: 1 });
});

test("two generations of which one needs more disk space say how much each needs", () => {
  const session = startSmall();
  session.lares(["switch"]);
  session.write("config/bar", "b".repeat(320_000));
  session.lares(["switch"]);
  expect(session.lares(["generations", "diff"]).stdout).toMatch(
    /generation 1 → 2: 1 file changed; with all that they need \d+(\.\d)? KiB → 31\d KiB\n$/,
  );
});
