/** Real editors in a real terminal: keys go in as a person presses them, and the home has what was saved. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { home, type Session, startSession } from "../cli/session.ts";
import { hasTmux, openTerminal, type Terminal } from "../tui/tmux.ts";
import { startWatch, stopAll } from "./watching.ts";

afterEach(stopAll);

interface Editor {
  readonly program: string;
  readonly command: string;
  /** Shown once it is ready for keys. */
  readonly shows: string | RegExp;
  /** Puts the text before the first line, and saves. */
  readonly save: (terminal: Terminal, text: string) => Promise<void>;
  readonly leave: readonly string[];
}

const vim = (options: string): Editor => ({
  program: "vim",
  command: `vim -N -u NONE --cmd 'set ${options}'`,
  shows: "first line",
  save: async (terminal, text) => {
    terminal.press("g", "g", "O", text, "Escape", ":", "w", "Enter");
    await terminal.until("written");
  },
  leave: [":", "q", "Enter"],
});

const editors: Readonly<Record<string, Editor>> = {
  nano: {
    program: "nano",
    command: "nano -I",
    shows: "first line",
    save: async (terminal, text) => {
      terminal.press("M-\\", text, "Enter", "C-o");
      await terminal.until("File Name to Write");
      terminal.press("Enter");
      await terminal.until(/Wrote \d+ lines/);
    },
    leave: ["C-x"],
  },
  "nano with backups": {
    program: "nano",
    command: "nano -I -B",
    shows: "first line",
    save: async (terminal, text) => {
      terminal.press("M-\\", text, "Enter", "C-o");
      await terminal.until("File Name to Write");
      terminal.press("Enter");
      await terminal.until(/Wrote \d+ lines/);
    },
    leave: ["C-x"],
  },
  "vim, with a swap file and a backup by rename": vim("swapfile backup backupcopy=no"),
  "vim, written in place": vim("swapfile backup backupcopy=yes"),
  emacs: {
    program: "emacs",
    command: "emacs -nw -Q",
    shows: "first line",
    save: async (terminal, text) => {
      terminal.press("M-<", text, "Enter", "C-x", "C-s");
      await terminal.until("Wrote ");
    },
    leave: ["C-x", "C-c"],
  },
};

const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

const startWatched = async () => {
  const session = startSession(home(`  home: { file: { ".rc": { source: "./rc" } } },`));
  session.write("config/rc", "first line\n");
  const watching = startWatch(session);
  await watching.next("ready");
  return { session, watching };
};

const open = (session: Session): Terminal =>
  openTerminal(
    { columns: 80, rows: 24 },
    {
      cwd: join(session.home, "config"),
      env: { HOME: session.home, PATH: process.env.PATH ?? "", LANG: "C.UTF-8" },
    },
  );

for (const [name, { program, command, shows, save, leave }] of Object.entries(editors)) {
  const lacks = [...(hasTmux ? [] : ["tmux"]), ...(has(program) ? [] : [program])];
  const reason = lacks.length === 0 ? "" : ` (there is no ${lacks.join(" and no ")})`;
  test.skipIf(lacks.length > 0)(`${name}: two saves of one session at the keyboard${reason}`, async () => {
    const { session, watching } = await startWatched();
    const terminal = open(session);
    await terminal.until("prompt$");
    terminal.press(`${command} rc`, "Enter");
    await terminal.until(shows);
    const shown = () => fs.readFileSync(join(session.home, ".rc"), "utf8");
    await save(terminal, "one");
    await watching.shows(shown, "one\nfirst line\n");
    await save(terminal, "two");
    await watching.shows(shown, "two\none\nfirst line\n");
    terminal.press(...leave);
    await terminal.until(/prompt\$ *$/m);
    expect(watching.lines.filter(({ event }) => event === "error")).toEqual([]);
    expect(watching.lines.filter(({ event }) => event === "switched").length).toBeGreaterThanOrEqual(2);
    expect(await watching.end()).toMatchObject({ event: "ended", generation: { number: 1 } });
  });
}
