/** Objects that running processes execute, map, have open or stand in: Linux tells it in /proc, of one's own processes. */
import { exceptErrno } from "../base/errors.ts";
import { type AbsolutePath, absolutePath, below, type StorePath } from "../base/paths.ts";
import { storePathOf } from "../format/store-path.ts";
import { readDirectory, readlink, readTextIfAny } from "../system/files.ts";
import type { Root } from "./roots.ts";

export const openInProcesses = (storeDir: AbsolutePath): readonly Root[] => {
  if (process.platform !== "linux") return [];
  return directoryNames(procDirectory)
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => rootsOf(below(procDirectory, pid), pid, storeDir));
};

const rootsOf = (directory: AbsolutePath, pid: string, storeDir: AbsolutePath): readonly Root[] =>
  exceptErrno(unreadable, [], () => {
    const used = [...linkTexts(directory), ...mappedFiles(directory)];
    const paths = new Set(used.map((text) => storePathOf(storeDir, text)));
    paths.delete(undefined);
    if (paths.size === 0) return [];
    const name = readTextIfAny(below(directory, "comm"))?.trim() ?? "?";
    return [...(paths as Set<StorePath>)].map((path) => ({ holder: `process ${pid} (${name})`, path }));
  });

const linkTexts = (directory: AbsolutePath): readonly string[] => {
  const links = ["exe", "cwd", "root", ...directoryNames(below(directory, "fd")).map((name) => `fd/${name}`)];
  return links.flatMap(
    (link) => exceptErrno(unreadable, undefined, () => readlink(below(directory, link))) ?? [],
  );
};

/** The sixth field of each line of `maps` is a file's path, where it maps one. */
const mappedFiles = (directory: AbsolutePath): readonly string[] => {
  const maps = exceptErrno(unreadable, undefined, () => readTextIfAny(below(directory, "maps"))) ?? "";
  return maps.split("\n").flatMap((line) => {
    const at = line.indexOf("/");
    return at < 0 ? [] : [line.slice(at)];
  });
};

const directoryNames = (path: AbsolutePath): readonly string[] =>
  exceptErrno(unreadable, [], () => readDirectory(path).map(({ name }) => name));

/** Other people's processes, and those that ended while we looked. */
const unreadable = ["EACCES", "EPERM", "ENOENT", "ESRCH", "EINVAL"] as const;
const procDirectory = absolutePath("/proc");
