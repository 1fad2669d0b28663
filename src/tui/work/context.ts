/** What every piece of work in the worker is given. */
import type { HomeRequest } from "../../pipeline/load-home.ts";
import type { Places } from "../../system/places.ts";

export interface WorkContext {
  readonly places: Places;
  /** Finds and evaluates the configuration; tells its stages. */
  readonly request: HomeRequest;
  readonly onStage: (what: string) => void;
}
