/** What is wrong with the configuration: said once, until it is mended or something else is wrong. The last good home stays. */
import { LaresError } from "../base/errors.ts";
import { systemFailure } from "../system/disk-errors.ts";
import type { Report } from "./events.ts";

export interface Trouble {
  readonly isThere: boolean;
  /** Does the work; what goes wrong with it is told, unless it is an error in the program. */
  during(work: () => Promise<void>): Promise<void>;
  mended(): void;
}

export const createTrouble = (report: Report): Trouble => {
  let told: string | undefined;
  return {
    get isThere() {
      return told !== undefined;
    },
    during: async (work) => {
      try {
        await work();
      } catch (error) {
        const problem = error instanceof LaresError ? error : systemFailure(error);
        if (problem === undefined) throw error;
        const text = JSON.stringify([problem.code, problem.message, problem.details, problem.place]);
        if (text !== told) report({ event: "error", error: problem });
        told = text;
      }
    },
    mended: () => {
      if (told !== undefined) report({ event: "mended" });
      told = undefined;
    },
  };
};
