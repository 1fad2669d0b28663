/** How the commands around a switch ended. */
import type { CommandKind, StepOutcome } from "../../profile/history.ts";
import type { Output } from "../output.ts";
import { printable } from "./printable.ts";

/** Nothing about those that are done, unless all is to be told. */
export const stepLines = (
  { name, kind, result, status, timedOut, output: printed }: StepOutcome,
  { verbose, colour }: Output,
): readonly string[] => {
  if (result !== "failed" && !verbose) return [];
  const what = `${commandNames[kind]} ${printable(name)}`;
  const how =
    result !== "failed"
      ? result
      : timedOut
        ? "took too long and was stopped"
        : `failed with status ${status}`;
  const lines = (printed ?? "").split("\n").filter((line) => line !== "");
  return [
    result === "failed" ? colour.red(`${what} ${how}`) : `${what}: ${how}`,
    ...lines.map((line) => `  ${printable(line)}`),
  ];
};

const commandNames: Readonly<Record<CommandKind, string>> = {
  onChange: "the onChange command of",
  step: "the activation step",
  undo: "undoing the activation step",
};
