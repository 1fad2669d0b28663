/** Several commands measured side by side: one of each in every round, so that a slow minute slows them all. */
import { type Command, run } from "./command.ts";
import { summarise } from "./statistics.ts";
import type { Other, Sample } from "./work.ts";

export interface Contestant {
  readonly name: string;
  readonly command: Command;
  /** Before each run, not timed. */
  readonly prepare?: () => void;
  /** After each run, not timed: throws where the work was not done. */
  readonly verify?: (output: string) => void;
  /** Upper limit of Lares' median divided by this one's. */
  readonly atMost?: number;
}

export interface RaceOptions {
  readonly rounds: number;
  /** Runs before the first that counts: they fill caches. None where each run starts from nothing. */
  readonly warmUps: number;
}

export interface Raced {
  readonly ours: Sample;
  readonly others: readonly Other[];
}

/** A contestant that has used up `patience` sits out the rest of the rounds; the count of its runs tells. */
export const race = (
  ours: Contestant,
  others: readonly Contestant[],
  { rounds, warmUps }: RaceOptions,
): Raced => {
  const contestants = [ours, ...others];
  const times = new Map<Contestant, number[]>(contestants.map((contestant) => [contestant, []]));
  for (let round = -warmUps; round < rounds; round++)
    for (const contestant of rotated(contestants, round + warmUps)) {
      const measured = times.get(contestant)!;
      if (contestant !== ours && total(measured) > patience) continue;
      const milliseconds = runOnce(contestant);
      if (round >= 0 || milliseconds > patience) measured.push(milliseconds);
    }
  const sample = (contestant: Contestant): Sample => summarise(times.get(contestant)!);
  return {
    ours: sample(ours),
    others: others.map((other) => ({
      name: other.name,
      sample: sample(other),
      ratio: sample(ours).median / sample(other).median,
      ...(other.atMost !== undefined && { atMost: other.atMost }),
    })),
  };
};

const runOnce = ({ prepare, command, verify }: Contestant): number => {
  prepare?.();
  const { milliseconds, output } = run(command);
  verify?.(output);
  return milliseconds;
};

/** Milliseconds in all. */
const patience = 4000;

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Each round begins with another one: who runs after whom must not matter. */
const rotated = <T>(values: readonly T[], by: number): readonly T[] => {
  const at = by % values.length;
  return [...values.slice(at), ...values.slice(0, at)];
};
