/** The files of a home, from `home.file` and the XDG directories' options. */

import type { AbsolutePath } from "../base/paths.ts";
import type { Config } from "../option/context.ts";
import type { Evaluation } from "../option/evaluation.ts";
import { printPath } from "../option/option-error.ts";
import type { EntryMode, FileContent, FileDescription, Origin } from "./description.ts";
import { isOutOfStoreLink } from "./lib.ts";
import { homePath } from "./target-path.ts";

type Entry = Config["home"]["file"][string];

export interface DescribedFiles {
  readonly files: readonly FileDescription[];
  /** What is wrong with entries: failed assertions. */
  readonly problems: readonly string[];
}

export const describeFiles = (evaluation: Evaluation): DescribedFiles => {
  const { config } = evaluation;
  const problems: string[] = [];
  const byTarget = new Map<string, FileDescription>();
  const shared: FileDescription[] = [];
  for (const { option, base, entries } of fileOptions(config)) {
    const files = placesByName(evaluation, option);
    for (const name of Object.keys(entries)) {
      const entry = entries[name]!;
      if (!entry.enable) continue;
      const place = files.get(name);
      const origin: Origin = { option: printPath([...option, name]), ...(place && { place }) };
      const described = describeEntry(entry, config.home.homeDirectory, base, origin);
      if (typeof described === "string") problems.push(described);
      else if (!byTarget.has(described.target)) byTarget.set(described.target, described);
      else if (areLaidOver(byTarget.get(described.target)!, described)) shared.push(described);
      else problems.push(clash(byTarget.get(described.target)!, described));
    }
  }
  const files = [...byTarget.values(), ...shared].sort((a, b) => (a.target < b.target ? -1 : 1));
  return { files, problems };
};

const fileOptions = ({ home, xdg }: Config) => [
  { option: ["home", "file"], base: home.homeDirectory, entries: home.file },
  { option: ["xdg", "cacheFile"], base: xdg.cacheHome, entries: xdg.cacheFile },
  { option: ["xdg", "configFile"], base: xdg.configHome, entries: xdg.configFile },
  { option: ["xdg", "dataFile"], base: xdg.dataHome, entries: xdg.dataFile },
  { option: ["xdg", "stateFile"], base: xdg.stateHome, entries: xdg.stateFile },
];

/** The file in which each entry is first defined. */
const placesByName = (evaluation: Evaluation, option: readonly string[]): Map<string, { file: string }> => {
  const places = new Map<string, { file: string }>();
  for (const { value, source } of evaluation.definitions(option))
    for (const name of Object.keys(value as object))
      if (!places.has(name)) places.set(name, { file: source.file });
  return places;
};

const describeEntry = (
  entry: Entry,
  home: string,
  base: string,
  origin: Origin,
): FileDescription | string => {
  const target = homePath(home, base, entry.target);
  if (target === undefined)
    return `${origin.option} goes to ${JSON.stringify(entry.target)}, which is outside the home directory ${home}`;
  const content = contentOf(entry);
  if (content === undefined) return `${origin.option} has neither text nor source: give it one of them`;
  const mode = modeOf(entry);
  if (mode !== "copy" && entry.permissions !== null)
    return `${origin.option} sets permissions, which only a copy can have: leave its mode out, or make it "copy"`;
  if (mode === "live" && content.type !== "source")
    return `${origin.option} is live, so it needs a source file to lead to`;
  return {
    target,
    mode,
    content,
    ...(entry.permissions !== null && { permissions: entry.permissions }),
    force: entry.force,
    onChange: entry.onChange,
    origin,
  };
};

const contentOf = ({ source, text, base64, executable }: Entry): FileContent | undefined => {
  const bits = executable === null ? {} : { executable };
  if (isOutOfStoreLink(source)) return { type: "symlink", text: source.path };
  if (typeof source === "string") return { type: "source", path: source as AbsolutePath, ...bits };
  if (text !== null) return { type: "text", text, ...bits };
  return base64 === null ? undefined : { type: "bytes", base64, ...bits };
};

const modeOf = ({ mode, permissions, recursive }: Entry): EntryMode => {
  if (mode !== null && mode !== "link") return mode;
  if (permissions !== null && mode === null) return "copy";
  return recursive ? "recursive" : "link";
};

/** Folders can be laid over each other, as long as no file of theirs is in both. */
const areLaidOver = (a: FileDescription, b: FileDescription): boolean =>
  a.mode === "recursive" &&
  b.mode === "recursive" &&
  a.content.type === "source" &&
  b.content.type === "source";

const clash = (a: FileDescription, b: FileDescription): string =>
  `${a.origin.option} and ${b.origin.option} both go to ${JSON.stringify(b.target)}: disable one, or change its target`;
