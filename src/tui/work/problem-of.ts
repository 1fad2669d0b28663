/** An error as plain data. */
import { LaresError, type Problem } from "../../base/errors.ts";
import { systemFailure } from "../../system/disk-errors.ts";

export const problemOf = (error: unknown): Problem => {
  const problem = error instanceof LaresError ? error : systemFailure(error);
  if (problem === undefined)
    return {
      code: "internal",
      message: `internal error: ${error instanceof Error ? error.message : String(error)}`,
      details: error instanceof Error ? (error.stack ?? "").split("\n").slice(1, 6) : [],
      hint: "this is a mistake in Lares, not in your home",
    };
  const { code, message, details, place, hint } = problem;
  return { code, message, details, ...(place && { place }), ...(hint !== undefined && { hint }) };
};
