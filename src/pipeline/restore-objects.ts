/** Damaged objects of the store, brought back from binary caches. */
import { LaresError } from "../base/errors.ts";
import { inParallel } from "../base/in-parallel.ts";
import type { StorePath } from "../base/paths.ts";
import { type CacheSettings, openSubstituters } from "../cache/open-substituters.ts";
import type { Substitute } from "../cache/substituter.ts";
import type { LocalStore } from "../store/store.ts";
import { dropDamagedContents } from "../store/verify.ts";

/**
 * Gives the paths that are whole again. Only what has the hash that was registered is taken: another build of the same
 * derivation may be as good, but what refers to it was made with this one.
 */
export const restoreFromCaches = async (
  store: LocalStore,
  damaged: readonly StorePath[],
  settings: CacheSettings,
): Promise<ReadonlySet<StorePath>> => {
  const { signal, onWarning } = settings;
  const substituters = await openSubstituters(settings);
  const answers = await Promise.all(substituters.map(({ query }) => query(damaged, signal)));
  dropDamagedContents(store.directory);
  const restored = new Set<StorePath>();
  await inParallel(damaged, parallel, async (path) => {
    const recorded = store.queryPathInfo(path)?.narHash;
    const choices = answers
      .flatMap((answer) => answer.get(path) ?? [])
      .filter(({ narHash }) => narHash === recorded);
    for (const choice of choices)
      if (await succeeds(store, choice, settings)) {
        restored.add(path);
        return;
      }
    if (choices.length === 0 && substituters.length > 0) onWarning(`no cache has ${path} as it was`);
  });
  return restored;
};

const parallel = 8;

const succeeds = async (
  store: LocalStore,
  choice: Substitute,
  { signal, onWarning }: CacheSettings,
): Promise<boolean> => {
  try {
    await choice.fetch(store, { signal, replace: true });
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof LaresError)) throw error;
    onWarning([error.message, ...error.details].join("; "));
    return false;
  }
};
