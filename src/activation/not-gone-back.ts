/** A way back, from a step that failed, that fails as well: the home stays as the step found it, which is to be said. */
import { LaresError } from "../base/errors.ts";
import { shownPath } from "../base/shown.ts";
import type { SwitchResult } from "./switch.ts";
import { describeError } from "./system-error.ts";

/** Throws `not-gone-back`, and `interrupted` where the next command goes on with it. */
export const orStay = async (done: SwitchResult, goBack: () => Promise<void>): Promise<void> => {
  try {
    await goBack();
  } catch (error) {
    if (error instanceof LaresError && error.code === "interrupted") throw error;
    throw notGoneBack(done, error);
  }
};

const notGoneBack = ({ from, to, steps }: SwitchResult, error: unknown): LaresError => {
  const failed = steps.filter(({ result }) => result !== "done").map(({ name }) => `the step ${name} failed`);
  const cause = error instanceof LaresError ? (error.cause ?? error) : error;
  const more = cause instanceof LaresError ? cause.details : [];
  return new LaresError({
    code: "not-gone-back",
    message: `an activation step failed, and so did going back: your home is at generation ${to.number}, which is whole`,
    details: [...failed, shownPath(describeError(cause)), ...more],
    hint: `mend what the error names; then \`${from === null ? "lares uninstall" : "lares rollback"}\` goes back`,
    cause: error,
  });
};
