/**
 * The standard streams, without the cost of `process.stdout`: whole texts, written at once. A reader that has gone
 * away (EPIPE) is no error: the work goes on, its output is dropped.
 */
import * as fs from "node:fs";
import { isatty } from "node:tty";
import { errnoOf, LaresError } from "../base/errors.ts";

export type Stream = "input" | "output" | "error";

export const writeText = (stream: Stream, text: string): void => {
  clearProgress();
  writeAll(stream, text);
};

/** A line that says what takes time, on a terminal only: the next text takes its place, and it never stays. */
export const showProgress = (text: string): void => showLines([text]);

/** The same with several lines, none wider than the terminal. */
export const showLines = (lines: readonly string[]): void => {
  if (!isTerminal("error") || process.env.TERM === "dumb") return;
  writeAll("error", `${erased(linesShown)}${noWrap}${lines.join("\n")}${wrap}`);
  linesShown = lines.length;
};

export const clearProgress = (): void => {
  if (linesShown === 0) return;
  writeAll("error", erased(linesShown));
  linesShown = 0;
};

let linesShown = 0;

/** ECMA-48: to the first column, so many lines up, erase from there to the end of the screen. */
const erased = (lines: number): string => `\r${lines > 1 ? `\u001b[${lines - 1}A` : ""}\u001b[J`;
/** A line that is too wide after all, on a terminal made narrower, must not become two. */
const noWrap = "\u001b[?7l";
const wrap = "\u001b[?7h";

const writeAll = (stream: Stream, text: string): void => {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0 && !closed.has(stream)) rest = rest.subarray(writeSome(stream, rest));
};

/** Whether the reader has gone away, as far as writing has shown. */
export const isClosed = (stream: Stream): boolean => closed.has(stream);

/** Whether a person is at the other end. On Linux the device number tells, which saves loading node:tty (3 ms). */
export const isTerminal = (stream: Stream): boolean => {
  const status = fs.fstatSync(descriptors[stream]);
  if (!status.isCharacterDevice()) return false;
  return process.platform === "linux" ? terminalMajors(status.rdev >>> 8) : isatty(descriptors[stream]);
};

/** Whether a person is there with a whole screen that can be drawn on. */
export const isScreen = (): boolean =>
  isTerminal("input") && isTerminal("output") && ![undefined, "", "dumb"].includes(process.env.TERM);

/** Virtual consoles and serial lines 4, /dev/tty and /dev/console 5, pseudo-terminals 136 to 143, serial adapters. */
const terminalMajors = (major: number): boolean =>
  major === 4 || major === 5 || (major >= 136 && major <= 143) || major === 188;

/** Columns of the terminal; 80 where there is none. */
export const columnsOf = (stream: "output" | "error"): number => {
  if (!isTerminal(stream)) return 80;
  const { columns } = stream === "output" ? process.stdout : process.stderr;
  return columns || 80;
};

/** Lines of the terminal; 24 where there is none. */
export const rowsOf = (stream: "output" | "error"): number => {
  if (!isTerminal(stream)) return 24;
  const { rows } = stream === "output" ? process.stdout : process.stderr;
  return rows || 24;
};

/** Asks a question on the terminal and gives the line typed, without its line break; undefined at end of input. */
export const askLine = (question: string): string | undefined => {
  writeText("error", question);
  const bytes: number[] = [];
  const one = Buffer.alloc(1);
  while (fs.readSync(descriptors.input, one, 0, 1, null) === 1) {
    if (one[0] === 0x0a) return Buffer.from(bytes).toString("utf8").replace(/\r$/, "");
    bytes.push(one[0]!);
  }
  return bytes.length === 0 ? undefined : Buffer.from(bytes).toString("utf8");
};

const descriptors: Readonly<Record<Stream, number>> = { input: 0, output: 1, error: 2 };
const closed = new Set<Stream>();

/** A pipe that somebody set to non-blocking may be full: wait a moment for its reader. */
const writeSome = (stream: Stream, bytes: Uint8Array): number => {
  try {
    return fs.writeSync(descriptors[stream], bytes);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    else if (errno === "EPIPE" || errno === "EBADF" || errno === "EIO") closed.add(stream);
    else throw unwritable(stream, error);
    return 0;
  }
};

const unwritable = (stream: Stream, cause: unknown): unknown =>
  errnoOf(cause) === undefined
    ? cause
    : new LaresError({
        code: "output-failed",
        message: `the output cannot be written: ${(cause as Error).message}`,
        details: stream === "output" ? ["what the command had to do is done; its report is lost"] : [],
        cause,
      });
