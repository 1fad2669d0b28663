/** Ejecting: every link becomes what it led to, writable, as if the person had put it there. */
import { below } from "../base/paths.ts";
import { temporaryBeside } from "../system/durable.ts";
import * as files from "../system/files.ts";
import { foundOf } from "./draft.ts";
import { freeMode } from "./perform.ts";
import { lstatIfAllowed, type Planning } from "./planning.ts";

/** Copies and live links are the person's own already, and stay. Gives no path: none becomes free. */
export const planPlainFiles = (planning: Planning, generation: string): ReadonlySet<string> => {
  const { places, draft, old, parents } = planning;
  for (const entry of old.entries) {
    const place = below(places.home, entry.path);
    const found = lstatIfAllowed(place);
    if (found === undefined || entry.kind !== "link") continue;
    if (found === "unreadable" || !old.owns(entry, place, found)) {
      draft.notes.push({ path: entry.path, what: "it is not what lares put there any more, so it stays" });
      continue;
    }
    const folder = place.slice(0, place.lastIndexOf("/"));
    parents.needsWriting({ state: "there", path: folder }, entry.path, entry);
    draft.act("plain", entry.path, entry);
    makePlain(planning, place, found, `${generation}/home-files/${entry.path}`);
  }
  return new Set();
};

/** A link to somewhere outside of the store stays a link; one into it would lead nowhere soon. */
const makePlain = (
  { places, draft }: Planning,
  place: string,
  found: files.FileStatus,
  source: string,
): void => {
  const was = foundOf(place, found);
  const text = files.readlink(source);
  const real = files.realPath(source);
  const inStore = real?.startsWith(`${files.realPath(places.storeDir)}/`) === true;
  if (text !== undefined && !inStore) return draft.replace(place, { kind: "link", text }, undefined, was);
  const status = files.stat(source);
  if (status?.kind !== "directory") {
    const executable = ((status?.mode ?? 0) & 0o100) !== 0;
    return draft.replace(place, { kind: "file", from: source }, freeMode(executable), was);
  }
  const from = temporaryBeside(place);
  draft.before({ do: "write-tree", path: from, from: source });
  draft.after("unlinks", { do: "unlink", path: place, was });
  draft.after("places", { do: "place", from, path: place, puts: { kind: "directory" }, over: null });
};
