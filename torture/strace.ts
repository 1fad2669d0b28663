/**
 * The same from outside: strace kills `bin/lares` at its n-th call of each kind that writes, whoever makes it, so that
 * nothing hides behind the port: SQLite, Node, the shell.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { type Figures, located, nothing, together } from "./figures.ts";
import { type Answer, environmentOf, type Program } from "./program.ts";
import { scenarios } from "./scenarios.ts";
import { type Staged, stage } from "./staged.ts";

const classes = [
  ["rename", "renameat", "renameat2"],
  ["link", "linkat"],
  ["symlink", "symlinkat"],
  ["unlink", "unlinkat", "rmdir"],
  ["mkdir", "mkdirat"],
  ["open", "openat", "creat"],
  ["write", "pwrite64", "writev", "copy_file_range", "sendfile"],
  ["fsync", "fdatasync", "syncfs", "sync"],
  ["chmod", "fchmod", "fchmodat"],
  ["utimensat", "utime", "futimesat"],
  ["ftruncate", "truncate", "fallocate"],
];

export const canTrace = (): boolean =>
  spawnSync("strace", ["-f", "-qq", "-o", "/dev/null", "-e", "inject=rename:signal=KILL:when=9", "true"])
    .status === 0;

export const killFromOutside = async (
  program: Program,
  name: string,
  every: number,
  seed: number,
): Promise<Figures> => {
  if (!canTrace())
    return { ...nothing, skipped: ["kills from outside: strace is not there, or may not trace"] };
  const staged = stage(program, scenarios[name]!);
  try {
    const all: Figures[] = [{ ...nothing, counts: { "scenarios killed from outside": 1 } }];
    const points = killPoints(staged).filter((_, at) => at % every === seed % every);
    for (const { call, nth } of points) {
      staged.trial.reset();
      const answer = trace(staged, ["-o", "/dev/null", "-e", `inject=${call}:signal=KILL:when=${nth}`]);
      const where = `${name}, killed by strace at ${call} ${nth}`;
      const { faults, isNew } = await staged.judgeState();
      const count = answer.signal === null ? "not reached from outside" : "calls killed from outside";
      const counts = { [count]: 1, "states of the disk judged": isNew ? 1 : 0 };
      all.push({ ...nothing, counts, faults: located(where, faults) });
    }
    return together(all);
  } finally {
    staged.trial.remove();
  }
};

interface KillPoint {
  readonly call: string;
  /** Of the calls of this name in the first process, from 1. */
  readonly nth: number;
}

/** Opening counts where it may create; writing to the terminal or to another thread changes no file. */
const killPoints = (staged: Staged): readonly KillPoint[] => {
  const log = `${staged.trial.home}-strace.log`;
  staged.trial.reset();
  const { status, stderr } = trace(staged, ["-y", "-o", log]);
  if (status === null) throw new Error(`strace: ${stderr}`);
  const lines = fs.readFileSync(log, "utf8").split("\n");
  const first = lines[0]!.split(" ")[0]!;
  const counts = new Map<string, number>();
  return lines.flatMap((line): readonly KillPoint[] => {
    const [, pid, call, rest = ""] = /^(\d+) +(\w+)\((.*)/.exec(line) ?? [];
    if (pid !== first || call === undefined) return [];
    const nth = (counts.get(call) ?? 0) + 1;
    counts.set(call, nth);
    return changesFiles(call, rest) ? [{ call, nth }] : [];
  });
};

const changesFiles = (call: string, rest: string): boolean => {
  if (/^open/.test(call)) return /O_CREAT|O_TRUNC/.test(rest);
  if (/write/.test(call)) return /^\d+<\//.test(rest) && !/^\d+<(\/dev\/|.*\[eventfd)/.test(rest);
  return true;
};

const trace = ({ trial, words }: Staged, options: readonly string[]): Answer =>
  spawnSync(
    "strace",
    [
      "-f",
      "-qq",
      "-e",
      `trace=${classes
        .flat()
        .map((call) => `?${call}`)
        .join(",")}`,
      ...options,
      trial.program.launcher,
      ...words,
    ],
    { cwd: trial.config, env: environmentOf(trial.program, trial.home), encoding: "utf8", timeout: 120_000 },
  );
