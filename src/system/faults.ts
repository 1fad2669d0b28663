/**
 * Every call that src/system makes passes through here by name, so that a test can fail or kill the process
 * at its n-th call. `LARES_FAULT=rename:3:ENOSPC` fails the third rename, `any:17:KILL` dies at the 17th call
 * before it is made, `any:17:SIGINT` sends itself that signal and goes on, `rename:3:+ENOENT` makes the third rename
 * and fails all the same, as NFS does when an answer was lost and the request is sent again; several are separated by
 * commas, and `LARES_FAULT_COUNT=FILE` writes the number of calls by name at exit. Without either variable the calls
 * are node's own functions, unwrapped.
 */
import { writeFileSync } from "node:fs";
import { getSystemErrorMap } from "node:util";

interface Fault {
  readonly call: string;
  readonly nth: number;
  readonly effect: string;
}

// biome-ignore lint/suspicious/noExplicitAny: wraps functions of every shape
type AnyFunction = (...args: any[]) => any;

export const guarded = <F extends AnyFunction>(name: string, work: F): F => {
  if (!active) return work;
  return ((...args: Parameters<F>) => {
    const late = isAboutProcesses(args[0]) ? undefined : strike(name);
    const result = work(...args);
    if (late !== undefined) throw late;
    return result;
  }) as F;
};

/** How many there are depends on what else runs on the machine, and they change nothing: not counted. */
const isAboutProcesses = (path: unknown): boolean => typeof path === "string" && path.startsWith("/proc");

const faults = parseFaults(process.env.LARES_FAULT);
const countFile = process.env.LARES_FAULT_COUNT;
const active = faults.length > 0 || countFile !== undefined;
export const areFaultsActive = active;
const counts = new Map<string, number>();
if (countFile !== undefined)
  process.on("exit", () => writeFileSync(countFile, JSON.stringify(Object.fromEntries(counts))));

/** Gives the error that is to be thrown once the call has been made. */
const strike = (name: string): Error | undefined => {
  const ofName = bump(name);
  const ofAny = bump("any");
  for (const { call, nth, effect } of faults) {
    if (nth !== (call === "any" ? ofAny : call === name ? ofName : 0)) continue;
    if (effect === "KILL") process.kill(process.pid, "SIGKILL");
    if (effect.startsWith("+")) return systemError(effect.slice(1), name);
    if (!effect.startsWith("SIG")) throw systemError(effect, name);
    process.kill(process.pid, effect);
  }
  return undefined;
};

const bump = (name: string): number => {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count;
};

const systemError = (code: string, syscall: string): Error => {
  const [errno, [, text]] = [...getSystemErrorMap()].find(([, [name]]) => name === code) ?? [
    -5,
    [code, code],
  ];
  return Object.assign(new Error(`${code}: ${text}, ${syscall}`), { code, errno, syscall });
};

function parseFaults(text: string | undefined): readonly Fault[] {
  return (text || "").split(",").flatMap((each) => {
    const [call = "", nth = "", effect = ""] = each.split(":");
    return call === "" ? [] : [{ call, nth: Number(nth), effect }];
  });
}
