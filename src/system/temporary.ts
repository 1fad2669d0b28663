/** Folders for the time of one piece of work, outside of the home and the store. */
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeTree } from "./durable.ts";
import { makeDirectory } from "./files.ts";

/** Gives `work` a private, empty folder and removes it afterwards with all that is in it. */
export const withTemporaryFolder = async <T>(work: (folder: string) => T | Promise<T>): Promise<T> => {
  const folder = join(tmpdir(), `lares-${randomBytes(8).toString("hex")}`);
  makeDirectory(folder, 0o700);
  try {
    return await work(folder);
  } finally {
    removeTree(folder);
  }
};
