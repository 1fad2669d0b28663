/**
 * A command whose n-th call of a kind fails with an error that this call can have: it succeeds all the same, or says
 * clearly what is wrong and leaves the old home or the new one.
 */
import { type Figures, located, nothing, together } from "./figures.ts";
import type { Fault } from "./invariants.ts";
import { difference, look, sameLook } from "./look.ts";
import type { Answer, Program } from "./program.ts";
import { scenarios } from "./scenarios.ts";
import { type Staged, stage } from "./staged.ts";

/** Errors that Linux and macOS give for each kind of call, by the names of the port. */
const errorsOf: Readonly<Record<string, readonly string[]>> = {
  open: ["EACCES", "EMFILE", "ENOSPC", "EROFS", "EIO", "ENAMETOOLONG"],
  write: ["ENOSPC", "EIO", "EACCES", "EROFS", "EMFILE"],
  read: ["EIO", "EACCES", "EMFILE"],
  mkdir: ["ENOSPC", "EACCES", "EROFS", "ENAMETOOLONG"],
  rename: ["EXDEV", "ENOSPC", "EACCES", "EPERM", "EROFS", "EIO"],
  link: ["EXDEV", "EPERM", "ENOSPC", "EIO", "EROFS"],
  symlink: ["ENOSPC", "EACCES", "EPERM", "EROFS", "EIO", "ENAMETOOLONG"],
  unlink: ["EACCES", "EPERM", "EROFS", "EIO"],
  rmdir: ["EACCES", "EPERM", "EROFS", "EIO"],
  chmod: ["EPERM", "EROFS", "EIO"],
  utimes: ["EPERM", "EROFS", "EIO"],
  fsync: ["EIO", "ENOSPC"],
  syncfs: ["EIO", "EMFILE"],
  close: ["EIO"],
  copy: ["ENOSPC", "EIO"],
  lstat: ["EACCES", "EIO"],
  stat: ["EACCES", "EIO"],
  readlink: ["EACCES", "EIO"],
  readdir: ["EACCES", "EIO", "EMFILE"],
  realpath: ["EACCES", "EIO"],
  access: ["EIO"],
  statfs: ["EIO", "EACCES"],
  "sqlite-open": ["EIO", "EACCES"],
  "sqlite-commit": ["EIO", "ENOSPC"],
  spawn: ["EMFILE", "EACCES"],
};

/** On NFS: the call was made, its answer lost, and the request sent again finds it done. */
const lostAnswers: Readonly<Record<string, readonly string[]>> = {
  rename: ["+ENOENT"],
  unlink: ["+ENOENT"],
  rmdir: ["+ENOENT"],
  mkdir: ["+EEXIST"],
  link: ["+EEXIST"],
  symlink: ["+EEXIST"],
};

/** What may not be read in a home stays where it is, and the command says so: that is no mixed home. */
export const failCalls = async (
  program: Program,
  name: string,
  seed: number,
  spread: Spread = {},
): Promise<Figures> => {
  const staged = stage(program, scenarios[name]!);
  try {
    const all: Figures[] = [];
    for (const fault of faultsOf(staged, seed, spread)) {
      const answer = staged.attempt({ env: { LARES_FAULT: fault } });
      const where = `${name}, ${fault}`;
      const toldSo = /so it stays|cannot be looked at|was not put back/.test(answer.stdout + answer.stderr);
      const said = [...unclear(answer), ...broken(staged, answer)];
      const { faults: left, isNew } = await staged.judgeState();
      const judged = [...said, ...left];
      const faults = toldSo ? judged.filter(({ kind }) => kind !== "mixed") : judged;
      const errno = fault.slice(fault.lastIndexOf(":") + 1);
      const what = errno.startsWith("+") ? "answers of calls lost" : `errors injected: ${errno}`;
      const counts = { [what]: 1, "states of the disk judged": isNew ? 1 : 0 };
      all.push({ ...nothing, counts, faults: located(where, faults) });
    }
    return together(all);
  } finally {
    staged.trial.remove();
  }
};

export interface Spread {
  /** 1 for all calls; n for each n-th. */
  readonly every?: number;
  /** Each call with all errors that it can have, one after the other; else with one of them, with each seed another. */
  readonly all?: boolean;
  /** The calls are made and fail all the same. */
  readonly answersLost?: boolean;
}

const faultsOf = (
  { calls }: Staged,
  seed: number,
  { every = 1, all = false, answersLost = false }: Spread,
): readonly string[] =>
  Object.entries(calls)
    .filter(([call]) => call !== "any")
    .flatMap(([call, count]) =>
      Array.from({ length: count }, (_, at) => {
        const errors = answersLost ? (lostAnswers[call] ?? []) : (errorsOf[call] ?? ["EIO"]);
        const chosen = errors.filter((_, nth) => all || nth === (at + seed) % errors.length);
        return chosen.map((errno) => `${call}:${at + 1}:${errno}`);
      }),
    )
    .filter((faults, at) => faults.length > 0 && at % every === seed % every)
    .flat();

/** A person sees `error:` and what to do; never a stack, never a signal. */
export const unclear = ({ status, signal, stderr, stdout }: Answer): readonly Fault[] => {
  const said = `${stderr}${stdout}`;
  const isClear =
    signal === null &&
    status !== null &&
    (status === 0 ||
      /^error: /m.test(stderr) ||
      /activation step|"result": "failed"|\d+ faults?, \d+ left/.test(said)) &&
    !/internal error|^ {4}at .*:\d+\)?$|^\w*Error: /m.test(said);
  return isClear ? [] : [{ kind: "unclear", what: `ended with ${status ?? signal}: ${said}` }];
};

/** What the command says of the home must be so, before any other command has looked at it. */
const broken = ({ trial, expected }: Staged, { status, stderr }: Answer): readonly Fault[] => {
  const now = look(trial);
  if (status === 0 && !expected.leaves && !sameLook(now, expected.wanted) && !sameLook(now, expected.old))
    return [{ kind: "mixed", what: `it said that all is well: ${difference(now, expected.wanted)}` }];
  const says = /all was put back as it was|nothing was changed/.exec(stderr)?.[0];
  if (says === undefined || sameLook(now, expected.old)) return [];
  return [{ kind: "mixed", what: `it said that ${says}: ${difference(now, expected.old)}` }];
};
