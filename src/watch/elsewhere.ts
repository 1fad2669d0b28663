/** Another command has flipped: it may have been built before the last save, and the last save is to win. */
import { below, type StorePath } from "../base/paths.ts";
import { lstat, readDirectory, readlink } from "../system/files.ts";
import type { Watching } from "./watching.ts";
import { rebuild } from "./whole-way.ts";

/** What a person chose stays until something is saved: an old generation, or a variant of the home. */
export const reviewElsewhere = async (watching: Watching, since: number): Promise<void> => {
  const { isNew, generation } = await watching.flips.startAnew();
  if (isNew && generation !== null && !isVariant(watching, generation.path))
    await rebuild(watching, [], since);
};

const isVariant = ({ ingredients }: Watching, path: string): boolean => {
  const generation = ingredients.recipe?.cached.generation;
  if (generation === undefined) return false;
  const folder = below(generation as StorePath, "specialisation");
  return (
    lstat(folder) !== undefined &&
    readDirectory(folder).some(({ name }) => readlink(below(folder, name)) === path)
  );
};
