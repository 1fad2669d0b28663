/** The state of everything outside the store that a description's entries take their contents from. */
import { type InputStamp, stampInput } from "../config/inputs.ts";
import type { FileContent, HomeDescription } from "../home/description.ts";
import { readDirectory, stat } from "../system/files.ts";

/** Taken before the build reads them. Folders come with all they hold. */
export const stampSources = (description: HomeDescription, storeDir: string): readonly InputStamp[] => {
  const stamps = new Map<string, InputStamp>();
  for (const path of sourcePaths(description)) if (!path.startsWith(`${storeDir}/`)) stampTree(path, stamps);
  return [...stamps.values()];
};

const sourcePaths = (description: HomeDescription): readonly string[] => [
  ...description.files.flatMap(({ mode, content }) => (mode === "live" ? [] : pathsOf(content))),
  ...Object.values(description.profileFiles).flatMap(pathsOf),
  ...Object.values(description.generationFiles).flatMap(pathsOf),
  ...Object.values(description.specialisations).flatMap(sourcePaths),
];

const pathsOf = (content: FileContent): readonly string[] =>
  content.type === "source" ? [content.path] : [];

const stampTree = (path: string, stamps: Map<string, InputStamp>): void => {
  if (stamps.has(path)) return;
  stamps.set(path, stampInput(path));
  if (stat(path)?.kind !== "directory") return;
  for (const { name, kind } of readDirectory(path))
    if (kind === "directory") stampTree(`${path}/${name}`, stamps);
    else stamps.set(`${path}/${name}`, stampInput(`${path}/${name}`));
};
