/**
 * All that a program has started, found by a variable that children inherit. A process group or a session of its own would
 * tell as well, but takes the terminal away from a program that asks for a password, and Ctrl-C with it.
 */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { errnoOf, exceptErrno } from "../base/errors.ts";

/** A variable for the environment of a program. */
export type Mark = Readonly<Record<string, string>>;

const variable = "LARES_STARTED";

export const newMark = (): Mark => ({ [variable]: randomBytes(12).toString("hex") });

/** Kills whoever has the mark, again and again until nobody is left: some may be starting others meanwhile. */
export const killMarked = (mark: Mark): void => {
  const text = `${variable}=${mark[variable]}`;
  for (let round = 0; round < mostRounds; round++) {
    const found = processesWith(text);
    if (found.length === 0) return;
    for (const pid of found)
      exceptErrno(["ESRCH", "EPERM"], undefined, () => void process.kill(pid, "SIGKILL"));
  }
};

const mostRounds = 100;

const processesWith = (text: string): readonly number[] =>
  process.platform === "linux" ? inProc(text) : listedByPs(text);

/** Of another user's processes the environment cannot be read, and they are not ours to kill. */
const inProc = (text: string): readonly number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && environmentOf(name).split("\0").includes(text))
    .map(Number);

const environmentOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes(errnoOf(error) ?? "")) return "";
    throw error;
  }
};

const listedByPs = (text: string): readonly number[] =>
  (spawnSync("ps", ["-A", "-E", "-ww", "-o", "pid=,command="], { encoding: "utf8" }).stdout ?? "")
    .split("\n")
    .filter((line) => line.includes(text))
    .map((line) => Number.parseInt(line, 10));
