/** The state of everything outside the store that a description's entries take their contents from. */
import { type InputStamp, stampInput } from "../config/inputs.ts";
import type { FileContent, HomeDescription } from "../home/description.ts";
import { readDirectory } from "../system/files.ts";

/**
 * Taken before the build reads them. Folders come with all they hold. `seen` are stamps that were found to hold a moment
 * ago: no second look for them.
 */
export const stampSources = (
  description: HomeDescription,
  storeDir: string,
  seen: readonly InputStamp[] = [],
): readonly InputStamp[] => {
  const sources: Stamps = { before: new Map(seen.map((stamp) => [stamp.path, stamp])), now: new Map() };
  for (const path of sourcePaths(description)) if (!path.startsWith(`${storeDir}/`)) stampTree(path, sources);
  return [...sources.now.values()];
};

interface Stamps {
  readonly before: ReadonlyMap<string, InputStamp>;
  readonly now: Map<string, InputStamp>;
}

const sourcePaths = (description: HomeDescription): readonly string[] => [
  ...description.files.flatMap(({ mode, content }) => (mode === "live" ? [] : pathsOf(content))),
  ...Object.values(description.profileFiles).flatMap(pathsOf),
  ...Object.values(description.generationFiles).flatMap(pathsOf),
  ...Object.values(description.specialisations).flatMap(sourcePaths),
];

const pathsOf = (content: FileContent): readonly string[] =>
  content.type === "source" ? [content.path] : [];

const stampTree = (path: string, stamps: Stamps): void => {
  if (stamps.now.has(path) || stampOne(path, stamps).isDirectory !== true) return;
  for (const { name, kind } of readDirectory(path))
    if (kind === "directory") stampTree(`${path}/${name}`, stamps);
    else stampOne(`${path}/${name}`, stamps);
};

const stampOne = (path: string, { before, now }: Stamps): InputStamp => {
  const stamp = before.get(path) ?? stampInput(path);
  now.set(path, stamp);
  return stamp;
};
