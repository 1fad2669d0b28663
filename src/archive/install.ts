/**
 * From the contents of an archive to a package: `bin/`, `share/man/manN/`, `share/bash-completion/completions/`,
 * `share/zsh/site-functions/`, `share/fish/vendor_completions.d/`, `share/licenses/NAME/`.
 */
import { basename, posix } from "node:path";
import { type AbsolutePath, below } from "../base/paths.ts";
import { chmod, lstat, makeDirectories, rename, symlink } from "../system/files.ts";
import { type Content, listContents, resolveIn } from "./contents.ts";
import { findCommands } from "./find-commands.ts";
import {
  completionPlace,
  findCompletions,
  findLicences,
  findManPages,
  isDocument,
  manPlace,
} from "./find-documents.ts";
import { noCommand, notInArchive } from "./install-errors.ts";
import { type ArchiveInstall, completionShells } from "./install-spec.ts";
import { matching } from "./patterns.ts";

export interface Installation {
  /** The contents of the archive, unpacked: a folder, or the single file that it was. Used up. */
  readonly from: AbsolutePath;
  /** A folder that exists; of the same file system. */
  readonly to: AbsolutePath;
  /** What errors call the package, and the name of a command that is a single file. */
  readonly pname: string;
  readonly install: ArchiveInstall;
}

/** Throws `no-command`, or `not-in-archive` where something that is asked for is not there. */
export const installArchive = ({ from, to, pname, install }: Installation): void => {
  if (lstat(from)?.kind === "file") return installFile(from, to, pname, install);
  const contents = listContents(from);
  const commands = commandsOf(contents, pname, install);
  const documents = documentsOf(contents, pname, install, [...commands.keys()]);
  const picked = new Set([...commands.values(), ...documents.values()]);
  const whole = install.keep ?? needsTheRest(contents, picked);
  if (whole && isPackageLike(contents)) keepInPlace(from, to, pname, contents, commands, documents);
  else if (whole) keepAside(from, to, pname, commands, documents);
  else pick(from, to, pname, contents, commands, documents);
};

/** By the place in the package: the path in the archive. */
type Places = ReadonlyMap<string, string>;

const installFile = (from: AbsolutePath, to: AbsolutePath, pname: string, { bin }: ArchiveInstall): void => {
  const names =
    bin === undefined
      ? [pname]
      : typeof bin === "string"
        ? [bin]
        : Array.isArray(bin)
          ? bin
          : Object.keys(bin);
  if (names.length !== 1) throw noCommand(pname, ["it is a single file, and can be one command only"]);
  const place = below(to, "bin", basename(names[0]!));
  makeDirectories(below(to, "bin"));
  rename(from, place);
  chmod(place, 0o755);
};

/** `bin/NAME` → path. */
const commandsOf = (contents: readonly Content[], pname: string, { bin }: ArchiveInstall): Places => {
  if (bin === undefined) {
    const found = findCommands(contents, pname);
    if (found.size === 0) throw noCommand(pname, filesOf(contents));
    return found;
  }
  const asked =
    typeof bin === "string"
      ? named([bin], contents, pname)
      : Array.isArray(bin)
        ? named(bin, contents, pname)
        : Object.entries(bin as Record<string, string>).map(
            ([name, pattern]) => [name, one(pattern, contents, pname)] as const,
          );
  if (asked.length === 0) throw noCommand(pname, filesOf(contents));
  return new Map(asked.map(([name, path]) => [`bin/${name}`, path]));
};

const named = (
  patterns: readonly string[],
  contents: readonly Content[],
  pname: string,
): readonly (readonly [string, string])[] =>
  patterns.flatMap((pattern) =>
    several(pattern, contents, pname).map((path) => [basename(path), path] as const),
  );

const several = (pattern: string, contents: readonly Content[], pname: string): readonly string[] => {
  const found = matching(
    pattern,
    contents.filter(({ kind }) => kind === "file").map(({ path }) => path),
  );
  if (found.length === 0) throw notInArchive(pname, pattern, filesOf(contents));
  return found;
};

const one = (pattern: string, contents: readonly Content[], pname: string): string => {
  const found = several(pattern, contents, pname);
  if (found.length > 1) throw notInArchive(pname, pattern, found);
  return found[0]!;
};

