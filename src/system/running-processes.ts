/** Which processes run here. */
import { exceptErrno } from "../base/errors.ts";
import { readTextIfAny } from "./files.ts";

/** Whether a process of this number runs here, of whichever user. */
export const isRunning = (pid: number): boolean =>
  exceptErrno(["ESRCH"], false, () => exceptErrno(["EPERM"], true, () => process.kill(pid, 0)));

/**
 * When a process began: with its number, what tells it from a later one of the same number. proc_pid_stat(5), field 22:
 * ticks since the machine was started; undefined where there is no such process, or no /proc.
 */
export const processStart = (pid: number): string | undefined => {
  const text = readTextIfAny(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(")") + 2).split(" ")[19];
};
