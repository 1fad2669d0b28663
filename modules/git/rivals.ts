/** Programs that show Git's differences in place of Git: of those that are on there can be but one. */
import { type Check, mkIf, option, t } from "lares/module";

type Condition = Extract<Parameters<typeof mkIf>[0], (...context: never) => unknown>;

/** By name, and the option that makes Git use it. */
const rivals = {
  delta: "programs.delta.enableGitIntegration",
  difftastic: "programs.difftastic.git.enable",
  patdiff: "programs.patdiff.enableGitIntegration",
} as const;
type Rival = keyof typeof rivals;
const names = Object.keys(rivals) as Rival[];

/** Which of the others are on. They say so themselves, so that none is loaded to be asked. */
export const gitRivals = option(t.listOf(t.enum(...names)), {
  default: [],
  internal: true,
  description: "Other programs that Git would show differences by.",
});

/** For `whenLoaded`: tells each of the others that this one is on. */
export const toldRivals = (own: Rival, isOn: Condition): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    names
      .filter((name) => name !== own)
      .map((name) => [`programs.${name}`, mkIf(isOn, { gitRivals: [own] } as never)]),
  );

/** The first of those that are on speaks for all. */
export const soleRival = (own: Rival, isOn: boolean, others: readonly Rival[]): Check => {
  const all = [own, ...others].sort();
  return {
    assertion: !isOn || others.length === 0 || all[0] !== own,
    message: `Git shows differences by one program at a time: turn off all but one of ${all.map((name) => rivals[name]).join(", ")}.`,
  };
};
