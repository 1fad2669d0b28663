/** The plan: target state − actual state. Reads the home, writes nothing. */
import { type AbsolutePath, within } from "../base/paths.ts";
import type { Manifest, ManifestEntry } from "../profile/manifest.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import {
  type Backup,
  type BackupItem,
  backupFolder,
  backupVersion,
  formatIndex,
  indexFile,
} from "./backup-index.ts";
import { changedEntries, type EntryChange } from "./changes.ts";
import type { Collision } from "./collision.ts";
import { directoriesFile, formatDirectories, readDirectories } from "./directories.ts";
import { type Action, Draft, type Note } from "./draft.ts";
import { newId } from "./journal.ts";
import { type LiveLinks, readLive, recordLive } from "./live-links.ts";
import { OldHome } from "./old-home.ts";
import type { Operation } from "./operation.ts";
import { Parents } from "./parents.ts";
import { planEntry } from "./plan-entry.ts";
import { planPlainFiles } from "./plan-plain-files.ts";
import { nothingPruned, planPruning, planRemovals } from "./plan-removals.ts";
import { planRestores } from "./plan-restores.ts";
import type { Planning } from "./planning.ts";
import { checkTarget, isCaseInsensitive, ownFolders } from "./target.ts";

/** A generation as the plan sees it: its files under `<path>/home-files`, and who owns what. */
export interface GenerationState {
  readonly path: string;
  readonly manifest: Manifest;
}

export interface PlanOptions {
  /** Move what is in the way to a backup. */
  readonly backup?: boolean;
  /** The same, and write edited copies anew even where their source has not changed. */
  readonly force?: boolean;
  /** Entries that replace whatever is in their place, keeping a backup: they were just taken from there. */
  readonly replacing?: ReadonlySet<string>;
  /** Links that are live and stay so: `lares watch` leaves them alone, a switch captures them. */
  readonly keepLive?: (path: string) => boolean;
  /** Whether the home ignores case; found out by looking where absent. */
  readonly caseInsensitive?: boolean;
}

export interface PlanRequest {
  readonly places: Places;
  /** Undefined before the first switch. */
  readonly from: GenerationState | undefined;
  /** Undefined to leave the home without anything of Lares'. */
  readonly to: GenerationState | undefined;
  readonly options?: PlanOptions;
  /** The command, for the index of backups. */
  readonly why?: string;
  /** Backups to put back where their places are free. */
  readonly restore?: readonly Backup[];
  /** Leave plain files where links were (`lares eject`); only where `to` is undefined. */
  readonly asPlainFiles?: boolean;
}

export interface Plan {
  /** Of the switch, its history entry and its backups. */
  readonly id: string;
  /** What happens to each path, `keep` included; in no promised order. */
  readonly actions: readonly Action[];
  readonly collisions: readonly Collision[];
  readonly notes: readonly Note[];
  /** Entries that differ between the generations, whatever the home holds. */
  readonly changes: readonly EntryChange[];
  readonly backups: readonly BackupItem[];
  readonly before: readonly Operation[];
  readonly after: readonly Operation[];
}

/** Whether the plan would leave every file in the home as it is (the flip itself may still change what links show). */
export const isIdle = ({ before, after }: Plan): boolean => before.length === 0 && after.length === 0;

export const planActivation = ({
  places,
  from,
  to,
  options = {},
  why = "lares switch",
  restore = [],
  asPlainFiles = false,
}: PlanRequest): Plan => {
  const id = newId();
  const target = to?.manifest.entries ?? [];
  const record = readDirectories(places);
  const live = readLive(places);
  const work = startPlanning(places, id, from?.manifest.entries ?? [], target, options, record.paths, live);
  const { draft, parents } = work;
  const caseInsensitive = () => options.caseInsensitive ?? isCaseInsensitive(places);

  draft.collisions.push(...checkTarget(places, target, caseInsensitive));
  planAnchor(work, to !== undefined);
  const refused = new Set(draft.collisions.map(({ path }) => path));
  for (const entry of target)
    if (!refused.has(entry.path)) planEntry(work, entry, `${to!.path}/home-files/${entry.path}`);
  checkSamePlace(work, target);
  const leaving = asPlainFiles ? planPlainFiles(work, from?.path ?? "") : planRemovals(work);
  const needed = [...target, ...restore].map(({ path }) => within(places.home, path) ?? path);
  const pruned = asPlainFiles ? nothingPruned : planPruning(work, leaving, needed);
  planRestores(work, restore, new Set([...leaving, ...pruned.going]));
  const recorded = recordDirectories(places, record.text, record.paths, pruned.kept, parents.made);

  return {
    id,
    actions: draft.actions,
    collisions: draft.collisions,
    notes: draft.notes,
    changes: changedEntries(from?.manifest.entries ?? [], target),
    backups: draft.backups,
    before: [
      ...indexOperations(places, id, why, draft.backups),
      ...recorded.before,
      ...draft.operationsBefore(),
    ],
    after: [
      ...draft.operationsAfter(),
      ...recorded.after,
      ...recordLive(places, live, work.stayLive),
      ...draft.operationsAtEnd(),
    ],
  };
};

