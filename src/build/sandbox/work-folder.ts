/** The folders of one build outside the store, below `<var>/builds`; those of dead processes go when the next is made, or in a collection. */
import { exceptErrno } from "../../base/errors.ts";
import { type AbsolutePath, below } from "../../base/paths.ts";
import { randomName } from "../../base/random-name.ts";
import { removeTree } from "../../system/durable.ts";
import { lstat, makeDirectories, makeDirectory, readDirectory } from "../../system/files.ts";
import { isRunning } from "../../system/running-processes.ts";
import type { WorkFolder } from "./sandbox.ts";

export const openWorkFolder = (varDir: AbsolutePath, name: string): WorkFolder => {
  const parent = buildsFolder(varDir);
  makeDirectories(parent, 0o700);
  removeAbandoned(varDir);
  const path = below(parent, `${process.pid}-${randomName(6)}-${name}`.slice(0, longestName));
  makeDirectory(path, 0o700);
  const work = { path, build: below(path, "build"), tmp: below(path, "tmp"), etc: below(path, "etc") };
  for (const folder of [work.build, work.tmp, work.etc]) makeDirectory(folder, 0o755);
  return work;
};

/** A process that was killed leaves its folders. One of another user's is not ours to remove, nor to look into. */
export const removeAbandoned = (varDir: AbsolutePath): void => {
  const parent = buildsFolder(varDir);
  for (const { name } of lstat(parent) === undefined ? [] : readDirectory(parent)) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1]);
    if (!Number.isInteger(pid) || isRunning(pid)) continue;
    exceptErrno(["ENOENT", "EACCES", "EPERM", "EBUSY"], undefined, () => removeTree(below(parent, name)));
  }
};

const buildsFolder = (varDir: AbsolutePath): AbsolutePath => below(varDir, "builds");

const longestName = 100;
