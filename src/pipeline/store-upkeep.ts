/** `lares store verify`: the store against its database, and the database itself. */
import { LaresError } from "../base/errors.ts";
import type { StorePath } from "../base/paths.ts";
import { openStore } from "../store/open-store.ts";
import { registerLost, repairDatabase } from "../store/repair-database.ts";
import { findRoots } from "../store/roots.ts";
import type { LocalStore } from "../store/store.ts";
import { type Finding, type Verification, verifyStore } from "../store/verify.ts";
import type { Places } from "../system/places.ts";
import { forgetCachedHomes } from "./home-cache.ts";

export interface StoreVerification extends Verification {
  /** The database could not be read, and was made anew from the objects on disk. */
  readonly databaseRepaired: boolean;
  /** Those of the objects then whose names do not tell their contents: taken as they were found. */
  readonly unconfirmed: readonly StorePath[];
}

export interface VerifyHomeOptions {
  readonly repair: boolean;
  readonly onWarning: (message: string) => void;
  readonly signal: AbortSignal;
  readonly onObject?: (done: number, all: number) => void;
}

/**
 * With `repair`, a database beyond reading is made anew, and what can be mended is: from the caches that the home was last
 * realised with, else from what the objects hold.
 */
export const verifyHomeStore = async (
  places: Places,
  { repair, onWarning, signal, onObject }: VerifyHomeOptions,
): Promise<StoreVerification> => {
  const { store, ...repaired } = await openOrRepair(places, repair);
  try {
    const restored = repair ? await restoreDamaged(store, places, onWarning, signal) : [];
    const verification = verifyStore(store, places, {
      checkContents: true,
      repair,
      ...(onObject !== undefined && { onObject }),
    });
    if (verification.findings.some(({ outcome }) => outcome === "forgotten")) forgetCachedHomes(places);
    const findings = repair ? bringBack(store, places, verification.findings) : verification.findings;
    return { ...verification, findings: [...restored, ...findings], ...repaired };
  } finally {
    store.close();
  }
};

/** What caches brought back. Where none is known, nothing is hashed for it. */
const restoreDamaged = async (
  store: LocalStore,
  places: Places,
  onWarning: (message: string) => void,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const { readKnownCaches } = await import("../cache/known-caches.ts");
  const known = readKnownCaches(places.varDir);
  if (known.substituters.length === 0) return [];
  const damaged = verifyStore(store, places, { checkContents: true }).findings.filter(
    ({ fault }) => fault === "missing" || fault === "modified",
  );
  if (damaged.length === 0) return [];
  const { restoreFromCaches } = await import("./restore-objects.ts");
  const paths = damaged.map(({ path }) => path as StorePath);
  const restored = await restoreFromCaches(store, paths, { ...known, ...places, onWarning, signal });
  return damaged
    .filter(({ path }) => restored.has(path as StorePath))
    .map((finding) => ({ ...finding, outcome: "repaired" }));
};

/** What a root leads to was registered once: a database that does not know it has lost it. */
const bringBack = (store: LocalStore, places: Places, findings: readonly Finding[]): readonly Finding[] => {
  const rooted = new Set<string>(findRoots(places).map(({ path }) => path));
  const lost = findings.filter(({ path, fault }) => fault === "unregistered" && rooted.has(path));
  const registered = new Set<string>(
    registerLost(
      store,
      lost.map(({ path }) => path as StorePath),
    ),
  );
  return findings.map((finding) =>
    registered.has(finding.path) ? { ...finding, outcome: "repaired" } : finding,
  );
};

const openOrRepair = async (
  places: Places,
  repair: boolean,
): Promise<Pick<StoreVerification, "databaseRepaired" | "unconfirmed"> & { store: LocalStore }> => {
  try {
    return { store: openStore(places), databaseRepaired: false, unconfirmed: [] };
  } catch (error) {
    if (!repair || !(error instanceof LaresError) || error.code !== "store-damaged") throw error;
    const { unconfirmed } = await repairDatabase(places);
    return { store: openStore(places), databaseRepaired: true, unconfirmed };
  }
};
