/** What runs once the files of a switch are in place. */
import { LaresError } from "../base/errors.ts";
import type { StorePath } from "../base/paths.ts";
import type { ActivationStep } from "../home/description.ts";
import type { GenerationName } from "../profile/history.ts";
import { readSteps } from "../profile/steps.ts";
import type { Places } from "../system/places.ts";
import { changeCommands, type EntryChange } from "./changes.ts";
import type { Command } from "./journal.ts";
import { unfinishedSteps } from "./steps-record.ts";

/**
 * The commands of changed entries, then what undoes the steps that only the generation left has, then the steps of the
 * new one. `steps` is empty where the home is left for good.
 */
export const commandsAfter = (
  places: Places,
  changes: readonly EntryChange[],
  from: GenerationName | null,
  steps: readonly ActivationStep[],
): readonly Command[] => {
  const commands = [
    ...changeCommands(changes),
    ...interruptedUndoing(places, steps),
    ...undoing(from, steps),
    ...steps
      .filter(({ phase, script }) => phase === "write" && script.trim() !== "")
      .map(({ name, script }): Command => ({ kind: "step", name, script })),
  ];
  return commands.map((command) => ({ ...command, from: command.from ?? from }));
};

/** The last first, as what a step has made may rest on what an earlier one had. */
const undoing = (from: GenerationName | null, steps: readonly ActivationStep[]): readonly Command[] =>
  from === null
    ? []
    : stepsIfWhole(from)
        .filter(({ name, undo = "" }) => undo !== "" && !steps.some((step) => step.name === name))
        .map(({ name, undo }): Command => ({ kind: "undo", name, script: undo!, from }))
        .reverse();

/** A kill came before them, and now the home goes elsewhere: no later generation would know of them. */
const interruptedUndoing = (places: Places, steps: readonly ActivationStep[]): readonly Command[] =>
  unfinishedSteps(places)
    .filter(
      ({ kind, result, name }) =>
        kind === "undo" && result === "not run" && !steps.some((step) => step.name === name),
    )
    .map(({ kind, name, script, from = null }): Command => ({ kind, name, script, from }));

/** A generation that cannot be read must not keep anyone from leaving it. */
const stepsIfWhole = ({ path }: GenerationName): readonly ActivationStep[] => {
  try {
    return readSteps(path as StorePath);
  } catch (error) {
    if (error instanceof LaresError) return [];
    throw error;
  }
};
