/** `activation.json` of a generation: the steps that run around its switch, sorted. */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, below, type StorePath } from "../base/paths.ts";
import type { ActivationStep } from "../home/description.ts";
import { stepsVersion } from "../home/manifest.ts";
import { readTextIfAny } from "../system/files.ts";

/** The steps of a generation; none where it has no such file. Throws `damaged-activation`. */
export const readSteps = (generation: StorePath | AbsolutePath): readonly ActivationStep[] => {
  const file = below(generation, "activation.json");
  const text = readTextIfAny(file);
  return text === undefined ? [] : parseSteps(text, file);
};

export { formatSteps, stepsVersion } from "../home/manifest.ts";

const parseSteps = (text: string, file: string): readonly ActivationStep[] => {
  try {
    const parsed = JSON.parse(text) as { version?: unknown; steps?: unknown } | readonly unknown[] | null;
    const { version, steps } = Array.isArray(parsed)
      ? { version: stepsVersion, steps: parsed }
      : ((parsed ?? {}) as { version?: unknown; steps?: unknown });
    if (version === stepsVersion && Array.isArray(steps) && steps.every(isStep)) return steps;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new LaresError({
    code: "damaged-activation",
    message: "the activation steps of a generation cannot be read",
    details: [file],
    hint: "run `lares store verify --repair`, update lares, or go to another generation with `lares switch --generation N`",
  });
};

const isStep = (step: Partial<ActivationStep> | null): step is ActivationStep =>
  typeof step === "object" &&
  typeof step?.name === "string" &&
  typeof step.script === "string" &&
  (step.undo === undefined || typeof step.undo === "string") &&
  (step.phase === "check" || step.phase === "write");
