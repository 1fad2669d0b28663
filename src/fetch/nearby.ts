/**
 * Where downloads look before they ask the network, and where settings of registries are: the same for all downloads of
 * one command, and no part of what is downloaded.
 */
import { pathToFileURL } from "node:url";
import { formatDigits, type Hash } from "../format/hash.ts";
import { lstat } from "../system/files.ts";

export interface Nearby {
  /** Folders that `lares vendor` filled, the first to look in first. */
  readonly vendored: readonly string[];
  /** The configuration's: it may hold an `.npmrc`. */
  readonly folder: string;
  /** Whether the network may be asked at all. */
  readonly offline: boolean;
}

/** For all downloads from here on. */
export const lookNearby = (nearby: Partial<Nearby>): void => {
  current = { ...current, ...nearby };
};

export const nearby = (): Nearby => current;

let current: Nearby = { vendored: [], folder: process.cwd(), offline: false };

/** Files by content: the name that one with this hash has in a vendored folder. */
export const vendoredName = (hash: Hash): string => `${hash.algorithm}-${formatDigits(hash, "base16")}`;

/** `file:` URLs of the vendored copies that are there. */
export const vendoredUrls = (hash: Hash): readonly string[] =>
  current.vendored
    .map((folder) => `${folder}/${vendoredName(hash)}`)
    .filter((path) => lstat(path) !== undefined)
    .map((path) => pathToFileURL(path).href);
