/** A command in a home, and what it is to end at. */
import type { Fault } from "./invariants.ts";
import type { Config, Trial } from "./trial.ts";

export interface Scenario {
  /** The configuration of each switch that was made before, oldest first. */
  readonly before?: readonly Config[];
  /** What the person does after those. */
  readonly prepare?: (trial: Trial) => void;
  /** The configuration at the time of the command; the last of `before` where absent. */
  readonly config?: Config | ((trial: Trial) => Config);
  readonly words: (trial: Trial) => readonly string[];
  /** Exit status of the command when it is left alone. */
  readonly status?: number;
  /** What brings the home to the new one after a recovery; the same words where absent. */
  readonly again?: (trial: Trial, isOld: boolean) => readonly (readonly string[])[];
  /** Nothing of Lares is left afterwards. */
  readonly leaves?: boolean;
  /** The store is damaged before. */
  readonly damaged?: boolean;
  /** Variables of all its commands. */
  readonly env?: () => Readonly<Record<string, string>>;
  /** Programs of the new home, which have to run and to say their names. */
  readonly programs?: readonly string[];
  /** What else must hold, whatever happened to the command. */
  readonly holds?: (trial: Trial) => readonly Fault[];
  /** Commands to homes that this one passes through on its way, each of them whole. */
  readonly through?: readonly (readonly string[] | ((trial: Trial) => void))[];
}
