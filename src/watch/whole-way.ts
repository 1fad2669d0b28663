/** An ordinary build and switch, as `lares switch` does it; afterwards all that it was made from is in memory and watched. */
import { currentName } from "../activation/carry-out.ts";
import { switchTo } from "../activation/switch.ts";
import { isUpToDate } from "../activation/up-to-date.ts";
import type { StorePath } from "../base/paths.ts";
import { buildHome, findSubject } from "../pipeline/build-home.ts";
import { readCachedDescription, readCachedHome } from "../pipeline/home-cache.ts";
import { watchFolders } from "./watched-folders.ts";
import type { Watching } from "./watching.ts";

export const rebuild = async (watching: Watching, saved: readonly string[], since: number): Promise<void> => {
  const { bench, ingredients, request } = watching;
  const seen = new Set<string>([ingredients.configFile]);
  const see = (path: string) => void seen.add(path);
  try {
    const active = currentName(request.places)?.path as StorePath | undefined;
    const generation = await buildHome({ ...request, onInput: see, onLook: see }, active, async (built) => {
      for (const message of built.warnings) request.report({ event: "warning", message });
      await switchInto(watching, built.generation, saved, since);
      return built.generation;
    });
    await learn(watching, generation);
  } catch (error) {
    bench.clear();
    ingredients.learnSeen(seen);
    watchFolders(watching);
    throw error;
  }
};

export const switchInto = async (
  { flips, request, trouble }: Watching,
  path: StorePath,
  saved: readonly string[],
  since: number,
): Promise<void> => {
  const { places, report, why } = request;
  if (flips.isElsewhere) await flips.startAnew();
  if (isUpToDate(places, path) !== undefined) {
    trouble.mended();
    if (saved.length > 0) report({ event: "unchanged", saved });
    return;
  }
  const options = { keepLive: () => true, ...(request.backup === true && { backup: true }) };
  const { session } = flips;
  const result = await switchTo({ places, to: { kind: "new", path }, why, session, options });
  flips.moved();
  trouble.mended();
  for (const { path: at, what } of result.notes) report({ event: "warning", message: `~/${at}: ${what}` });
  if (result.outcome === "nothing") return;
  report({
    event: "switched",
    generation: result.to,
    changes: result.plan.changes.map(({ change, path: at }) => ({ change, path: at })),
    milliseconds: performance.now() - since,
    saved,
    steps: result.steps,
  });
};

const learn = async (watching: Watching, generation: StorePath): Promise<void> => {
  const { bench, ingredients, request } = watching;
  const subject = await findSubject(request);
  const cached = readCachedHome(subject);
  const description = cached && readCachedDescription(subject, cached);
  if (cached === undefined || description === undefined) return;
  ingredients.learn({ subject, cached, description });
  watchFolders(watching);
  bench.load(description, generation);
};
