/** Between evaluation and the generation: what the home names in the store is fetched or built. */
import { LaresError, type Place } from "../base/errors.ts";
import type { StorePath } from "../base/paths.ts";
import type { RealiseEvent } from "../build/realise/events.ts";
import { foreseeRealisation, type RealiseRequest, realise } from "../build/realise/realise.ts";
import type { BuildSettings } from "../build/realise/settings.ts";
import type { KnownCaches } from "../cache/known-caches.ts";
import type { Substituter } from "../cache/substituter.ts";
import { nearby } from "../fetch/nearby.ts";
import { formatDigits, parseHash } from "../format/hash.ts";
import type { HomeDescription } from "../home/description.ts";
import { hasDatabase } from "../store/database.ts";
import { openStore } from "../store/open-store.ts";
import type { LocalStore } from "../store/store.ts";
import { readTextIfAny } from "../system/files.ts";
import type { Places } from "../system/places.ts";

/** What a command asks of the builds that its work needs. */
export interface BuildWishes {
  /** What flags say, in place of the configuration's options. */
  readonly settings?: Partial<BuildSettings>;
  /** Runs what builds and downloads, which it may show and stop. */
  readonly attend?: Attend;
}

export type Attend = <T>(
  work: (signal: AbortSignal, onEvent: (event: RealiseEvent) => void) => Promise<T>,
) => Promise<T>;

export const unattended: Attend = (work) => work(new AbortController().signal, () => {});

/** What is to be made valid: a description, or what a command names. */
export type Needed = Pick<HomeDescription, "storePaths" | "derivations" | "storeSources" | "settings">;

export type PlannedRealisation = Extract<RealiseEvent, { type: "planned" }>;

/**
 * Makes valid all that the home names; it is safe from collection until the store is closed. `files` are the
 * configuration's, in which a wrong hash is looked for.
 */
export const realiseHome = async (
  places: Places,
  store: LocalStore,
  needed: Needed,
  wishes: BuildWishes = {},
  files: readonly string[] = [],
): Promise<void> => {
  if (needed.storePaths.map(store.protect).every(Boolean)) return;
  const { settings, attend = unattended } = wishes;
  await remember(places, { ...needed.settings, ...settings });
  await placingHashes(files, () =>
    attend(async (signal, onEvent) =>
      realise({ store, ...(await requestFor(places, needed, { settings, signal, onEvent })) }),
    ),
  );
};

/** For maintenance, which evaluates no configuration. A plan asks caches too, and leaves no trace. */
const remember = async ({ varDir }: Places, settings: KnownCaches): Promise<void> => {
  if (settings.substituters.length === 0 || nearby().offline) return;
  const { rememberCaches } = await import("../cache/known-caches.ts");
  rememberCaches(varDir, settings);
};

/** Runs `work`; an error about a wrong hash gets the place in `files` where that hash is written. */
export const placingHashes = async <T>(files: readonly string[], work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof LaresError ? withPlace(error, files) : error;
  }
};

/** What a realisation would download and build; undefined where nothing is missing. Makes no store where there is none. */
export const foreseeHome = async (
  places: Places,
  needed: Needed,
  { settings, attend = unattended }: BuildWishes = {},
): Promise<PlannedRealisation | undefined> => {
  const store = hasDatabase(places.varDir) ? openStore(places) : undefined;
  const isValid = (path: StorePath): boolean => store?.isValid(path) === true;
  try {
    if (needed.storePaths.every(isValid)) return undefined;
    const planned = await attend(async (signal, onEvent) =>
      foreseeRealisation({ ...(await requestFor(places, needed, { settings, signal, onEvent })), isValid }),
    );
    return planned.builds.length + planned.downloads.length > 0 ? planned : undefined;
  } finally {
    store?.close();
  }
};

interface RequestWishes {
  readonly settings: Partial<BuildSettings> | undefined;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RealiseEvent) => void;
}

export const requestFor = async (
  places: Places,
  { storePaths, derivations, storeSources, settings }: Needed,
  { settings: wished, signal, onEvent }: RequestWishes,
): Promise<Omit<RealiseRequest, "store">> => {
  const chosen: BuildSettings = { keepFailed: false, keepGoing: false, ...settings, ...wished };
  return {
    varDir: places.varDir,
    derivations,
    sources: storeSources,
    wanted: storePaths,
    settings: chosen,
    substituters: await substitutersFor(places, chosen, signal, onEvent),
    signal,
    onEvent,
  };
};

const substitutersFor = async (
  { storeDir, cacheDir }: Places,
  { substituters, trustedPublicKeys }: BuildSettings,
  signal: AbortSignal,
  onEvent: (event: RealiseEvent) => void,
): Promise<readonly Substituter[]> => {
  const asked = nearby().offline ? substituters.filter((url) => url.startsWith("file:")) : substituters;
  if (asked.length === 0) return [];
  const { openSubstituters } = await import("../cache/open-substituters.ts");
  const onWarning = (message: string): void => onEvent({ type: "warning", message });
  return await openSubstituters({
    substituters: asked,
    trustedPublicKeys,
    storeDir,
    cacheDir,
    onWarning,
    signal,
  });
};

/** A wrong hash stands in the configuration or in its lock, in one of the forms that hashes have. */
const withPlace = (error: LaresError, files: readonly string[]): LaresError => {
  if (error.code !== "hash-mismatch" || error.place !== undefined) return error;
  const expected = /^expected:? +(\S+)$/m.exec(error.details.join("\n"))?.[1];
  const place = expected === undefined ? undefined : findHash(expected, files);
  if (place === undefined) return error;
  return new LaresError({
    ...{ code: error.code, message: error.message, details: error.details, exitCode: error.exitCode },
    ...(error.hint !== undefined && { hint: error.hint }),
    place,
  });
};

const findHash = (sri: string, files: readonly string[]): Place | undefined => {
  const hash = parseHash(sri);
  if (hash === undefined) return undefined;
  const forms = (["base16", "base32", "base64"] as const).map((form) => formatDigits(hash, form));
  for (const file of files) {
    const lines = (readTextIfAny(file) ?? "").split("\n");
    for (const [at, line] of lines.entries()) {
      const column = forms.map((form) => line.indexOf(form)).find((found) => found >= 0);
      if (column !== undefined) return { file, line: at + 1, column: column + 1 };
    }
  }
  return undefined;
};
