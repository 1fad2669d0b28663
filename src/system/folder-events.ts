/** The system's own word that something happened in a folder. */
import { watch } from "node:fs";
import { errnoOf } from "../base/errors.ts";

/**
 * Calls `onEvent` for whatever happens to names in the folder, not below. Gives what ends it; undefined where the folder
 * cannot be watched: it is not there, or the system's limit on watches is reached. `onLost` once it can no more: it was removed.
 */
export const watchFolder = (
  folder: string,
  onEvent: () => void,
  onLost: () => void,
): (() => void) | undefined => {
  try {
    const watcher = watch(folder, { persistent: false }, onEvent);
    watcher.on("error", () => {
      watcher.close();
      onLost();
    });
    return () => watcher.close();
  } catch (error) {
    if (["ENOENT", "ENOSPC", "EMFILE", "ENFILE", "EACCES", "ENOTDIR"].includes(errnoOf(error) ?? ""))
      return undefined;
    throw error;
  }
};
