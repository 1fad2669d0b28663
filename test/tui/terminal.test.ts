/** What a dashboard owes the terminal that it runs in. */
import * as fs from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleHome, type SampleHome } from "./sample-home.ts";
import { hasTmux, openTerminal, type Terminal } from "./tmux.ts";

const size = { columns: 80, rows: 24 };
const ready = /s would leave/;

describe.skipIf(!hasTmux)("the terminal (skipped without tmux)", () => {
  let sample: SampleHome;
  beforeAll(() => {
    sample = makeSampleHome();
  });
  afterAll(() => sample?.remove());

  const open = async (words = "lares ui", more: Record<string, string> = {}): Promise<Terminal> => {
    const terminal = openTerminal(size, { cwd: sample.folder, env: { ...sample.env, ...more } });
    terminal.press("echo before", "Enter");
    await terminal.until(/before\nprompt\$/);
    terminal.press(words, "Enter");
    await terminal.until(ready);
    expect(terminal.isAway()).toBe(true);
    return terminal;
  };

  const expectRestored = async (terminal: Terminal): Promise<void> => {
    const screen = await terminal.until(/before\nprompt\$ lares ui[\s\S]*prompt\$ *\n/);
    expect(terminal.isAway()).toBe(false);
    expect(screen).not.toContain("overview");
    terminal.press("echo typed", "Enter");
    await terminal.until(/echo typed\ntyped/);
  };

  test("q leaves it as it was found, cursor, echo and all", async () => {
    const terminal = await open();
    terminal.press("q");
    await expectRestored(terminal);
  });

  test.each(["TERM", "HUP", "INT"])("SIG%s leaves it as it was found", async (signal) => {
    const terminal = await open();
    process.kill(terminal.pid(), `SIG${signal}`);
    await expectRestored(terminal);
  });

  test("an error nobody foresaw leaves it as it was found, and is printed there", async () => {
    const crash = path.join(sample.home, "crash.mjs");
    fs.writeFileSync(crash, 'process.on("SIGUSR2", () => { throw new Error("something odd"); });\n');
    const terminal = await open("lares ui", { NODE_OPTIONS: `--import=${crash}` });
    process.kill(terminal.pid(), "SIGUSR2");
    await terminal.until("internal error: something odd");
    await expectRestored(terminal);
  });

  test("a signal while the first frame is all there is leaves it as it was found", async () => {
    const early = path.join(sample.home, "early.cjs");
    fs.writeFileSync(
      early,
      `const fs = require("node:fs");
       const { writeSync } = fs;
       fs.writeSync = (descriptor, bytes, ...rest) => {
         const written = writeSync(descriptor, bytes, ...rest);
         if (String(bytes).includes("keys")) process.kill(process.pid, "SIGTERM");
         return written;
       };
       require("node:module").syncBuiltinESMExports();`,
    );
    const terminal = openTerminal(size, {
      cwd: sample.folder,
      env: { ...sample.env, NODE_OPTIONS: `--require=${early}` },
    });
    terminal.press("echo before", "Enter");
    await terminal.until(/before\nprompt\$/);
    terminal.press("lares ui; echo $?", "Enter");
    const screen = await terminal.until(/before\nprompt\$ lares ui[\s\S]*143\nprompt\$ *\n/);
    expect(terminal.isAway()).toBe(false);
    expect(screen).not.toContain("overview");
    terminal.press("echo typed", "Enter");
    await terminal.until(/echo typed\ntyped/);
  });

  test("what is typed before anything is there is heeded", async () => {
    const terminal = openTerminal(size, { cwd: sample.folder, env: sample.env });
    await terminal.until(/prompt\$/);
    terminal.press("lares ui", "Enter", "3", "?");
    const screen = await terminal.until(/── keys/);
    expect(screen).toContain("[3 files]");
    expect(screen.split("\n")[0]).toMatch(/^ lares {2}1 overview/);
    terminal.press("q", "q");
    await terminal.until(/prompt\$ lares ui[\s\S]*prompt\$\s*$/);
  });

  test("Ctrl-Z gives it back to the shell, fg takes it again", async () => {
    const terminal = await open();
    terminal.press("2", "C-z");
    await terminal.until(/Stopped/);
    expect(terminal.isAway()).toBe(false);
    terminal.press("echo meanwhile", "Enter");
    await terminal.until(/\nmeanwhile/);
    terminal.press("fg", "Enter");
    await terminal.until("[2 generations]");
    terminal.press("3");
    await terminal.until("[3 files]");
    terminal.press("q");
    await expectRestored(terminal);
  });

  test("SIGTSTP from outside does the same", async () => {
    const terminal = await open();
    process.kill(terminal.pid(), "SIGTSTP");
    await terminal.until(/Stopped/);
    expect(terminal.isAway()).toBe(false);
    terminal.press("fg", "Enter");
    await terminal.until(ready);
    terminal.press("q");
    await expectRestored(terminal);
  });

  test("it follows the size of the window, down to too small and back", async () => {
    const terminal = await open();
    terminal.press("3");
    await terminal.until("dark.toml");
    terminal.resize(130, 45);
    const wide = await terminal.until(/│ ~\/.config/);
    expect(wide.split("\n")[44]).toContain("? keys");
    terminal.resize(60, 16);
    const narrow = await terminal.until(/── ~\/.config/);
    expect(narrow.split("\n")[15]).toContain("? keys");
    expect(narrow.split("\n")[0]).toMatch(/^ lares/);
    terminal.resize(30, 8);
    await terminal.until("needs 40x12");
    terminal.resize(80, 24);
    const again = await terminal.until(/dark.toml[\s\S]*\? keys/);
    expect(again.split("\n")).toHaveLength(25);
    terminal.press("q");
    await expectRestored(terminal);
  });

  test("colour says what is well and what is not; NO_COLOR and --no-color are heeded", async () => {
    const colour = /\x1b\[(?:3[0-7]|9[0-7]|4[0-7]|38|48)(?:;|m)/;
    expect((await open()).colours()).toMatch(colour);
    const plain = await open("lares ui", { NO_COLOR: "1" });
    expect(plain.colours()).not.toMatch(colour);
    plain.press("2");
    expect(await plain.until("[2 generations]")).toContain("▌ ●");
    expect((await open("lares ui --no-color")).colours()).not.toMatch(colour);
  });

  test.each([
    ["--ascii", "lares ui --ascii", {}],
    ["a LANG that is not UTF-8", "lares ui", { LANG: "C" }],
  ])("%s: nothing but ASCII, and nothing moves", async (_, words, env) => {
    const terminal = await open(words, env as Record<string, string>);
    for (const view of ["2", "3", "4", "6", "?"]) {
      terminal.press(view);
      const screen = await terminal.until(view === "?" ? "list all keys" : `[${view} `);
      expect(screen).toMatch(/^[\x20-\x7e\n]*$/);
      expect(screen).toMatch(/^-{80}$/m);
    }
  });

  test("control characters in a name are shown, never acted on", async () => {
    const own = makeSampleHome();
    try {
      const config = fs.readFileSync(path.join(own.folder, "home.config.ts"), "utf8");
      own.write(
        "config/home.config.ts",
        config.replace('".inputrc":', '".odd\\u001b[31m\\u0007name": { text: "" }, ".inputrc":'),
      );
      own.lares("switch");
      const terminal = openTerminal(size, { cwd: own.folder, env: own.env });
      terminal.press("lares ui", "Enter");
      await terminal.until("[1 overview]");
      terminal.press("3", "/", "odd");
      expect(await terminal.until("1 of 10")).toContain(".odd\\e[31m\\x07name");
      terminal.press("C-c");
      await terminal.until(/prompt\$\s*$/);
    } finally {
      own.remove();
    }
  });

  test("a dumb terminal gets the help, and lares ui says why not", async () => {
    const terminal = openTerminal(size, { cwd: sample.folder, env: { ...sample.env } });
    terminal.press("export TERM=dumb; clear", "Enter", "lares | tail -3; lares", "Enter");
    await terminal.until(/Usage|lares help|Every day/);
    expect(terminal.isAway()).toBe(false);
    terminal.press("lares ui", "Enter");
    await terminal.until("the dashboard needs a terminal");
  });
});

describe.skipIf(!hasTmux)("what is done from it (skipped without tmux)", () => {
  test("switch, roll back, delete and adopt, each after a question", async () => {
    const own = makeSampleHome();
    try {
      const terminal = openTerminal(size, { cwd: own.folder, env: own.env });
      terminal.press("lares", "Enter");
      await terminal.until(ready);
      terminal.press("s");
      await terminal.until("sure?");
      terminal.press("n");
      await terminal.until("nothing was done");
      expect(fs.existsSync(path.join(own.home, ".config/starship.toml"))).toBe(false);
      terminal.press("s", "y");
      await terminal.until(/generation 3 → 4: 1 file added/);
      expect(fs.readFileSync(path.join(own.home, ".config/starship.toml"), "utf8")).toContain("newline");
      terminal.press("R", "y");
      await terminal.until(/generation 4 → 3/);
      expect(fs.existsSync(path.join(own.home, ".config/starship.toml"))).toBe(false);
      terminal.press("2");
      await terminal.until("[2 generations]");
      terminal.press("G", "x");
      await terminal.until("delete generation 1?");
      terminal.press("y");
      await terminal.until("1 generation removed");
      expect(own.lares("generations")).not.toMatch(/^ *1 /m);
      terminal.press("3", "/", "vimrc", "Enter");
      await terminal.until("1 of 8");
      terminal.press("L");
      await terminal.until(/vimrc is live/);
      expect(fs.readlinkSync(path.join(own.home, ".vimrc"))).toBe(path.join(own.folder, "dotfiles/vimrc"));
      await terminal.until(/○ live/);
      terminal.press("L");
      await terminal.until(/vimrc is captured/);
      expect(fs.readlinkSync(path.join(own.home, ".vimrc"))).not.toContain("dotfiles");
      terminal.press("Escape");
      own.write(".newrc", "fresh\n");
      terminal.press("a");
      await terminal.until("file to take");
      terminal.press("~/.newrc", "Enter");
      await terminal.until(/newrc is now|there is no/);
      expect(fs.lstatSync(path.join(own.home, ".newrc")).isSymbolicLink()).toBe(true);
      own.write("stow/tool/.toolrc", "stowed\n");
      fs.symlinkSync("stow/tool/.toolrc", path.join(own.home, ".toolrc"));
      terminal.press("a");
      await terminal.until("file to take");
      terminal.press("~/.toolrc", "Enter");
      await terminal.until(/toolrc is now/);
      expect(fs.readlinkSync(path.join(own.home, ".toolrc"))).toContain("/home-files/.toolrc");
      own.write("config/dotfiles/htoprc", "# of the source\nfields=0 48 17\nsort_key=46\n");
      terminal.press("/", "htoprc", "Enter");
      await terminal.until("1 of 11");
      terminal.press("t");
      await terminal.until("take the edits");
      terminal.press("y");
      await terminal.until(/htoprc went back/);
      for (const file of ["config/dotfiles/htoprc", ".config/htop/htoprc"])
        expect(fs.readFileSync(path.join(own.home, file), "utf8")).toBe(
          "# of the source\nfields=0 48 17\nsort_key=46\nhide_threads=1\n",
        );
      terminal.press("q");
      await terminal.until(/prompt\$\s*$/);
    } finally {
      own.remove();
    }
  });

  test("a watch in another terminal shows, with each of its edits and its end", async () => {
    const own = makeSampleHome();
    const watch = openTerminal(size, { cwd: own.folder, env: own.env });
    try {
      const terminal = openTerminal(size, { cwd: own.folder, env: own.env });
      terminal.press("lares", "Enter");
      await terminal.until(ready);
      expect(terminal.screen()).not.toContain("watched");
      watch.press("lares watch", "Enter");
      await watch.until(/watching \d+ files/);
      await terminal.until(/watched since \d\d:\d\d/);
      await terminal.until("generation 4, 9 files");
      await terminal.until(/lares watch: generation 4/);
      terminal.press("6");
      await terminal.until(/lares watch: 1 edit:/);
      own.write("config/dotfiles/vimrc", "set seen\n");
      await terminal.until(/lares watch: 2 edits:/);
      expect(await terminal.until(/seen +\d\d:\d\d:\d\d {2}~ ~\/.vimrc/)).toContain("vimrc changed");
      terminal.press("1");
      own.write("config/home.config.ts", "export default {{\n");
      await terminal.until("watch held up by an error");
      watch.press("C-c");
      await watch.until(/ended/);
      await terminal.untilGone(/watch held|watched since/);
      terminal.press("2");
      await terminal.until(/4 .*lares watch: 2 edits/);
    } finally {
      own.remove();
    }
  });

  test("links that another command makes live show", async () => {
    const own = makeSampleHome();
    try {
      const terminal = openTerminal(size, { cwd: own.folder, env: own.env });
      terminal.press("lares", "Enter");
      await terminal.until(/1 live file/);
      own.lares("live", "on", "../.vimrc");
      await terminal.until(/2 live files/);
    } finally {
      own.remove();
    }
  });

  test("a switch by another command shows by itself", async () => {
    const own = makeSampleHome();
    try {
      const terminal = openTerminal(size, { cwd: own.folder, env: own.env });
      terminal.press("lares", "Enter");
      await terminal.until(ready);
      own.lares("switch");
      await terminal.until("generation 4, 9 files");
      await terminal.until("nothing to do");
    } finally {
      own.remove();
    }
  });
});
