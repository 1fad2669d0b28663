/** Disks that cannot be written to, in words and with what to do about it. */
import { errnoOf, LaresError } from "../base/errors.ts";

/** Runs `work`, which writes below `place`; its errors of a full, read-only or forbidden disk become LaresErrors. */
export const explainingDisk = <T>(place: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    const found = explanations[errnoOf(error) ?? ""];
    if (found === undefined || error instanceof LaresError) throw error;
    throw new LaresError({
      ...found,
      details: [(error as Error).message, `while writing below ${place}`],
      cause: error,
    });
  }
};

/** What the system refused, told as such: undefined for any other error. */
export const systemFailure = (error: unknown): LaresError | undefined => {
  const errno = errnoOf(error);
  if (errno === undefined || !/^E[A-Z0-9]+$/.test(errno)) return undefined;
  const found = explanations[errno];
  return new LaresError({
    code: found?.code ?? "system-error",
    message: (error as Error).message,
    details: found === undefined ? [] : [found.message],
    hint: systemHint(errno),
    cause: error,
  });
};

export const systemHint = (errno: string): string =>
  hints[errno] ?? "mend what the error names, then run it again";

const hints: Readonly<Record<string, string>> = {
  ENOSPC: "free some space (`lares gc` may help), then run it again",
  EDQUOT: "free some space (`lares gc` may help), then run it again",
  EROFS: "the file system is mounted read-only: mount it for writing, then run it again",
  EACCES: "give yourself permission to read and write there, then run it again",
  EPERM: "the file may be immutable (`lsattr` shows it) or another user's: mend that, then run it again",
  EMFILE: "too many files are open: close some programs or raise `ulimit -n`, then run it again",
  EIO: "look at the system's log (`dmesg`): the disk may be about to die",
};

const full = {
  code: "disk-full",
  message: "the disk is full",
  hint: "free some space, for instance with `lares gc`, then run it again; nothing was changed",
};
const forbidden = {
  code: "not-writable",
  message: "a folder of Lares cannot be written to",
  hint: "make it yours and writable again (`chown`, `chmod u+w`), then run it again",
};

const explanations: Readonly<Record<string, { code: string; message: string; hint: string }>> = {
  ENOSPC: full,
  EDQUOT: { ...full, message: "your disk quota is used up" },
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: {
    code: "read-only-disk",
    message: "the disk is mounted read-only",
    hint: "mount it for writing, or set LARES_ROOT to a folder on another disk",
  },
  EIO: {
    code: "disk-failing",
    message: "the disk fails to read or write",
    hint: "look at the system's log (`dmesg`): the disk may be about to die",
  },
};
