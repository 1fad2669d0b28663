/** Errors of the system in words: what failed, in what state the home is, and what to do. */
import { LaresError } from "../base/errors.ts";
import { shownPath } from "../base/shown.ts";

/** `state`: what became of the home. Gives other errors back as they are. */
export const systemError = (error: unknown, state: string): unknown => {
  if (error instanceof LaresError || !isSystemError(error)) return error;
  return new LaresError({
    code: "switch-failed",
    message: `${shownPath(describeError(error))}; ${state}`,
    hint: hints[error.code] ?? "mend what the error names, then run it again",
    cause: error,
  });
};

export const describeError = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const hints: Readonly<Record<string, string>> = {
  ENOSPC: "free some space (`lares gc` may help), then run it again",
  EDQUOT: "free some space (`lares gc` may help), then run it again",
  EROFS: "the file system is mounted read-only: mount it for writing, then run it again",
  EACCES: "give yourself permission to write there, then run it again",
  EPERM: "the file may be immutable (`lsattr` shows it) or another user's: mend that, then run it again",
  EMFILE: "too many files are open: close some programs or raise `ulimit -n`, then run it again",
};

const isSystemError = (error: unknown): error is NodeJS.ErrnoException & { code: string } =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  /^E[A-Z0-9]+$/.test(error.code);
