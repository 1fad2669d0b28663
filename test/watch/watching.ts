/** `lares watch --json` beside a home: its events as they come, and waits that end with an event, never with a guess. */
import { type ChildProcess, spawn } from "node:child_process";
import { environment, laresProgram, type Session } from "../cli/session.ts";

export interface WatchLine {
  readonly event: string;
  readonly generation?: { readonly number: number; readonly path: string } | null;
  readonly changes?: readonly { readonly change: string; readonly path: string }[];
  readonly error?: { readonly code: string; readonly message: string; readonly details: readonly string[] };
  readonly folded?: number;
  readonly saved?: readonly string[];
  readonly hint?: string;
}

export interface Watching {
  readonly child: ChildProcess;
  /** The next event of this kind (and for which `holds`), after those given before; others are passed over. */
  next(event: string, holds?: (line: WatchLine) => boolean): Promise<WatchLine>;
  /** Waits until the file in the home has this text: after each event that may have brought it. */
  shows(read: () => string | undefined, text: string): Promise<void>;
  readonly lines: readonly WatchLine[];
  end(signal?: NodeJS.Signals): Promise<WatchLine | undefined>;
  readonly exited: Promise<number | null>;
}

const running: ChildProcess[] = [];
export const stopAll = (): void => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
};

export const startWatch = (
  session: Session,
  words: readonly string[] = [],
  env: Record<string, string> = {},
  /** Words that run what comes after them: `unshare …`. */
  under: readonly string[] = [],
): Watching => {
  const [program, ...others] = [...under, laresProgram, "watch", "--json", ...words];
  const child = spawn(program!, others, {
    cwd: `${session.home}/config`,
    env: { ...environment(session.home), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  const lines: WatchLine[] = [];
  let at = 0;
  let rest = "";
  let errors = "";
  let over = false;
  let wake = (): void => {};
  child.stdout!.on("data", (piece: Buffer) => {
    const parts = (rest + piece.toString()).split("\n");
    rest = parts.pop()!;
    for (const part of parts) lines.push(JSON.parse(part) as WatchLine);
    wake();
  });
  child.stderr!.on("data", (piece: Buffer) => {
    errors += piece.toString();
  });
  const exited = new Promise<number | null>((resolve) => {
    child.on("close", (code) => {
      over = true;
      wake();
      resolve(code);
    });
  });
  const more = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  const next: Watching["next"] = async (event, holds = () => true) => {
    for (;;) {
      while (at < lines.length) {
        const line = lines[at++]!;
        if (line.event === event && holds(line)) return line;
      }
      if (over) throw new Error(`watch ended without ${event}: ${JSON.stringify(lines.slice(-5))} ${errors}`);
      await more();
    }
  };
  return {
    child,
    lines,
    next,
    exited,
    shows: async (read, text) => {
      while (read() !== text) {
        if (over) throw new Error(`watch ended, and the home shows ${JSON.stringify(read())}: ${errors}`);
        await more();
      }
    },
    end: async (signal = "SIGINT") => {
      child.kill(signal);
      await exited;
      return lines.findLast(({ event }) => event === "ended");
    },
  };
};
