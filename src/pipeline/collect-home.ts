/** `lares gc`: old generations given up, then everything that nothing needs deleted. */
import { clearLeftovers, deleteGenerations } from "../activation/expire.ts";
import { below } from "../base/paths.ts";
import { clearFreeLocks } from "../build/realise/output-locks.ts";
import { removeAbandoned } from "../build/sandbox/work-folder.ts";
import { type Expiry, expiredGenerations, generationLink, listGenerations } from "../profile/generations.ts";
import { generationRoot } from "../profile/roots.ts";
import { type Collection, collectGarbage } from "../store/collect.ts";
import { openStore } from "../store/open-store.ts";
import { removeTree, temporaryPrefix } from "../system/durable.ts";
import { fileSystemOf, lstat, readDirectory } from "../system/files.ts";
import type { Places } from "../system/places.ts";

export interface CollectRequest {
  /** The command in the person's words. */
  readonly command: string;
  readonly dryRun?: boolean;
  /** Generations made before this time go; milliseconds since the epoch. */
  readonly olderThan?: number;
  /** So many of the newest stay. */
  readonly keep?: number;
  /** Give up the oldest generations, one by one, only while the disk has less than this many bytes free. */
  readonly maxFree?: number;
}

export interface HomeCollection {
  readonly dryRun: boolean;
  /** Numbers of the generations given up. */
  readonly generations: readonly number[];
  readonly remaining: number;
  readonly deleted: readonly string[];
  readonly leftovers: readonly string[];
  readonly freedBytes: number;
  readonly alive: number;
}

export const collectHome = async (places: Places, request: CollectRequest): Promise<HomeCollection> => {
  const expected = request.maxFree === undefined ? numbersOf(expiring(places, request)) : [];
  if (request.dryRun) return describe(places, request, expected, collect(places, expected, true));
  const gone =
    expected.length === 0 ? [] : await deleteGenerations(places, { anyOf: expected }, request.command);
  if (lstat(places.stateDir) !== undefined) await clearLeftovers(places, request.command);
  clearUnfinished(places);
  const first = collect(places, [], false);
  if (request.maxFree === undefined) return describe(places, request, numbersOf(gone), first);
  return await collectUntilFree(places, request, request.maxFree, first);
};

/** What is half written outside of the locks may be another command's work: only what is an hour old was left by a crash. */
const clearUnfinished = (places: Places): void => {
  const anHourAgo = Date.now() - 3_600_000;
  clearFreeLocks(places.varDir);
  removeAbandoned(places.varDir);
  const cached = ["homes", "config", "literals", "push"].map((name) => below(places.cacheDir, name));
  for (const folder of [...cached, places.cacheDir, places.varDir, below(places.varDir, "db")])
    for (const { name } of lstat(folder) === undefined ? [] : readDirectory(folder)) {
      const path = below(folder, name);
      const found = name.startsWith(temporaryPrefix) ? lstat(path) : undefined;
      if (found !== undefined && found.mtimeMs < anHourAgo) removeTree(path);
    }
};

const numbersOf = (generations: readonly { readonly number: number }[]): readonly number[] =>
  generations.map(({ number }) => number);

const expiring = (places: Places, { olderThan, keep }: CollectRequest) => {
  if (olderThan === undefined && keep === undefined) return [];
  const expiry: Expiry = {
    ...(olderThan !== undefined && { olderThan }),
    ...(keep !== undefined && { keep }),
  };
  return expiredGenerations(places, expiry);
};

/** The oldest goes first, of those that --older-than and --keep allow to go. */
const collectUntilFree = async (
  places: Places,
  request: CollectRequest,
  wanted: number,
  first: Collection,
): Promise<HomeCollection> => {
  const expiry: Expiry = {
    ...(request.olderThan !== undefined && { olderThan: request.olderThan }),
    ...(request.keep !== undefined && { keep: request.keep }),
  };
  const gone: number[] = [];
  let collected = first;
  for (const { number } of expiredGenerations(places, expiry)) {
    if (fileSystemOf(places.storeDir).free >= wanted) break;
    gone.push(...numbersOf(await deleteGenerations(places, { anyOf: [number] }, request.command)));
    collected = together(collected, collect(places, [], false));
  }
  return describe(places, request, gone, collected);
};

const together = (a: Collection, b: Collection): Collection => ({
  ...b,
  deleted: [...a.deleted, ...b.deleted],
  leftovers: [...a.leftovers, ...b.leftovers],
  freedBytes: a.freedBytes + b.freedBytes,
});

const collect = (places: Places, without: readonly number[], dryRun: boolean): Collection => {
  const store = openStore(places);
  try {
    const links = without.flatMap((number) => [
      generationLink(places, number),
      generationRoot(places, number),
    ]);
    return collectGarbage(store, places, { dryRun, without: new Set<string>(links) });
  } finally {
    store.close();
  }
};

const describe = (
  places: Places,
  { dryRun = false }: CollectRequest,
  generations: readonly number[],
  { deleted, leftovers, freedBytes, alive }: Collection,
): HomeCollection => ({
  dryRun,
  generations,
  remaining: listGenerations(places).length - (dryRun ? generations.length : 0),
  deleted,
  leftovers,
  freedBytes,
  alive,
});
