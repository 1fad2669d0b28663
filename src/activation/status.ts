/** What in the home is not as the current generation wants it. Reads only; takes no lock. */
import type { StorePath } from "../base/paths.ts";
import type { GenerationName } from "../profile/history.ts";
import type { ManifestEntry } from "../profile/manifest.ts";
import { readManifest } from "../profile/read-manifest.ts";
import { type RunningWatch, runningWatches } from "../profile/running-watches.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { currentName } from "./carry-out.ts";
import { isInterrupted } from "./interrupted.ts";
import { readLive } from "./live-links.ts";
import { hashIfReadable } from "./old-home.ts";
import { lstatIfAllowed } from "./planning.ts";
import { type RecordedStep, unfinishedSteps } from "./steps-record.ts";
import { linkText } from "./target.ts";
import { isInPlace } from "./verify.ts";

export interface StatusReport {
  /** Null before the first switch. */
  readonly generation: GenerationName | null;
  /** Number of entries that the generation has. */
  readonly entries: number;
  readonly drift: readonly Drift[];
  readonly live: readonly { readonly path: string; readonly source: string }[];
  /** Steps of the last switch that failed or never ran. */
  readonly steps: readonly RecordedStep[];
  /** A switch was interrupted; the next command that writes finishes it. */
  readonly interrupted: boolean;
  /** Each `lares watch` that runs. */
  readonly watches: readonly RunningWatch[];
}

export interface Drift {
  readonly path: string;
  readonly kind:
    | "missing"
    | "file"
    | "directory"
    | "link"
    | "edited"
    | "mode"
    | "dangling"
    | "unreadable"
    | "anchor";
  readonly what: string;
  readonly entry?: ManifestEntry;
}

export const status = (places: Places): StatusReport => {
  const generation = currentName(places);
  const rest = {
    steps: unfinishedSteps(places),
    interrupted: isInterrupted(places),
    watches: runningWatches(places),
  };
  if (generation === null) return { generation, entries: 0, drift: [], live: [], ...rest };
  const manifest = readManifest(generation.path as StorePath);
  const { sources } = readLive(places);
  const live = manifest.entries.flatMap((entry) => {
    const source = entry.kind === "live" ? entry.source : sources.get(entry.path);
    return source === undefined ? [] : [{ path: entry.path as string, source }];
  });
  const suspects = isInPlace(places, manifest)
    ? manifest.entries.filter(({ kind }) => kind !== "link")
    : manifest.entries;
  const drift = [
    ...anchorDrift(places),
    ...suspects.flatMap((entry) => driftOf(places, entry, sources) ?? []),
  ];
  return { generation, entries: manifest.entries.length, drift, live, ...rest };
};

const anchorDrift = (places: Places): readonly Drift[] =>
  files.readlink(places.anchor) === places.profile
    ? []
    : [
        {
          path: places.anchor,
          kind: "anchor",
          what: "the link that all others go through is not as it should be",
        },
      ];

const driftOf = (
  places: Places,
  entry: ManifestEntry,
  live: ReadonlyMap<string, string>,
): Drift | undefined => {
  const place = `${places.home}/${entry.path}`;
  const of = (kind: Drift["kind"], what: string): Drift => ({ path: entry.path, kind, what, entry });
  const text = linkText(places, entry);
  const found = lstatIfAllowed(place);
  if (found === "unreadable") return of("unreadable", "it cannot be looked at");
  if (found === undefined) return of("missing", "it is not there");
  if (found.kind === "directory") return of("directory", "a folder is in its place");
  if (text === undefined && found.kind === "file") return copyDrift(entry, place, found, of);
  if (found.kind !== "link") return of("file", "a file is in the place of the link");
  const source = live.get(entry.path);
  if (source !== undefined && files.readlink(place) === source)
    return files.stat(source) === undefined
      ? of("dangling", `it is live, and its working file ${source} is gone`)
      : undefined;
  if (files.readlink(place) !== text)
    return of("link", `another link is in its place, to ${files.readlink(place)}`);
  if (entry.kind === "live" && lstatIfAllowed(entry.source) === undefined)
    return of("dangling", `the working file ${entry.source} is not there`);
  return undefined;
};

const copyDrift = (
  entry: ManifestEntry,
  place: string,
  found: files.FileStatus,
  of: (kind: Drift["kind"], what: string) => Drift,
): Drift | undefined => {
  if (entry.kind !== "copy") return undefined;
  if (hashIfReadable(place) !== entry.hash) return of("edited", "it was edited since lares wrote it");
  const [is, wanted] = [found.mode.toString(8), entry.mode.toString(8)];
  return is === wanted ? undefined : of("mode", `its mode is ${is}, not ${wanted}`);
};
