/** Programs that turn one stream of bytes into another: `xz`, `bzip2`. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { guarded } from "./faults.ts";

export interface FilterEnd {
  /** Exit status; null where a signal ended it. */
  readonly status: number | null;
  /** What it said on standard error, its beginning. */
  readonly said: string;
}

/**
 * Feeds `source` to the program and gives what comes out. `onEnd` is asked once after the last piece and may throw. The
 * program is killed where nobody reads to the end.
 */
export const throughProgram = guarded(
  "spawn",
  async function* (
    program: string,
    args: readonly string[],
    source: AsyncIterable<Uint8Array>,
    onEnd: (end: FilterEnd) => void,
  ): AsyncGenerator<Uint8Array> {
    const { XZ_OPT: _, XZ_DEFAULTS: __, ...env } = process.env;
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (said.length < saidLimit) said += text;
    });
    const ended = once(child, "close");
    ended.catch(() => {});
    const fed = pipeline(Readable.from(source, { objectMode: false }), child.stdin).catch(feedingError);
    try {
      yield* child.stdout as AsyncIterable<Uint8Array>;
      const failed = await fed;
      const [status] = (await ended) as [number | null];
      if (failed !== undefined) throw failed;
      onEnd({ status, said: said.trim() });
    } finally {
      child.kill("SIGKILL");
    }
  },
);

/** A program that ends before it read everything says why by its status. */
const feedingError = (error: NodeJS.ErrnoException): Error | undefined =>
  error.code === "EPIPE" || error.code === "ERR_STREAM_PREMATURE_CLOSE" ? undefined : error;

const saidLimit = 2000;

/** Whether a program of this name is on PATH. */
export const hasProgram = (name: string): boolean =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => isIn(folder, name));

const isIn = (folder: string, name: string): boolean => {
  if (folder === "") return false;
  try {
    accessSync(join(folder, name), constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
