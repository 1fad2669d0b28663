/** The order of activation steps: each after those it names, around the write boundary. */
import { LaresError } from "../base/errors.ts";
import type { ActivationStep } from "./description.ts";

export interface StepDefinition {
  readonly after: readonly string[];
  readonly before: readonly string[];
  readonly run: string;
  readonly undo?: string;
}

/** Steps up to here may only check; those after it may write. Home Manager's name for it. */
export const writeBoundary = "writeBoundary";

/** Names that are not steps here (Home Manager's own, say) order nothing. Ties go by name. */
export const orderSteps = (steps: Readonly<Record<string, StepDefinition>>): readonly ActivationStep[] => {
  const predecessors = predecessorsOf(steps);
  const order = sorted(predecessors);
  const checking = before(writeBoundary, predecessors);
  return order
    .filter((name) => Object.hasOwn(steps, name))
    .map((name) => {
      const { run, undo = "" } = steps[name]!;
      return {
        name,
        script: run,
        phase: checking.has(name) ? "check" : "write",
        ...(undo !== "" && { undo }),
      };
    });
};

const predecessorsOf = (steps: Readonly<Record<string, StepDefinition>>): Map<string, Set<string>> => {
  const names = [...new Set([writeBoundary, ...Object.keys(steps)])].sort();
  const predecessors = new Map(names.map((name) => [name, new Set<string>()]));
  for (const [name, { after, before: successors }] of Object.entries(steps)) {
    for (const earlier of after) if (predecessors.has(earlier)) predecessors.get(name)!.add(earlier);
    for (const later of successors) predecessors.get(later)?.add(name);
  }
  return predecessors;
};

const sorted = (predecessors: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] => {
  const order: string[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (name: string, trail: readonly string[]): void => {
    if (state.get(name) === "done") return;
    if (state.get(name) === "open") throw circle([...trail.slice(trail.indexOf(name)), name]);
    state.set(name, "open");
    for (const earlier of [...predecessors.get(name)!].sort()) visit(earlier, [...trail, name]);
    state.set(name, "done");
    order.push(name);
  };
  for (const name of predecessors.keys()) visit(name, []);
  return order;
};

/** All that must come before `name`, however indirectly. */
const before = (
  name: string,
  predecessors: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (at: string): void => {
    for (const earlier of predecessors.get(at) ?? [])
      if (!found.has(earlier)) {
        found.add(earlier);
        visit(earlier);
      }
  };
  visit(name);
  return found;
};

const circle = (names: readonly string[]): LaresError =>
  new LaresError({
    code: "activation-cycle",
    message: `activation steps wait for each other: ${[...names].reverse().join(" → ")}`,
    hint: "take one of them out of the others' `after` or `before` in home.activation",
  });
