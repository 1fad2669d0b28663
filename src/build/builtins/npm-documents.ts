/** Manual pages and completions of an npm package, linked to where shells and man look for them. */
import { type AbsolutePath, below } from "../../base/paths.ts";
import { readDirectory, stat } from "../../system/files.ts";
import { isClean, readManifest } from "./npm-commands.ts";
import { linkBetween } from "./npm-links.ts";

export const linkDocuments = (out: AbsolutePath, name: string, commands: readonly string[]): void => {
  const folder = `lib/node_modules/${name}`;
  for (const path of manualPages(below(out, folder))) {
    const file = path.slice(path.lastIndexOf("/") + 1);
    const [, section] = pageName.exec(file) ?? [];
    if (section !== undefined) linkBetween(out, `share/man/man${section}/${file}`, `${folder}/${path}`);
  }
  for (const [path, place] of completions(below(out, folder), commands))
    linkBetween(out, `share/${place}`, `${folder}/${path}`);
};

/** `git.1`, `git.1.gz`, `printf.3posix` */
const pageName = /\.([1-9])[a-z]*(?:\.gz)?$/;

const manualPages = (folder: AbsolutePath): readonly string[] => {
  const { man, directories } = readManifest(folder);
  const listed = [man].flat().filter((path): path is string => typeof path === "string" && isClean(path));
  const named = (directories as { man?: unknown } | undefined)?.man;
  const places = [...(typeof named === "string" && isClean(named) ? [named] : []), "man", "share/man"];
  const found = listed.length > 0 ? listed : places.flatMap((place) => pagesBelow(folder, place, 2));
  return found.map((path) => path.replace(/^(\.\/)+/, "")).filter((path) => isFile(folder, path));
};

const pagesBelow = (folder: AbsolutePath, place: string, depth: number): readonly string[] => {
  if (stat(below(folder, place))?.kind !== "directory") return [];
  return readDirectory(below(folder, place))
    .map(({ name, kind }) => ({ path: `${place}/${name}`, kind }))
    .flatMap(({ path, kind }) =>
      kind === "directory" && depth > 0
        ? pagesBelow(folder, path, depth - 1)
        : pageName.test(path)
          ? [path]
          : [],
    );
};

const isFile = (folder: AbsolutePath, path: string): boolean => stat(below(folder, path))?.kind === "file";

/** By file in the package, the place below `share`. */
const completions = (
  folder: AbsolutePath,
  commands: readonly string[],
): readonly (readonly [path: string, place: string])[] =>
  completionFolders.flatMap((place) =>
    commands.flatMap((command) =>
      namesOf(command).flatMap(([name, target]) =>
        isFile(folder, `${place}/${name}`) ? [[`${place}/${name}`, target] as const] : [],
      ),
    ),
  );

const completionFolders = [
  "completions",
  "completion",
  "complete",
  "autocomplete",
  "shell-completion",
  "share/bash-completion/completions",
  "share/zsh/site-functions",
  "share/fish/vendor_completions.d",
];

const namesOf = (command: string): readonly (readonly [name: string, place: string])[] => [
  [`${command}.bash`, `bash-completion/completions/${command}`],
  [`bash/${command}`, `bash-completion/completions/${command}`],
  [`_${command}`, `zsh/site-functions/_${command}`],
  [`zsh/_${command}`, `zsh/site-functions/_${command}`],
  [`${command}.zsh`, `zsh/site-functions/_${command}`],
  [`${command}.fish`, `fish/vendor_completions.d/${command}.fish`],
  [`fish/${command}.fish`, `fish/vendor_completions.d/${command}.fish`],
];
