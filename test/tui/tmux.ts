/** A person at a real terminal: tmux holds it, keys go in, and what is on its screen comes out. */
import { spawnSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll } from "vitest";

export const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

export interface Terminal {
  /** Keys as tmux names them (`Enter`, `C-z`), or texts. */
  press(...keys: readonly string[]): void;
  resize(columns: number, rows: number): void;
  /** What the screen shows, without trailing spaces. */
  screen(): string;
  /** With escape sequences for colours. */
  colours(): string;
  /** Whether the alternate screen is shown. */
  isAway(): boolean;
  /** Looks until the screen has the text or fits the expression, and has come to rest; gives the screen. */
  until(wanted: string | RegExp): Promise<string>;
  untilGone(unwanted: string | RegExp): Promise<string>;
  /** The process that is in front. */
  pid(): number;
}

const socket = `lares-test-${process.pid}`;
let count = 0;

const tmux = (...words: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync("tmux", ["-L", socket, "-f", "/dev/null", ...words], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, LANG: "C.UTF-8", TERM: "xterm-256color", HOME: "/tmp" },
  });
  if (status !== 0) throw new Error(`tmux ${words.join(" ")}: ${stderr}`);
  return stdout;
};

afterAll(() => {
  if (hasTmux && count > 0) spawnSync("tmux", ["-L", socket, "kill-server"]);
});

/** A shell in a terminal of this size, with only these variables. */
export const openTerminal = (
  { columns, rows }: { readonly columns: number; readonly rows: number },
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Terminal => {
  const name = `t${++count}`;
  const variables = Object.entries({ PS1: "prompt$ ", ...env }).map(([key, value]) => `${key}=${value}`);
  const shell = ["env", "-i", "TERM=screen-256color", ...variables, "bash", "--norc", "--noprofile", "-i"];
  tmux("new-session", "-d", "-s", name, "-x", String(columns), "-y", String(rows), "-c", cwd, ...shell);
  tmux("set-option", "-t", name, "status", "off");
  tmux("resize-window", "-t", name, "-x", String(columns), "-y", String(rows));
  const screen = (): string =>
    tmux("capture-pane", "-p", "-t", name)
      .split("\n")
      .map((line) => line.trimEnd())
      .join("\n");
  const look = async (fits: (text: string) => boolean, what: string): Promise<string> => {
    const deadline = Date.now() + 15_000;
    for (let last = ""; Date.now() < deadline; await pause(40)) {
      const now = screen();
      if (fits(now) && now === last) return now;
      last = now;
    }
    throw new Error(`the screen never came to ${what}:\n${screen()}`);
  };
  const has = (wanted: string | RegExp) => (text: string) =>
    typeof wanted === "string" ? text.includes(wanted) : wanted.test(text);
  return {
    press: (...keys) => {
      for (const key of keys) tmux("send-keys", "-t", name, key);
    },
    resize: (width, height) => tmux("resize-window", "-t", name, "-x", String(width), "-y", String(height)),
    screen,
    colours: () => tmux("capture-pane", "-e", "-p", "-t", name),
    isAway: () => tmux("display-message", "-p", "-t", name, "#{alternate_on}").trim() === "1",
    until: (wanted) => look(has(wanted), `show ${wanted}`),
    untilGone: (unwanted) => look((text) => !has(unwanted)(text), `be without ${unwanted}`),
    pid: () => {
      const shellPid = tmux("display-message", "-p", "-t", name, "#{pane_pid}").trim();
      return Number(
        spawnSync("ps", ["-o", "pid=", "--ppid", shellPid], { encoding: "utf8" })
          .stdout.trim()
          .split("\n")[0],
      );
    },
  };
};
