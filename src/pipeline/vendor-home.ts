/** `lares vendor`: every file that the lock names, by hash, in a folder that any machine can install from without a network. */
import { createHash } from "node:crypto";
import { LaresError } from "../base/errors.ts";
import type { HostEntry } from "../base/host.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { download } from "../fetch/download.ts";
import { lookNearby, vendoredName } from "../fetch/nearby.ts";
import { type Hash, parseHash } from "../format/hash.ts";
import type { Artefact } from "../packages/lock-file.ts";
import { artefactsFor } from "../packages/locked-for.ts";
import { type Platform, platformOf, platforms } from "../packages/platforms.ts";
import { parseReference } from "../packages/reference.ts";
import { sources } from "../packages/sources.ts";
import { temporaryBeside } from "../system/durable.ts";
import { lstat, makeDirectories, rename, stat } from "../system/files.ts";
import { piecesOf } from "../system/open-files.ts";
import { type HomeRequest, loadHome, readLoaded } from "./load-home.ts";
import { lockFileOf, readLock } from "./lock-store.ts";

export interface VendorRequest extends HomeRequest {
  readonly folder: AbsolutePath;
  readonly signal: AbortSignal;
}

export interface Vendored {
  readonly platforms: readonly Platform[];
  /** Names of artefacts: downloaded now, and there before. */
  readonly downloaded: readonly string[];
  readonly present: readonly string[];
  /** Of all of them together. */
  readonly bytes: number;
}

/** Throws `nothing-locked`, and what downloads throw; what was whole by then stays. */
export const vendorHome = async (request: VendorRequest): Promise<Vendored> => {
  const home = await loadHome(request);
  const lock = readLock(lockFileOf(home.config.file));
  const { platforms: declared } = await readLoaded(home, ({ config }) => config.lares);
  const wanted = declared ?? platformsOf(home.config.host, home.config.hosts);
  const artefacts = artefactsFor(lock, wanted);
  if (artefacts.length === 0) throw nothingLocked();
  lookNearby({ folder: home.config.folder });
  makeDirectories(request.folder);
  const taken = await inTurns(artefacts, async (name) => {
    request.onStage?.(`downloading ${name}`);
    return { name, fresh: await takeOne(name, lock.artefacts[name]!, request) };
  });
  return {
    platforms: wanted,
    downloaded: taken.filter(({ fresh }) => fresh).map(({ name }) => name),
    present: taken.filter(({ fresh }) => !fresh).map(({ name }) => name),
    bytes: sum(
      artefacts.map((name) => stat(placeOf(request.folder, hashOf(name, lock.artefacts[name]!)))?.size ?? 0),
    ),
  };
};

/** This one's, and those of `hosts`. */
const platformsOf = (
  host: Parameters<typeof platformOf>[0],
  hosts: Readonly<Record<string, HostEntry>>,
): readonly Platform[] => {
  const all = [
    host,
    ...Object.values(hosts).map(({ os, arch, libc }) => ({
      os: os ?? host.os,
      arch: arch ?? host.arch,
      ...(libc !== undefined && { libc }),
    })),
  ];
  const found = new Set(all.map(platformOf));
  return platforms.filter((platform) => found.has(platform));
};

const takeOne = async (
  name: string,
  artefact: Artefact,
  { folder, signal }: VendorRequest,
): Promise<boolean> => {
  const hash = hashOf(name, artefact);
  const to = placeOf(folder, hash);
  if (lstat(to)?.kind === "file" && hasHash(to, hash)) return false;
  const { url, headers, agent } = await sources[parseReference(name)!.source]!.address(name, artefact);
  const temporary = temporaryBeside(to) as AbsolutePath;
  await download({
    urls: [url],
    to: temporary,
    hash,
    headers,
    agent,
    signal,
    hashPlace: `in lares.lock, as the integrity of ${name}`,
  });
  rename(temporary, to);
  return true;
};

const hasHash = (file: AbsolutePath, { algorithm, bytes }: Hash): boolean => {
  const digest = createHash(algorithm);
  for (const piece of piecesOf(file)) digest.update(piece);
  return digest.digest().equals(bytes);
};

const placeOf = (folder: AbsolutePath, hash: Hash): AbsolutePath => below(folder, vendoredName(hash));

const hashOf = (name: string, { integrity }: Artefact): Hash => {
  const hash = parseHash(integrity);
  if (hash === undefined) throw new Error(`${name} has no hash`);
  return hash;
};

const inTurns = async <T, U>(all: readonly T[], work: (one: T) => Promise<U>): Promise<readonly U[]> => {
  const results: U[] = [];
  const queue = all.map((one, index) => [one, index] as const);
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      results[next[1]] = await work(next[0]);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return results;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const nothingLocked = (): LaresError =>
  new LaresError({
    code: "nothing-locked",
    message: "there is nothing to vendor: the lock names no file for these platforms",
    hint: "lares switch, or lares update, locks the packages of the configuration first",
  });
