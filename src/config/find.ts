/**
 * Which file is the configuration: the one that `--config` names, else the first of `searchPlaces` in the working
 * folder, else the same in `$XDG_CONFIG_HOME/lares`. Parents of the working folder are not searched: a home is not
 * part of a project, and a switch from somewhere below a checkout must not take up that checkout's example.
 */
import { basename, extname, join, resolve } from "node:path";
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, absolutePath } from "../base/paths.ts";
import { lstat, readTextIfAny, stat } from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { notThere } from "./load-errors.ts";

export interface FindOptions {
  readonly cwd: string;
  readonly places: Pick<Places, "configDir">;
  /** `--config`: a file of any supported kind, or a folder that holds one; relative to `cwd`. */
  readonly flag?: string;
}

export const findConfig = async ({ cwd, places, flag }: FindOptions): Promise<AbsolutePath> => {
  if (flag !== undefined) return findNamed(resolve(cwd, flag));
  const folders = [...new Set([resolve(cwd), places.configDir])];
  for (const folder of folders) {
    const found = await findInFolder(folder);
    if (found !== undefined) return found;
  }
  throw new LaresError({
    code: "config-not-found",
    message: "there is no configuration yet",
    details: folders.map((folder) => `looked for home.config.{ts,js,json,yaml,toml} in ${folder}`),
    hint: "lares init writes a first one; --config FILE names one elsewhere",
  });
};

const extensions = ["ts", "mts", "cts", "js", "mjs", "cjs", "json", "yaml", "yml", "toml"];

/** In the order of preference. `package.json` counts where it has a `lares` key. */
export const searchPlaces: readonly string[] = [
  ...extensions.map((extension) => `home.config.${extension}`),
  ...extensions.map((extension) => `lares.config.${extension}`),
  ".laresrc",
  ...extensions.map((extension) => `.laresrc.${extension}`),
  ".config/laresrc",
  ...extensions.map((extension) => `.config/laresrc.${extension}`),
  "package.json",
];

const findNamed = async (path: string): Promise<AbsolutePath> => {
  const found = stat(path);
  if (found === undefined) throw notThere(path);
  if (found.kind !== "directory") return supported(path);
  const inside = await findInFolder(path);
  if (inside !== undefined) return inside;
  throw new LaresError({
    code: "config-not-found",
    message: `there is no configuration in ${path}`,
    details: ["looked for home.config.{ts,js,json,yaml,toml} and the other usual names"],
    hint: `lares init ${path} writes a first one`,
  });
};

/**
 * A plain home.config.* is taken at the first stat. Importing cosmiconfig costs 10 ms, so it is asked only where one
 * of the other places holds something.
 */
const findInFolder = async (folder: string): Promise<AbsolutePath | undefined> => {
  const first = searchPlaces.find((place) => mayHold(join(folder, place)));
  if (first === undefined) return undefined;
  if (first.startsWith("home.config.")) return absolutePath(join(folder, first));
  return searchWithCosmiconfig(folder);
};

const mayHold = (file: string): boolean =>
  basename(file) === "package.json"
    ? readTextIfAny(file)?.includes('"lares"') === true
    : lstat(file) !== undefined;

/** Only the search is cosmiconfig's: its loaders would evaluate a file that throws twice. */
const searchWithCosmiconfig = async (folder: string): Promise<AbsolutePath | undefined> => {
  const { cosmiconfig } = await import("cosmiconfig");
  const present = () => ({ present: true });
  const loaders = Object.fromEntries(
    ["noExt", ...extensions.map((extension) => `.${extension}`)].map((kind) => [kind, present]),
  );
  const explorer = cosmiconfig("lares", {
    searchPlaces: [...searchPlaces],
    loaders: { ...loaders, ".json": presentInJson },
    searchStrategy: "none",
    cache: false,
  });
  const found = await explorer.search(folder);
  return found === null ? undefined : absolutePath(found.filepath);
};

/** A package.json that does not parse is not ours to complain about. */
const presentInJson = (file: string, text: string): object => {
  if (basename(file) !== "package.json") return { present: true };
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
};

const supported = (path: string): AbsolutePath => {
  const extension = extname(path).slice(1);
  if (extension === "" || extension === "tsx" || extension === "jsx" || extensions.includes(extension))
    return absolutePath(path);
  throw new LaresError({
    code: "config-kind",
    message: `a configuration cannot be a .${extension} file`,
    place: { file: path },
    hint: `it can be ${extensions.map((known) => `.${known}`).join(", ")}`,
  });
};
