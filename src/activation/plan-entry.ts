/** One wanted entry, against what is in its place. */
import { exceptErrno } from "../base/errors.ts";
import type { CopyEntry, ManifestEntry } from "../profile/manifest.ts";
import type { FileStatus } from "../system/files.ts";
import * as files from "../system/files.ts";
import { sameBytes } from "../system/trees.ts";
import type { CollisionKind } from "./collision.ts";
import { foundOf } from "./draft.ts";
import { hashIfReadable } from "./old-home.ts";
import type { Placed } from "./operation.ts";
import type { Parent } from "./parents.ts";
import { lstatIfAllowed, type Planning, unreadable } from "./planning.ts";
import { linkText, ownFolderOf } from "./target.ts";

/** `source`: what the generation holds for the entry. */
export const planEntry = (planning: Planning, entry: ManifestEntry, source: string): void => {
  const { places, draft, parents } = planning;
  const parent = parents.of(entry.path, entry);
  if (parent.state === "blocked") return;
  const name = entry.path.slice(entry.path.lastIndexOf("/") + 1);
  const place = `${parent.path}/${name}`;
  const text = linkText(places, entry);
  const spot: Spot = {
    entry,
    parent,
    place,
    source: entry.kind === "live" ? entry.source : source,
    puts: text === undefined ? { kind: "file", from: source } : { kind: "link", text },
  };
  if (parent.state === "new") return create(planning, spot);
  const own = parent.real === undefined ? undefined : ownFolderOf(planning.folders, `${parent.real}/${name}`);
  if (own !== undefined)
    return collide(planning, spot, "own-folder", `through a linked folder, ${own}`, false);
  if (text !== undefined && exceptErrno(unreadable, undefined, () => files.readlink(place)) === text)
    return draft.act("keep", entry.path, entry);
  if (staysLive(planning, entry, place)) return draft.act("live", entry.path, entry);
  const found = lstatIfAllowed(place);
  if (found === "unreadable") return collide(planning, spot, "unwritable", "it cannot be looked at", false);
  if (!(found !== undefined && isKeptCopy(planning, spot, found)))
    parents.needsWriting(parent, entry.path, entry);
  if (found === undefined) return create(planning, spot);
  if (found.kind === "link") return planOverLink(planning, spot, found);
  if (found.kind === "file") return planOverFile(planning, spot, found);
  if (found.kind === "directory") return planOverDirectory(planning, spot, found);
  collide(planning, spot, "special", "neither a file nor a folder", false);
};

interface Spot {
  readonly entry: ManifestEntry;
  readonly parent: Parent;
  /** Where it is written. */
  readonly place: string;
  /** Where its contents are. */
  readonly source: string;
  readonly puts: Placed;
}

const staysLive = ({ live, keepLive, stayLive }: Planning, entry: ManifestEntry, place: string): boolean => {
  const source = live.get(entry.path);
  if (source === undefined || entry.kind !== "link" || !keepLive(entry.path)) return false;
  if (files.readlink(place) !== source || files.stat(source) === undefined) return false;
  stayLive.set(entry.path, source);
  return true;
};

const create = ({ draft }: Planning, { entry, place, puts }: Spot): void => {
  draft.act(entry.kind, entry.path, entry);
  if (puts.kind === "link") draft.before({ do: "link", path: place, text: puts.text });
  else draft.replace(place, puts, modeOf(entry), null);
};

const modeOf = (entry: ManifestEntry): number | undefined => (entry.kind === "copy" ? entry.mode : undefined);

/** A copy that stays needs no permission to write to its folder. */
const isKeptCopy = ({ old }: Planning, { entry }: Spot, found: FileStatus): boolean =>
  entry.kind === "copy" && found.kind === "file" && old.entryAt(entry.path, found)?.kind === "copy";

const planOverLink = (planning: Planning, spot: Spot, found: FileStatus): void => {
  const { draft, old, mayReplace } = planning;
  const { entry, place, puts } = spot;
  const was = foundOf(place, found);
  const before = old.entryAt(entry.path, found);
  if (before !== undefined && was.kind === "link" && old.isOwnText(before, was.text)) {
    draft.act(entry.kind === "link" ? "relink" : entry.kind, entry.path, entry);
    return draft.replace(place, puts, modeOf(entry), was);
  }
  if (mayReplace(entry)) return replaceForeign(planning, spot, found, "collision");
  const leads = was.kind === "link" ? was.text : "";
  if (exceptErrno(["EACCES", "ELOOP"], undefined, () => files.stat(place)) === undefined)
    collide(planning, spot, "dangling-link", `a link that leads nowhere (${leads})`, true);
  else collide(planning, spot, "link", `a link that lares did not make, to ${leads}`, true);
};

const planOverFile = (planning: Planning, spot: Spot, found: FileStatus): void => {
  const before = planning.old.entryAt(spot.entry.path, found);
  if (before?.kind === "copy") return planOverCopy(planning, spot, found, before);
  if (canAdopt(spot)) return replaceForeign(planning, spot, found, "adopted");
  if (planning.mayReplace(spot.entry)) return replaceForeign(planning, spot, found, "collision");
  if (before !== undefined)
    return collide(planning, spot, "replaced", "a file came in the place of the link that lares made", true);
  const through =
    spot.parent.state === "there" && spot.parent.real !== undefined ? `, in ~/${spot.parent.real}` : "";
  collide(planning, spot, "file", `a file that lares did not write${through}`, true);
};

