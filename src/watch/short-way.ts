/** Contents of known files changed and nothing else: the next generation is made in memory, and a spare tree becomes it. */
import { currentName } from "../activation/carry-out.ts";
import { flipContents } from "../activation/watch-session.ts";
import { realPath } from "../system/files.ts";
import type { Watching } from "./watching.ts";
import { switchInto } from "./whole-way.ts";

/** `since`: when the first sign of it came. False, with nothing done, where the whole way has to be gone. */
export const flipShortly = async (
  watching: Watching,
  saved: readonly string[],
  since: number,
): Promise<boolean> => {
  const { bench, flips, ingredients, request, trouble } = watching;
  const { places, report, why } = request;
  const from = bench.current!;
  const name = currentName(places);
  if (name?.path !== from.path) return false;
  const prepared = bench.prepare(new Set(saved.flatMap((path) => [path, realPath(path) ?? path])));
  ingredients.taken(saved);
  if (prepared.record.effectKey === from.prepared.record.effectKey) {
    trouble.mended();
    report({ event: "unchanged", saved });
    return true;
  }
  const path = await bench.install(prepared);
  let flippedAt = 0;
  const flipped = await flipContents({
    places,
    session: flips.session,
    why,
    from: { name, manifest: from.prepared.manifest },
    to: { path, manifest: prepared.manifest, steps: ingredients.recipe!.description.activation },
    onFlip: () => {
      flippedAt = performance.now();
      flips.moved();
    },
  });
  if (flipped === undefined) await switchInto(watching, path, saved, since);
  bench.accept(prepared, path);
  if (flipped === undefined) return true;
  trouble.mended();
  const { to, changes, steps } = flipped;
  report({
    event: "switched",
    generation: to,
    changes: changes.map(({ change, path: at }) => ({ change, path: at })),
    milliseconds: flippedAt - since,
    saved,
    steps,
  });
  return true;
};
