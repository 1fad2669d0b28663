/** Which folders are watched: all that the home's ingredients lie in, and that of the profile, where other commands flip. */
import { dirname } from "node:path";
import type { Watching } from "./watching.ts";

export const watchFolders = ({ ingredients, lookout, request }: Watching): void =>
  lookout.watch(new Set([...ingredients.list.folders, dirname(request.places.profile)]));