/**
 * The same bytes may be taken over without asking, but not through a linked folder: there the file in the way may be the
 * very source of the entry.
 */
const canAdopt = ({ entry, parent, place, source }: Spot): boolean =>
  parent.state === "there" &&
  parent.real === undefined &&
  !(entry.kind === "link" && entry.leads !== "file") &&
  exceptErrno(["EACCES", "EPERM"], false, () => sameBytes(place, source));

const planOverCopy = (planning: Planning, spot: Spot, found: FileStatus, before: CopyEntry): void => {
  const { draft, force } = planning;
  const { entry, place, puts } = spot;
  const hash = hashIfReadable(place);
  if (entry.kind === "copy" && hash === entry.hash) return keepCopy(planning, spot, found, entry);
  if (hash === before.hash) {
    const was = foundOf(place, found);
    draft.act(entry.kind === "copy" ? "copy" : "relink", entry.path, entry);
    return draft.replace(place, puts, modeOf(entry), was, draft.keepForUndo(place, was));
  }
  if (entry.kind === "copy" && entry.hash === before.hash && !force) {
    draft.notes.push({ path: entry.path, what: "it was edited since lares wrote it, and stays as it is" });
    return keepCopy(planning, spot, found, entry);
  }
  if (entry.kind !== "copy" && canAdopt(spot)) return replaceForeign(planning, spot, found, "adopted");
  if (planning.mayReplace(entry)) return replaceForeign(planning, spot, found, "drifted");
  collide(planning, spot, "drifted", "it was edited since lares wrote it, and its source changed too", true);
};

const keepCopy = ({ draft }: Planning, { place }: Spot, found: FileStatus, entry: CopyEntry): void => {
  if (found.mode === entry.mode) return draft.act("keep", entry.path, entry);
  draft.act("mode", entry.path, entry);
  draft.after("places", { do: "mode", path: place, mode: entry.mode, was: found.mode });
};

const planOverDirectory = (planning: Planning, spot: Spot, found: FileStatus): void => {
  const { draft, emptied, record } = planning;
  const { entry, place, puts } = spot;
  const survey = surveyDirectory(planning, entry.path, place, found);
  if (survey.foreign.length > 0 && !planning.mayReplace(entry)) {
    const some = survey.foreign.slice(0, 3).join(", ");
    const more = survey.foreign.length > 3 ? `, and ${survey.foreign.length - 3} more` : "";
    return collide(
      planning,
      spot,
      "directory",
      `a folder with what lares did not put there: ${some}${more}`,
      true,
    );
  }
  if (survey.foreign.length === 0 && survey.directories.every(({ path }) => record.has(path)))
    for (const { place: folder, mode } of survey.directories.toReversed())
      draft.after("removals", { do: "remove-directory", path: folder, mode, must: true });
  else draft.moveToBackup(place, found, survey.foreign.length > 0 ? "collision" : "adopted");
  emptied.add(entry.path);
  draft.act(entry.kind, entry.path, entry);
  draft.replace(place, puts, modeOf(entry), null);
};

interface Survey {
  /** Paths that are not ours, relative to the home. */
  readonly foreign: string[];
  /** The directory and those below it, outer ones first. */
  readonly directories: { readonly path: string; readonly place: string; readonly mode: number }[];
}

const surveyDirectory = (
  planning: Planning,
  path: string,
  place: string,
  found: FileStatus,
  survey: Survey = { foreign: [], directories: [] },
): Survey => {
  survey.directories.push({ path, place, mode: found.mode });
  const names = exceptErrno(unreadable, undefined, () => files.readDirectory(place));
  if (names === undefined) survey.foreign.push(path);
  for (const { name } of names ?? []) {
    const inner = `${path}/${name}`;
    const status = lstatIfAllowed(`${place}/${name}`);
    if (status === undefined) continue;
    if (status !== "unreadable" && status.kind === "directory")
      surveyDirectory(planning, inner, `${place}/${name}`, status, survey);
    else if (status === "unreadable" || !planning.old.goes(inner, status)) survey.foreign.push(inner);
  }
  return survey;
};

/** What is in the way is kept as a backup first, and the new comes in its place by rename. */
const replaceForeign = (
  { draft }: Planning,
  { entry, place, puts }: Spot,
  found: FileStatus,
  reason: "collision" | "adopted" | "drifted",
): void => {
  const was = foundOf(place, found);
  const kept = draft.keepAsBackup(place, found, was, reason);
  draft.act(entry.kind, entry.path, entry);
  draft.replace(place, puts, modeOf(entry), was, kept);
};

const collide = (
  { draft }: Planning,
  { entry }: Spot,
  kind: CollisionKind,
  what: string,
  canBackUp: boolean,
): void => {
  draft.collisions.push({ path: entry.path, kind, what, origin: entry.origin, canBackUp });
};
