/** Plugins as packages of Vim: folders that it finds by itself. */
import {
  type Context,
  type FileSpecification,
  isPackage,
  type PackageReference,
  sourcePath,
  type Type,
  t,
} from "lares/module";

/** A package, or the path of a folder. */
export type PluginFolder = PackageReference | string;

const pathAlone = {
  ...sourcePath,
  check: (value: unknown) => typeof value === "string" && sourcePath.check(value),
} as Type<string>;

/** A string that looks like a path is one, any other is the name of a package. */
export const pluginFolder = t.either(pathAlone, t.package);

/** A plugin with all that may be said about it. */
export interface Plugin {
  readonly plugin: PluginFolder;
  readonly config: string | null;
  readonly type: "lua" | "viml" | "teal" | "fennel";
  readonly optional: boolean;
  readonly runtime: Readonly<Record<string, FileSpecification>>;
}

export const inFull = (plugin: PluginFolder | Plugin): Plugin =>
  isPackage(plugin) || typeof plugin === "string"
    ? { plugin, config: null, type: "lua", optional: false, runtime: {} }
    : plugin;

/** `<packs>/start/<name>`, which Vim loads, and `<packs>/opt/<name>`, which it does not. */
export const pluginFolders = (
  packs: string,
  plugins: readonly Pick<Plugin, "plugin" | "optional">[],
  { lib }: Context,
): Record<string, FileSpecification> =>
  Object.fromEntries(
    plugins.flatMap(({ plugin, optional }): [string, FileSpecification][] => {
      const source = folderOf(plugin);
      if (source === undefined || lib.file.kindOf(source) !== "directory") return [];
      return [[`${packs}/${optional ? "opt" : "start"}/${nameOf(plugin)}`, { source }]];
    }),
  );

/** Plugins of which there is nothing to load: only their name is known, and no source of packages has them. */
export const withoutFolder = (plugins: readonly Pick<Plugin, "plugin">[]): readonly string[] =>
  plugins.filter(({ plugin }) => folderOf(plugin) === undefined).map(({ plugin }) => nameOf(plugin));

const folderOf = (plugin: PluginFolder): string | undefined =>
  typeof plugin === "string" ? plugin : (plugin.contents ?? plugin.outPath);

const nameOf = (plugin: PluginFolder): string =>
  typeof plugin === "string"
    ? plugin.replace(/\/+$/, "").replace(/^.*\//, "")
    : plugin.name.replace(/^.*[:/]/, "");
