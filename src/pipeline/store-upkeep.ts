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
}

/** With `repair`, a database beyond reading is made anew, and what the objects can be mended of is mended. */
export const verifyHomeStore = async (
  places: Places,
  { repair }: { repair: boolean },
): Promise<StoreVerification> => {
  const { store, databaseRepaired } = await openOrRepair(places, repair);
  try {
    const verification = verifyStore(store, places, { checkContents: true, repair });
    if (verification.findings.some(({ outcome }) => outcome === "forgotten")) forgetCachedHomes(places);
    const findings = repair ? bringBack(store, places, verification.findings) : verification.findings;
    return { ...verification, findings, databaseRepaired };
  } finally {
    store.close();
  }
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
): Promise<{ store: LocalStore; databaseRepaired: boolean }> => {
  try {
    return { store: openStore(places), databaseRepaired: false };
  } catch (error) {
    if (!repair || !(error instanceof LaresError) || error.code !== "store-damaged") throw error;
    await repairDatabase(places);
    return { store: openStore(places), databaseRepaired: true };
  }
};
