/**
 * `lares adopt`: files of the home become part of the configuration. They are copied, the entry is added, and the switch
 * that follows finds the same bytes in place and puts its link there: at no moment is a file missing.
 */
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { LaresError } from "../base/errors.ts";
import { addFileEntries, type NewEntry } from "../config/add-entry.ts";
import { findConfig } from "../config/find.ts";
import type { FileDescription } from "../home/description.ts";
import { currentGeneration } from "../profile/generations.ts";
import type { CopyEntry, ManifestEntry } from "../profile/manifest.ts";
import { readManifest } from "../profile/read-manifest.ts";
import { removeTree } from "../system/durable.ts";
import * as files from "../system/files.ts";
import { clearAbandoned, ownTemporary, replacePersonsFile } from "../system/persons-files.ts";
import { sameWhole } from "../system/trees.ts";
import { prepareHome } from "./build-home.ts";
import type { HomeRequest } from "./load-home.ts";
import { type Conflict, mergeEdits, type Winner } from "./merge-edits.ts";
import { recordAdoption } from "./undo-adoption.ts";

export interface Adoption {
  readonly config: string;
  /** Files and folders that were copied into the configuration, with their new entries. */
  readonly added: readonly NewEntry[];
  /** Edited copies whose edits went back into their source. */
  readonly takenBack: readonly { readonly path: string; readonly source: string; readonly merged: boolean }[];
}

export interface AdoptRequest extends HomeRequest {
  /** As typed: absolute, or relative to `cwd`. */
  readonly paths: readonly string[];
  /** Take up files that only their owner may read, too: in the store every user of the machine can read them. */
  readonly acceptPrivate: boolean;
  readonly dryRun: boolean;
  /** Who wins where an edited copy and its source changed the same lines; without it that stops everything. */
  readonly conflicts?: Winner;
}

/** Everything is checked before the first file is written. The caller switches afterwards. */
export const adoptFiles = async (request: AdoptRequest): Promise<Adoption> => {
  const { cwd, places, config: flag } = request;
  const config = await findConfig({ cwd, places, ...(flag !== undefined && { flag }) });
  const folder = dirname(config);
  const owned = ownedEntries(request);
  for (const path of request.paths) refuseThroughLink(request, path, owned);
  const targets = [...new Set(request.paths.map((path) => homeTarget(request, path)))];
  const drifted = targets.flatMap((target) => editedCopy(request, owned.get(target)) ?? []);
  const fresh = targets.filter((target) => !drifted.some(({ path }) => path === target));
  for (const target of fresh) refuseUnfit(request, target, folder, owned);
  const added = fresh.map((target) => entryFor(request, folder, target));
  const takenBack = drifted.length === 0 ? [] : await planTakingBack(request, drifted);
  if (!request.dryRun) {
    for (const place of new Set([folder, ...added.map(({ source }) => dirname(join(folder, source)))]))
      clearAbandoned(place);
    for (const entry of added) copyInto(contentsOf(request, entry.target), join(folder, entry.source));
    if (added.length > 0) {
      const before = files.readText(config);
      await addFileEntries(config, added);
      recordAdoption(places, { time: Date.now(), config, before, after: files.readText(config), added });
    }
    for (const { source, bytes } of takenBack) replacePersonsFile(source, bytes);
  }
  return {
    config,
    added,
    takenBack: takenBack.map(({ path, source, merged }) => ({ path, source, merged })),
  };
};

/** For the switch that follows: what is in these places has just been taken into the configuration. */
export const adoptedPaths = ({ added, takenBack }: Adoption): ReadonlySet<string> =>
  new Set([...added.map(({ target }) => target), ...takenBack.map(({ path }) => path)]);

const ownedEntries = ({ places }: AdoptRequest): ReadonlyMap<string, ManifestEntry> => {
  const current = currentGeneration(places);
  const entries = current === undefined ? [] : readManifest(current.path).entries;
  return new Map(entries.map((entry) => [entry.path, entry]));
};

/** Below the home, links on the way resolved but not the last one. */
export const homeTarget = ({ cwd, places }: Pick<HomeRequest, "cwd" | "places">, path: string): string => {
  const absolute = resolve(cwd, path);
  const folder = files.realPath(dirname(absolute)) ?? dirname(absolute);
  const home = files.realPath(places.home) ?? places.home;
  const target = relative(home, join(folder, absolute.slice(absolute.lastIndexOf("/") + 1)));
  if (target !== "" && !target.startsWith("..") && !isAbsolute(target)) return target;
  throw new LaresError({
    code: "outside-home",
    message: `${path} is not below your home`,
    details: [`the home is ${places.home}`],
    hint: "only files below the home can be managed",
  });
};

