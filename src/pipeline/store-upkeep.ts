/** `lares store verify`: the store against its database, and the database itself. */
import { LaresError } from "../base/errors.ts";
import { openStore } from "../store/open-store.ts";
import { repairDatabase } from "../store/repair-database.ts";
import type { LocalStore } from "../store/store.ts";
import { type Verification, verifyStore } from "../store/verify.ts";
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
    return { ...verification, databaseRepaired };
  } finally {
    store.close();
  }
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
