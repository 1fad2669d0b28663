/** Where something was written: a file, and where known a line and column (both from 1). */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** What a LaresError says, in the order in which it is printed. */
export interface Problem {
  /** Stable, kebab-case, documented in docs/errors.md. Scripts match on it. */
  readonly code: string;
  /** One line in the user's terms, lower case, no full stop. */
  readonly message: string;
  /** The lines below it: which path, which definitions, at which place. */
  readonly details?: readonly string[];
  readonly place?: Place;
  /** What to do about it. */
  readonly hint?: string;
  /** Exit status of a command that ends with it; 1 unless said otherwise. */
  readonly exitCode?: ExitCode;
  readonly cause?: unknown;
}

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
export const exitCode = { done: 0, failed: 1, usage: 2, wouldChange: 3, collision: 4 } as const;

/** A mistake or a state of the world that the person at the prompt can do something about. */
export class LaresError extends Error {
  readonly code: string;
  readonly details: readonly string[];
  readonly place: Place | undefined;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor(problem: Problem) {
    super(problem.message, problem.cause === undefined ? undefined : { cause: problem.cause });
    this.name = "LaresError";
    this.code = problem.code;
    this.details = problem.details ?? [];
    this.place = problem.place;
    this.hint = problem.hint;
    this.exitCode = problem.exitCode ?? exitCode.failed;
  }
}

/** `file:line:column`, as far as known. */
export const formatPlace = ({ file, line, column }: Place): string =>
  [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(":");

/** The errno name of a failed system call (`ENOENT`), or undefined for any other error. */
export const errnoOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

/** Runs `work`; gives `otherwise` when it fails with exactly one of these errnos. */
export const exceptErrno = <T, U>(errnos: readonly string[], otherwise: U, work: () => T): T | U => {
  try {
    return work();
  } catch (error) {
    if (errnos.includes(errnoOf(error) ?? "")) return otherwise;
    throw error;
  }
};
