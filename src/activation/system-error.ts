/** Errors of the system in words: what failed, in what state the home is, and what to do. */
import { LaresError } from "../base/errors.ts";
import { shownPath } from "../base/shown.ts";
import { systemHint } from "../system/disk-errors.ts";

/** `state`: what became of the home. Gives other errors back as they are. */
export const systemError = (error: unknown, state: string): unknown => {
  if (error instanceof LaresError || !isSystemError(error)) return error;
  return new LaresError({
    code: "switch-failed",
    message: `${shownPath(describeError(error))}; ${state}`,
    hint: systemHint(error.code),
    cause: error,
  });
};

export const describeError = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const isSystemError = (error: unknown): error is NodeJS.ErrnoException & { code: string } =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  /^E[A-Z0-9]+$/.test(error.code);
