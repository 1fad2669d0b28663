/**
 * What an archive has put into its folder so far, in memory. The folder was empty and nobody else writes to it, so this
 * is what is there: no entry has to be looked up on disk, and none can be led elsewhere by what an earlier one made.
 */

import { shownEntry } from "./errors.ts";
import type { ArchiveLimits } from "./limits.ts";
import { foldName } from "./names.ts";

export type Entry = FileEntry | LinkEntry | FolderEntry;

export interface FileEntry {
  readonly kind: "file";
  size: number;
}

export interface LinkEntry {
  readonly kind: "link";
  readonly text: string;
}

export interface FolderEntry {
  readonly kind: "folder";
  /** By folded name. */
  readonly entries: Map<string, { readonly name: string; readonly entry: Entry }>;
}

export const emptyFolder = (): FolderEntry => ({ kind: "folder", entries: new Map() });

export const entryAt = (folder: FolderEntry, name: string): Entry | undefined => {
  const found = folder.entries.get(foldName(name));
  return found?.name === name ? found.entry : undefined;
};

/** The folder at `parts`, made where it is not there yet; a text says what is in the way. */
export const enterFolder = (
  root: FolderEntry,
  parts: readonly string[],
  onMade: (path: string) => void,
): FolderEntry | string => {
  let folder = root;
  for (const [at, name] of parts.entries()) {
    const path = () => parts.slice(0, at + 1).join("/");
    const found = folder.entries.get(foldName(name));
    if (found === undefined) {
      const made = emptyFolder();
      onMade(path());
      folder.entries.set(foldName(name), { name, entry: made });
      folder = made;
    } else if (found.name !== name) return differsInCase(found.name);
    else if (found.entry.kind === "link") return `goes through the link ${shownEntry(path())}`;
    else if (found.entry.kind === "file") return `is below the file ${shownEntry(path())}`;
    else folder = found.entry;
  }
  return folder;
};

/** Adds what is not there yet; a text says why it cannot be. */
export const addEntry = (folder: FolderEntry, name: string, entry: Entry): string | undefined => {
  const found = folder.entries.get(foldName(name));
  if (found === undefined) folder.entries.set(foldName(name), { name, entry });
  else return found.name === name ? "is there twice" : differsInCase(found.name);
  return undefined;
};

const differsInCase = (other: string): string =>
  `is named like ${shownEntry(other)} but for case or accents, which not every file system tells apart`;

/**
 * The first link that leads out of `root`, as the system would follow it; `bomb` where telling takes too many steps. A
 * link that leads nowhere, or in a circle, harms nobody.
 */
export const escapingLink = (
  root: FolderEntry,
  limits: ArchiveLimits,
  budget = { steps: 20_000_000 },
): { readonly path: string; readonly problem: string } | undefined => {
  const pending: { folder: FolderEntry; above: readonly FolderEntry[]; path: string }[] = [
    { folder: root, above: [], path: "" },
  ];
  for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
    for (const { name, entry } of here.folder.entries.values()) {
      const path = here.path === "" ? name : `${here.path}/${name}`;
      if (entry.kind === "folder") pending.push({ folder: entry, above: [...here.above, here.folder], path });
      if (entry.kind !== "link") continue;
      const problem = linkProblem(entry, [...here.above, here.folder], limits, budget);
      if (problem !== undefined) return { path, problem };
    }
  }
  return undefined;
};

const linkProblem = (
  link: LinkEntry,
  from: readonly FolderEntry[],
  limits: ArchiveLimits,
  budget: { steps: number },
): string | undefined => {
  if (link.text === "" || link.text.includes("\0")) return "is a link without a proper text";
  if (Buffer.byteLength(link.text) > limits.link) return "is a link with too long a text";
  const rest = link.text.split("/").reverse();
  if (link.text.startsWith("/")) return `is a link out of the archive, to ${shownEntry(link.text)}`;
  const stack = [...from];
  for (let hops = 0, part = rest.pop(); part !== undefined; part = rest.pop()) {
    if (--budget.steps < 0) return "is one of too many links through links";
    if (part === "" || part === ".") continue;
    if (part === "..") {
      stack.pop();
      if (stack.length === 0) return `is a link out of the archive, to ${shownEntry(link.text)}`;
      continue;
    }
    const next = entryAt(stack.at(-1)!, part);
    if (next === undefined || next.kind === "file") return leavesWithoutFolders(stack.length, rest, link);
    if (next.kind === "folder") stack.push(next);
    else if (next.text.startsWith("/")) return `is a link out of the archive, to ${shownEntry(link.text)}`;
    else if (++hops > longestChain) return undefined;
    else {
      const parts = next.text.split("/").reverse();
      budget.steps -= parts.length;
      rest.push(...parts);
    }
  }
  return undefined;
};

/** Where there is nothing the system stops; yet whatever comes to be there must not lead out either. */
const leavesWithoutFolders = (
  depth: number,
  rest: readonly string[],
  link: LinkEntry,
): string | undefined => {
  let at = depth + 1;
  for (const part of [...rest].reverse()) {
    if (part === "..") at--;
    else if (part !== "" && part !== ".") at++;
    if (at < 1) return `is a link out of the archive, to ${shownEntry(link.text)}`;
  }
  return undefined;
};

/** What Linux follows before it gives up. */
const longestChain = 40;