/**
 * A path that runs through a linked folder (GNU Stow's, say) names a file of whoever owns that: to put a link there would be
 * to write into another's folder.
 */
const refuseThroughLink = (
  { cwd, places }: AdoptRequest,
  path: string,
  owned: ReadonlyMap<string, ManifestEntry>,
): void => {
  const absolute = resolve(cwd, path);
  const inner = relative(places.home, absolute);
  if (inner === "" || inner.startsWith("..")) return;
  for (let end = inner.indexOf("/"); end > 0; end = inner.indexOf("/", end + 1)) {
    const above = inner.slice(0, end);
    const text = files.readlink(join(places.home, above));
    if (text === undefined) continue;
    if (owned.has(above))
      throw new LaresError({
        code: "already-managed",
        message: `~/${inner} is part of ~/${above}, which is managed already`,
        details: ["nothing was changed"],
        hint: "edit its source in the configuration, then lares switch",
      });
    throw new LaresError({
      code: "through-link",
      message: `~/${inner} lies behind ~/${above}, which is a link to ${text}`,
      details: ["a link put there would be put into that folder, not into your home", "nothing was changed"],
      hint: `\`lares adopt ~/${above}\` takes the whole folder in, and its link gives way to Lares' own; or name the file by the path that it really has`,
    });
  }
};

const refuseUnfit = (
  request: AdoptRequest,
  target: string,
  folder: string,
  owned: ReadonlyMap<string, ManifestEntry>,
): void => {
  const { places, acceptPrivate } = request;
  const path = join(places.home, target);
  const found = files.lstat(path);
  const refuse = (code: string, message: string, hint: string): never => {
    throw new LaresError({ code, message, details: ["nothing was changed"], hint });
  };
  if (found === undefined) return refuse("nothing-there", `there is no ~/${target}`, "check the path");
  if (owned.has(target) && found.kind === "link")
    return refuse(
      "already-managed",
      `~/${target} is managed already`,
      "edit its source in the configuration, then lares switch",
    );
  if (found.kind === "link" && files.stat(path) === undefined)
    return refuse(
      "not-a-file",
      `~/${target} is a link that leads nowhere`,
      "remove it, or mend what it leads to",
    );
  if (found.kind === "other")
    return refuse("not-a-file", `~/${target} is neither a file nor a folder`, "leave it where it is");
  const own = [places.storeDir, places.varDir, places.stateDir, places.cacheDir, places.anchor, folder];
  if (own.some((other) => `${other}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${other}/`)))
    return refuse(
      "own-folder",
      `~/${target} holds, or is part of, Lares' own folders or the configuration`,
      "adopt single files outside of them",
    );
  const source = join(folder, sourceFor(target));
  if (files.lstat(source) !== undefined && !sameWhole(contentsOf(request, target), source))
    return refuse(
      "source-taken",
      `the configuration has ${sourceFor(target)} already`,
      "move that away, or add the entry by hand",
    );
  const secret = privateFile(contentsOf(request, target), target);
  if (secret !== undefined && !acceptPrivate)
    refuse(
      "private-file",
      `~/${secret} is readable by you alone; in the store every user of this machine could read it`,
      "--yes takes it all the same; better keep secrets out of the configuration",
    );
};

const sourceFor = (target: string): string => join("dotfiles", target);

const privateFile = (path: string, target: string): string | undefined => {
  const found = files.lstat(path);
  if (found?.kind === "file") return (found.mode & 0o077) === 0 ? target : undefined;
  if (found?.kind !== "directory") return undefined;
  for (const { name } of files.readDirectory(path)) {
    const inside = privateFile(join(path, name), join(target, name));
    if (inside !== undefined) return inside;
  }
  return undefined;
};

const entryFor = ({ places }: AdoptRequest, _folder: string, target: string): NewEntry => {
  const isFolder = files.lstat(join(places.home, target))?.kind === "directory";
  return { target, source: `./${sourceFor(target)}`, ...(isFolder && { recursive: true }) };
};

/** Of a foreign link (GNU Stow's, or one made by hand) what it leads to is taken in; the link gives way to ours. */
const contentsOf = ({ places }: AdoptRequest, target: string): string => {
  const path = join(places.home, target);
  return files.lstat(path)?.kind === "link" ? (files.realPath(path) ?? path) : path;
};

