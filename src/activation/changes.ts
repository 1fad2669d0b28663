/** How two generations differ, entry by entry. */
import type { ManifestEntry } from "../profile/manifest.ts";
import type { Command } from "./journal.ts";
import { contentKey } from "./target.ts";

export interface EntryChange {
  readonly change: "added" | "changed" | "removed";
  readonly path: string;
  readonly old?: ManifestEntry;
  readonly new?: ManifestEntry;
}

export const changedEntries = (
  from: readonly ManifestEntry[],
  to: readonly ManifestEntry[],
): readonly EntryChange[] => {
  const before = new Map<string, ManifestEntry>(from.map((entry) => [entry.path, entry]));
  const changes: EntryChange[] = [];
  for (const entry of to) {
    const old = before.get(entry.path);
    before.delete(entry.path);
    if (old === undefined) changes.push({ change: "added", path: entry.path, new: entry });
    else if (contentKey(old) !== contentKey(entry))
      changes.push({ change: "changed", path: entry.path, old, new: entry });
  }
  for (const old of before.values()) changes.push({ change: "removed", path: old.path, old });
  return changes;
};

/** The `onChange` commands of what changed, each once: that of the new entry, of a removed one its own. */
export const changeCommands = (changes: readonly EntryChange[]): readonly Command[] => {
  const byScript = new Map<string, string[]>();
  for (const change of changes) {
    const script = (change.new ?? change.old)?.onChange;
    if (script === undefined || script.trim() === "") continue;
    byScript.set(script, [...(byScript.get(script) ?? []), change.path]);
  }
  return [...byScript].map(([script, paths]) => ({ kind: "onChange", name: paths.join(", "), script }));
};