/** Nothing but one backup, back to its place. */
export const planRestore = (places: Places, backup: Backup): Plan => {
  const record = readDirectories(places);
  const work = startPlanning(places, newId(), [], [], {}, record.paths);
  planRestores(work, [backup], new Set());
  const { draft, parents } = work;
  const recorded = recordDirectories(places, record.text, record.paths, record.paths, parents.made);
  return {
    id: newId(),
    actions: draft.actions,
    collisions: draft.collisions,
    notes: draft.notes,
    changes: [],
    backups: [],
    before: [...recorded.before, ...draft.operationsBefore()],
    after: draft.operationsAfter(),
  };
};

export const startPlanning = (
  places: Places,
  id: string,
  from: readonly ManifestEntry[],
  target: readonly ManifestEntry[],
  options: PlanOptions,
  record: ReadonlySet<string>,
  { sources: live }: Pick<LiveLinks, "sources"> = { sources: new Map() },
): Planning => {
  const draft = new Draft(places, id);
  const old = new OldHome(places, from, target, live);
  const mayReplace = (entry: ManifestEntry | undefined) =>
    options.backup === true ||
    options.force === true ||
    entry?.force === true ||
    (entry !== undefined && options.replacing?.has(entry.path) === true);
  const folders = ownFolders(places);
  const parents = new Parents({
    places,
    draft,
    folders,
    goes: (path, found) => old.goes(path, found),
    mayReplace,
    modeOf: directoryModes(target),
  });
  return {
    places,
    draft,
    old,
    parents,
    folders,
    record,
    live,
    keepLive: options.keepLive ?? (() => false),
    stayLive: new Map(),
    mayReplace,
    force: options.force === true,
    emptied: new Set(),
  };
};

const planAnchor = ({ places, draft }: Planning, wanted: boolean): void => {
  const text = files.readlink(places.anchor);
  if (text === places.profile) {
    if (wanted) return;
    draft.after("unlinks", { do: "unlink", path: places.anchor, was: { kind: "link", text } });
    return draft.act("anchor", places.anchor);
  }
  if (!wanted) return;
  if (files.lstat(places.anchor) === undefined) {
    draft.before({ do: "link", path: places.anchor, text: places.profile });
    return draft.act("anchor", places.anchor);
  }
  draft.collisions.push({
    path: places.anchor,
    kind: "anchor",
    what: `all managed links go through here, but it ${text === undefined ? "is no link" : `leads to ${text}`}, not to ${places.profile}: move it away`,
    canBackUp: false,
  });
};

/** Two targets that symbolic links on the way lead to one place. */
const checkSamePlace = ({ draft, parents }: Planning, target: readonly ManifestEntry[]): void => {
  const spots = new Map<string, string>();
  const linked = target.some((entry) => realSpot(parents, entry) !== entry.path);
  if (!linked) return;
  for (const entry of target) {
    const spot = realSpot(parents, entry);
    const other = spots.get(spot);
    spots.set(spot, entry.path);
    if (other !== undefined)
      draft.collisions.push({
        path: entry.path,
        kind: "same-place",
        what: `through a linked folder it is the same place as ~/${other}`,
        origin: entry.origin,
        canBackUp: false,
      });
  }
};

const realSpot = (parents: Parents, entry: ManifestEntry): string => {
  const parent = parents.of(entry.path, entry);
  if (parent.state !== "there" || parent.real === undefined) return entry.path;
  return `${parent.real}/${entry.path.slice(entry.path.lastIndexOf("/") + 1)}`;
};

/** A directory that will hold nothing but private copies is private too. */
const directoryModes = (target: readonly ManifestEntry[]): ((path: string) => number) => {
  const isPrivate = (entry: ManifestEntry) => entry.kind === "copy" && (entry.mode & 0o077) === 0;
  if (!target.some(isPrivate)) return () => 0o755;
  return (path) =>
    target.every((entry) => !entry.path.startsWith(`${path}/`) || isPrivate(entry)) ? 0o700 : 0o755;
};

const indexOperations = (
  places: Places,
  id: string,
  why: string,
  items: readonly BackupItem[],
): readonly Operation[] => {
  if (items.length === 0) return [];
  const index = formatIndex({ version: backupVersion, time: new Date().toISOString(), why, items });
  return [
    { do: "make-directory", path: backupFolder(places, id), mode: 0o700 },
    { do: "write", path: indexFile(places, id), text: index, was: null },
  ];
};

/** The record names a directory before it is made, and forgets it after it is gone. */
const recordDirectories = (
  places: Places,
  text: string | null,
  before: ReadonlySet<string>,
  kept: ReadonlySet<string>,
  made: ReadonlySet<string>,
): { readonly before: readonly Operation[]; readonly after: readonly Operation[] } => {
  const path: AbsolutePath = directoriesFile(places);
  const during = formatDirectories(new Set([...before, ...made]));
  const final = formatDirectories(new Set([...kept, ...made]));
  return {
    before: during === text ? [] : [{ do: "write", path, text: during, was: text }],
    after: final === during ? [] : [{ do: "write", path, text: final, was: during }],
  };
};
