/** How two generations differ, entry by entry. */
import type { ManifestEntry } from "../profile/manifest.ts";
import type { EntryPair } from "../profile/manifest-diff.ts";
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
  const pairs: EntryPair[] = [];
  for (const entry of to) {
    const old = before.get(entry.path);
    before.delete(entry.path);
    pairs.push(old === undefined ? { new: entry } : { old, new: entry });
  }
  for (const old of before.values()) pairs.push({ old });
  return changedPairs(pairs);
};

/** Entries that differ in where they were written only are not changed. */
export const changedPairs = (pairs: readonly EntryPair[]): readonly EntryChange[] =>
  pairs.flatMap((pair): readonly EntryChange[] => {
    const { old, new: now } = pair;
    if (old === undefined || now === undefined)
      return [{ change: old === undefined ? "added" : "removed", path: (now ?? old)!.path, ...pair }];
    return contentKey(old) === contentKey(now) ? [] : [{ change: "changed", path: now.path, old, new: now }];
  });

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
