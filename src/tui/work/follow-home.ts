/**
 * What others do to the home while the dashboard is open: a switch, a watch and each of its flips, links that go live. The
 * system tells that something happened in the folders of the state; what, is found by looking.
 */
import { dirname } from "node:path";
import { currentName } from "../../activation/carry-out.ts";
import { changedEntries } from "../../activation/changes.ts";
import { liveFile } from "../../activation/live-links.ts";
import { LaresError } from "../../base/errors.ts";
import { below, type StorePath } from "../../base/paths.ts";
import { type GenerationName, type HistoryEntry, readHistory } from "../../profile/history.ts";
import type { Manifest } from "../../profile/manifest.ts";
import { readManifest } from "../../profile/read-manifest.ts";
import { runningWatches, watchingFolder } from "../../profile/running-watches.ts";
import { lstat } from "../../system/files.ts";
import { watchFolder } from "../../system/folder-events.ts";
import type { Places } from "../../system/places.ts";
import type { Flip } from "./requests.ts";

export interface Following {
  /** What was changed by an order is known already. */
  settle(): void;
  stop(): void;
}

export interface FollowedEvents {
  readonly onFlip: (flip: Flip) => void;
  /** Something that is shown may be different now. */
  readonly onChange: () => void;
}

/** `known`: the generation that is shown already. */
export const followHome = (
  places: Places,
  known: string | undefined,
  { onFlip, onChange }: FollowedEvents,
): Following => {
  let last = look(places);
  /** The generation that was told of last, and what it has. */
  let told = { path: last.current?.path, manifest: manifestOf(last.current) };
  let soon: NodeJS.Timeout | undefined;
  if (known !== undefined && known !== last.current?.path) onChange();

  const compare = (): void => {
    soon = undefined;
    folders.renew();
    const before = last;
    last = look(places);
    if (before.state === last.state) return;
    tell(last.current);
    onChange();
  };
  /** A flip is in the history a moment after it was made: then this is called again. */
  const tell = (current: GenerationName | null): void => {
    if (current === null || current.path === told.path) return;
    const entry = readHistory(places).findLast(({ to }) => to?.number === current.number);
    if (entry?.to?.path !== current.path) return;
    const manifest = manifestOf(current);
    if (manifest !== undefined) onFlip(flipOf(entry, told.manifest, manifest));
    told = { path: current.path, manifest };
  };
  const folders = watchFolders(places, () => {
    soon ??= setTimeout(compare, settleTime);
  });
  return {
    settle: () => {
      last = look(places);
      told = { path: last.current?.path, manifest: manifestOf(last.current) };
    },
    stop: () => {
      clearTimeout(soon);
      folders.stop();
    },
  };
};

/** Milliseconds: a switch writes several files in a row. */
const settleTime = 40;

interface Look {
  readonly state: string;
  readonly current: GenerationName | null;
}

const look = (places: Places): Look => {
  const current = currentIfWhole(places);
  const files = [below(places.stateDir, "history.jsonl"), liveFile(places)].map((file) => lstat(file));
  const stamps = files.map((found) => `${found?.size} ${found?.mtimeMs}`);
  return { state: JSON.stringify([current, stamps, runningWatches(places)]), current };
};

/** A damaged profile is told where it is read for the screen. */
const currentIfWhole = (places: Places): GenerationName | null => {
  try {
    return currentName(places);
  } catch (error) {
    if (error instanceof LaresError) return null;
    throw error;
  }
};

/** What a watch has left behind may be gone before it is read: then this flip is not told in detail. */
const manifestOf = (generation: GenerationName | null): Manifest | undefined => {
  try {
    return generation === null ? undefined : readManifest(generation.path as StorePath);
  } catch (error) {
    if (error instanceof LaresError) return undefined;
    throw error;
  }
};

const flipOf = ({ id, why, to }: HistoryEntry, before: Manifest | undefined, now: Manifest): Flip => ({
  id,
  why,
  time: Date.now(),
  to: to?.number ?? 0,
  changed: changedEntries(before?.entries ?? [], now.entries).map(({ change, path }) => ({ change, path })),
});

/** All folders of the state that there are; where the most important cannot be watched, a look twice a second. */
const watchFolders = (places: Places, onEvent: () => void) => {
  const wanted = [
    places.stateDir,
    dirname(places.profile),
    dirname(liveFile(places)),
    watchingFolder(places),
  ];
  const watched = new Map<string, () => void>();
  let regularly: NodeJS.Timeout | undefined;
  const renew = (): void => {
    for (const folder of wanted) {
      if (watched.has(folder)) continue;
      const end = watchFolder(folder, onEvent, () => watched.delete(folder));
      if (end !== undefined) watched.set(folder, end);
    }
    const isSure = wanted.slice(0, 2).every((folder) => watched.has(folder));
    if (isSure) clearInterval(regularly);
    regularly = isSure ? undefined : (regularly ?? setInterval(onEvent, lookInterval));
  };
  renew();
  return {
    renew,
    stop: () => {
      clearInterval(regularly);
      for (const end of watched.values()) end();
    },
  };
};

/** Milliseconds. */
const lookInterval = 500;
