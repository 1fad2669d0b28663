/** What was done to the home, the newest first. */
import { type HistoryEntry, readHistory } from "../../profile/history.ts";
import { reasonOf } from "../../profile/made-by.ts";
import type { WorkContext } from "./context.ts";
import type { ActivityRow } from "./requests.ts";

export const readActivity = ({ places }: WorkContext): readonly ActivityRow[] =>
  readHistory(places).map(activityRow).reverse();

export const activityRow = (entry: HistoryEntry): ActivityRow => ({
  id: entry.id,
  time: entry.time,
  who: entry.who,
  why: reasonOf(entry),
  from: entry.from?.number ?? null,
  to: entry.to?.number ?? null,
  changes: entry.changes,
  recovered: entry.recovered === true,
  steps: entry.steps ?? [],
});