/** The copy appears whole; one that is there already is the same, left by an adoption that did not get to its end. */
const copyInto = (from: string, to: string): void => {
  if (files.lstat(to) !== undefined) return;
  files.makeDirectories(dirname(to));
  const temporary = ownTemporary(to);
  try {
    copyTree(from, temporary);
    files.rename(temporary, to);
  } catch (error) {
    removeTree(temporary);
    throw error;
  }
};

const copyTree = (from: string, to: string): void => {
  const found = files.lstat(from);
  if (found?.kind === "directory") {
    files.makeDirectory(to);
    for (const { name } of files.readDirectory(from)) copyTree(join(from, name), join(to, name));
  } else if (found?.kind === "link") files.symlink(files.readlink(from)!, to);
  else if (found?.kind === "file") files.copyFile(from, to);
};

interface EditedCopy {
  readonly path: string;
  /** What the generation wrote. */
  readonly base: string;
  readonly edited: string;
}

const editedCopy = ({ places }: AdoptRequest, entry: ManifestEntry | undefined): EditedCopy | undefined => {
  if (entry?.kind !== "copy") return undefined;
  const edited = join(places.home, entry.path);
  if (files.lstat(edited)?.kind !== "file") return undefined;
  const base = join(currentGeneration(places)!.path, "home-files", (entry satisfies CopyEntry).path);
  return { path: entry.path, base, edited };
};

interface TakenBack {
  readonly path: string;
  readonly source: string;
  readonly bytes: Uint8Array | string;
  /** The source had changed, too, since the copy was written. */
  readonly merged: boolean;
}

const planTakingBack = async (
  request: AdoptRequest,
  copies: readonly EditedCopy[],
): Promise<readonly TakenBack[]> => {
  const { description } = await prepareHome(request);
  const byTarget = new Map<string, FileDescription>(description.files.map((file) => [file.target, file]));
  return copies.map((copy) => {
    const source = sourceOf(copy.path, byTarget);
    if (source === undefined) throw noSource(copy.path, byTarget.get(copy.path));
    const unchanged = files.readBytes(source).equals(files.readBytes(copy.base));
    return {
      path: copy.path,
      source,
      merged: !unchanged,
      bytes: unchanged ? files.readBytes(copy.edited) : mergeThreeWays(copy, source, request.conflicts),
    };
  });
};

/** The file in the configuration; for a leaf of a folder, the leaf in the source folder. */
export const sourceOf = (
  path: string,
  byTarget: ReadonlyMap<string, FileDescription>,
  kinds: readonly string[] = ["file"],
): string | undefined => {
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    const content = byTarget.get(path.slice(0, end))?.content;
    if (content?.type === "source")
      return kinds.includes(files.stat(content.path + path.slice(end))?.kind ?? "")
        ? content.path + path.slice(end)
        : undefined;
  }
  return undefined;
};

const noSource = (path: string, file: FileDescription | undefined): LaresError =>
  new LaresError({
    code: "no-source",
    message: `~/${path} is not made from a file, so its edits cannot be put back by themselves`,
    details: ["nothing was changed"],
    ...(file?.origin.place !== undefined && { place: file.origin.place }),
    hint: `take them over by hand where ${file?.origin.option ?? "it"} says its text, or give it a source`,
  });

const mergeThreeWays = (
  { base, edited, path }: EditedCopy,
  source: string,
  winner: Winner | undefined,
): string => {
  const [home, old, now] = [edited, base, source].map((file) => textOf(file, path, source));
  const { text, conflicts } = mergeEdits(home!, old!, now!, winner);
  if (conflicts.length > 0 && winner === undefined)
    throw cannotMerge(path, source, "both changed the same lines", conflicts.flatMap(shown));
  return text;
};

const textOf = (file: string, path: string, source: string): string => {
  const bytes = files.readBytes(file);
  const text = bytes.toString("utf8");
  if (Buffer.from(text).equals(bytes) && !text.includes("\0")) return text;
  throw cannotMerge(path, source, "both changed, and they are no text");
};

const shown = ({ line, home, source }: Conflict): readonly string[] => [
  `line ${line}`,
  ...home.slice(0, mostShown).map((text) => `  home:   ${text}`),
  ...source.slice(0, mostShown).map((text) => `  source: ${text}`),
];

const mostShown = 6;

const cannotMerge = (
  path: string,
  source: string,
  why: string,
  details: readonly string[] = [],
): LaresError =>
  new LaresError({
    code: "cannot-merge",
    message: `the edits of ~/${path} and of its source cannot be put together: ${why}`,
    details: [`the source is ${source}`, ...details, "nothing was changed"],
    hint: "--conflicts home or --conflicts source says which wins there, --conflicts markers writes both into the source; or make one of them hold what you want",
  });
