/** What to do when things were saved: nothing, the short way, or the whole way. */
import { reviewElsewhere } from "./elsewhere.ts";
import type { Batch } from "./settling.ts";
import { flipShortly } from "./short-way.ts";
import { watchFolders } from "./watched-folders.ts";
import type { Watching } from "./watching.ts";
import { rebuild } from "./whole-way.ts";

export const react = async (watching: Watching, { paths, since }: Batch): Promise<void> => {
  const { flips, request, trouble } = watching;
  if (flips.isElsewhere && paths.has(request.places.profile))
    await trouble.during(() => reviewElsewhere(watching, since));
  const changed = changedAmong(watching, paths);
  if (changed.length === 0) return;
  await trouble.during(() => goOneWay(watching, changed, since));
  if (paths.size > manyPaths) watching.lookout.lookAgainSoon();
};

/** Everything is asked whether it is as it was. */
export const lookAtAll = (watching: Watching): void => {
  for (const path of watching.ingredients.paths) watching.settling.note(path);
  watching.ingredients.findFolders();
  watchFolders(watching);
};

/** While something is wrong a file may have come back just as it was. */
const changedAmong = (watching: Watching, paths: ReadonlySet<string>): readonly string[] => {
  const { absences, ingredients, trouble } = watching;
  return touchedBy(watching, paths)
    .filter((path) => trouble.isThere || ingredients.isChanged(path))
    .filter((path) => !absences.holdsBack(path, ingredients.stampOf(path)));
};

/** A folder that came or went may have taken anything with it. */
const touchedBy = (watching: Watching, paths: ReadonlySet<string>): readonly string[] => {
  const { ingredients, lookout } = watching;
  const folders = [...paths].filter((path) => ingredients.list.effectOf(path) === "folder");
  for (const folder of folders) lookout.renew(folder);
  if (folders.length > 0) {
    ingredients.findFolders();
    watchFolders(watching);
    return ingredients.paths;
  }
  return [...paths]
    .flatMap((path) => ingredients.list.namesOf(path))
    .filter((path) => ingredients.list.effectOf(path) !== undefined);
};

const goOneWay = async (watching: Watching, paths: readonly string[], since: number): Promise<void> => {
  const { bench, ingredients, trouble } = watching;
  const isOfContents = bench.isLoaded && !trouble.isThere && paths.every(ingredients.isKnownFile);
  if (!(isOfContents && (await flipShortly(watching, paths, since)))) await rebuild(watching, paths, since);
};

const manyPaths = 200;
