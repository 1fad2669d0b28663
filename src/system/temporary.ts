/** Folders for the time of one piece of work. */
import { removeTree, temporaryBeside } from "./durable.ts";
import { makeDirectories, makeDirectory } from "./files.ts";

/**
 * Gives `work` a private, empty folder in the cache and removes it afterwards with all that is in it, on Ctrl-C too, which ends the
 * process, and with it the work, unless somebody else attends to it. What a killed process
 * leaves of it is taken by a later collection, which a folder of the system's for temporary files would not see.
 */
export const withTemporaryFolder = async <T>(
  cacheDir: string,
  work: (folder: string) => T | Promise<T>,
): Promise<T> => {
  const folder = temporaryBeside(`${cacheDir}/work`);
  makeDirectories(cacheDir, 0o700);
  makeDirectory(folder, 0o700);
  const forget = (): void => {
    for (const signal of endings) process.off(signal, stop);
  };
  const stop = (signal: NodeJS.Signals): void => {
    forget();
    removeTree(folder);
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  for (const signal of endings) process.on(signal, stop);
  try {
    return await work(folder);
  } finally {
    forget();
    removeTree(folder);
  }
};

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
