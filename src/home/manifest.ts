/**
 * `manifest.json` of a generation: every path below $HOME that the generation owns. Written canonically (sorted,
 * one entry a line) so that equal homes have equal bytes. Ownership is decided by this file alone.
 */
import type { HomePath } from "../base/paths.ts";
import { compareNames } from "../system/names.ts";
import type { ActivationStep, Origin } from "./description.ts";

export const manifestVersion = 1;

export interface Manifest {
  readonly version: typeof manifestVersion;
  /** Sorted by path in byte order. Leaves only: a `recursive` entry is listed leaf by leaf. */
  readonly entries: readonly ManifestEntry[];
}

export type ManifestEntry = LinkEntry | CopyEntry | LiveEntry;

interface EntryBase {
  readonly path: HomePath;
  readonly origin: Origin;
  readonly force?: boolean;
  /** Shell commands run after a switch in which `hash` changed, appeared or disappeared. */
  readonly onChange?: string;
}

/** $HOME/path → <anchor>/home-files/path, whether that is a file, a directory or itself a link. */
export interface LinkEntry extends EntryBase {
  readonly kind: "link";
  /** What the link leads to; `link` for an out-of-store link or a path in the store. */
  readonly leads: "file" | "directory" | "link";
  /** SHA-256 of the NAR of what it leads to, Nix base32. */
  readonly hash: string;
}

/** A real file in $HOME, first written from <generation>/home-files/path. */
export interface CopyEntry extends EntryBase {
  readonly kind: "copy";
  readonly mode: number;
  /** SHA-256 of the file's bytes, hexadecimal: drift is seen by it. */
  readonly hash: string;
}

/** $HOME/path → the working file itself. */
export interface LiveEntry extends EntryBase {
  readonly kind: "live";
  readonly source: string;
}

/** One entry a line, sorted by path in byte order: equal homes have equal bytes. */
export const formatManifest = ({ version, entries }: Manifest): string => {
  const sorted = [...entries].sort((a, b) => compareNames(a.path, b.path));
  const lines = sorted.map((entry) => JSON.stringify(entry)).join(",\n");
  return `{"version":${version},"entries":[\n${lines}\n]}\n`;
};

/** `activation.json`: the steps that run around a switch to the generation, sorted. */
export const stepsVersion = 1;
export const formatSteps = (steps: readonly ActivationStep[]): string =>
  `${JSON.stringify({ version: stepsVersion, steps }, undefined, 1)}\n`;
