/** One `lares watch`: what was asked for, and the parts that work together while it runs. */
import type { HomeRequest } from "../pipeline/load-home.ts";
import type { LocalStore } from "../store/store.ts";
import type { Absences } from "./absences.ts";
import type { Report } from "./events.ts";
import type { Ingredients } from "./ingredients.ts";
import type { Lookout } from "./lookout.ts";
import type { OwnFlips } from "./own-flips.ts";
import type { Settling } from "./settling.ts";
import type { Trouble } from "./trouble.ts";
import type { Workbench } from "./workbench.ts";

export interface WatchRequest extends HomeRequest {
  readonly why: string;
  readonly report: Report;
  /** Ends the watching. */
  readonly signal: AbortSignal;
  readonly polling?: boolean;
  /** Move what is in the way of a new entry to a backup. */
  readonly backup?: boolean;
}

export interface Watching {
  readonly request: WatchRequest;
  readonly store: LocalStore;
  readonly ingredients: Ingredients;
  readonly lookout: Lookout;
  readonly settling: Settling;
  readonly absences: Absences;
  readonly trouble: Trouble;
  readonly bench: Workbench;
  readonly flips: OwnFlips;
}