/** Place in the package → path, of all that is no command. */
const documentsOf = (
  contents: readonly Content[],
  pname: string,
  { man, completions, share = {} }: ArchiveInstall,
  commands: readonly string[],
): Places => {
  const all = new Map<string, string>();
  const add = (place: string, path: string): void => {
    if (!all.has(place)) all.set(place, path);
  };
  const pages = man?.flatMap((pattern) => several(pattern, contents, pname)) ?? findManPages(contents);
  for (const path of pages) add(manPlace(path), path);
  const names = commands.map((place) => basename(place));
  for (const shell of completionShells) {
    const asked = completions?.[shell]?.flatMap((pattern) => several(pattern, contents, pname));
    for (const path of asked ?? findCompletions(contents, shell, names, pname))
      add(completionPlace(shell, path, names, pname), path);
  }
  for (const path of findLicences(contents)) add(`share/licenses/${pname}/${basename(path)}`, path);
  for (const [place, pattern] of Object.entries(share)) {
    const known = contents.find(({ path }) => path === pattern.replace(/\/+$/, ""));
    add(`share/${place}`, known?.path ?? one(pattern, contents, pname));
  }
  return all;
};

/** Whether there is more than programs and what documents them. */
const needsTheRest = (contents: readonly Content[], picked: ReadonlySet<string>): boolean =>
  contents.some(({ path, kind }) => kind !== "folder" && !picked.has(path) && !isDocument(path));

const isPackageLike = (contents: readonly Content[]): boolean =>
  contents.some(({ path, kind }) => path === "bin" && kind === "folder");

/** The archive is the package; what documents it is found from its usual places, too. */
const keepInPlace = (
  from: AbsolutePath,
  to: AbsolutePath,
  pname: string,
  contents: readonly Content[],
  commands: Places,
  documents: Places,
): void => {
  const places = new Map([...documents].map(([place, path]) => [path, place]));
  const moved = new Set<string>();
  for (const { path } of contents.filter(({ path }) => !path.includes("/")))
    rename(below(from, path), below(to, path));
  for (const { path } of contents.filter(({ path, kind }) => isLooseDocument(path, kind))) {
    moveTo(below(to, path), to, places.get(path) ?? `share/doc/${pname}/${path}`);
    moved.add(path);
  }
  linkAll(to, "", new Map([...commands, ...documents].filter(([, path]) => !moved.has(path))));
  makeRunnable(to, [...commands.values()]);
};

/** Every package has a README: at the top, those of two would be in each other's way in a profile. */
const isLooseDocument = (path: string, kind: Content["kind"]): boolean =>
  kind !== "folder" && !path.includes("/") && isDocument(path);

const moveTo = (file: AbsolutePath, to: AbsolutePath, place: string): void => {
  makeDirectories(below(to, place.replace(/\/[^/]*$/, "")));
  rename(file, below(to, place));
};

/** Programs that look for files beside themselves find them: commands are links to where they lie. */
const keepAside = (
  from: AbsolutePath,
  to: AbsolutePath,
  pname: string,
  commands: Places,
  documents: Places,
): void => {
  const aside = `libexec/${pname}`;
  makeDirectories(below(to, "libexec"));
  rename(from, below(to, aside));
  linkAll(to, `${aside}/`, new Map([...commands, ...documents]));
  makeRunnable(below(to, aside), [...commands.values()]);
};

const linkAll = (to: AbsolutePath, prefix: string, places: Places): void => {
  for (const [place, path] of places) {
    const target = `${prefix}${path}`;
    if (place === target || lstat(below(to, place)) !== undefined) continue;
    linkTo(to, place, target);
  }
};

const linkTo = (to: AbsolutePath, place: string, target: string): void => {
  makeDirectories(below(to, place.replace(/\/[^/]*$/, "")));
  symlink(posix.relative(posix.dirname(place), target), below(to, place));
};

const pick = (
  from: AbsolutePath,
  to: AbsolutePath,
  pname: string,
  contents: readonly Content[],
  commands: Places,
  documents: Places,
): void => {
  const moved = new Map<string, string>();
  for (const [place, path] of [...commands, ...documents]) {
    const file = resolveIn(contents, path) ?? path;
    const first = moved.get(file);
    if (first === undefined && lstat(below(from, file)) === undefined)
      throw notInArchive(pname, path, ["it went with the folder that it is in: name one of them only"]);
    if (first === undefined) moveTo(below(from, file), to, place);
    else linkTo(to, place, first);
    moved.set(file, first ?? place);
  }
  for (const place of commands.keys())
    if (lstat(below(to, place))?.kind === "file") chmod(below(to, place), 0o755);
};

const makeRunnable = (root: AbsolutePath, paths: readonly string[]): void => {
  for (const path of paths) if (lstat(below(root, path))?.kind === "file") chmod(below(root, path), 0o755);
};

const filesOf = (contents: readonly Content[]): readonly string[] =>
  contents.filter(({ kind }) => kind !== "folder").map(({ path }) => path);
