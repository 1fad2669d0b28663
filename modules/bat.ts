/** bat: `bat/config`, themes and syntaxes. */
import {
  commandLineWords,
  defineProgram,
  type FileSpecification,
  option,
  type PackageReference,
  programOptions,
  quoteShell,
  sourcePath,
  type TreeOf,
  t,
} from "lares/module";

const asset = t.submodule({
  src: option(sourcePath, { description: "The file, or the folder or package that holds it." }),
  file: option(t.nullOr(t.str), {
    default: null,
    description: "The file's path in `src`, where that is a folder.",
    example: "dracula.tmTheme",
  }),
});

const assets = (what: string) =>
  option(t.attrsOf(t.oneOf(t.lines, asset)), {
    default: {},
    description: `Further ${what}, by name. A text is taken too, as older homes have it.`,
  });

const options = {
  ...programOptions("bat, which shows files in colour", "bat"),
  config: option(t.attrsOf(t.oneOf(t.str, t.listOf(t.str), t.bool)), {
    default: {},
    description: "Options that bat always has, by their long names.",
    example: { theme: "TwoDark", pager: "less -FR", "map-syntax": ["*.jenkinsfile:Groovy"] },
  }),
  extraPackages: option(t.listOf(t.package), {
    default: [],
    description: "Companions of bat to install: batdiff, batman, batgrep …",
  }),
  themes: assets("themes"),
  syntaxes: assets("syntaxes"),
};
export interface BatOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly bat: BatOptions;
  }
}

type Asset = string | { readonly src: string; readonly file: string | null };
type Assets = Readonly<Record<string, Asset>>;

export default defineProgram("programs.bat", {
  url: import.meta.url,
  options,
  packages: (own) => [own.package, ...own.extraPackages],
  files: ({ config, themes, syntaxes, package: bat }, { lib }) => {
    const rebuild = cacheCommand(bat, lib);
    return {
      "bat/config": Object.keys(config).length > 0 && { text: configText(config) },
      ...filesOf(themes, "bat/themes", "tmTheme", rebuild),
      ...filesOf(syntaxes, "bat/syntaxes", "sublime-syntax", rebuild),
    };
  },
  warnings: ({ themes, syntaxes }) => [warnOfTexts("themes", themes), warnOfTexts("syntaxes", syntaxes)],
});

/** What has a value, then the flags. */
const configText = (config: Parameters<typeof commandLineWords>[0]): string => {
  const entries = Object.entries(config);
  const flags = Object.fromEntries(entries.filter(([, value]) => typeof value === "boolean"));
  const valued = Object.fromEntries(entries.filter(([, value]) => typeof value !== "boolean"));
  return [...commandLineWords(valued), ...commandLineWords(flags)]
    .map((word) => `${word.replace(/(?<==)[\s\S]*$/, (value) => quoteShell(value))}\n`)
    .join("");
};

const filesOf = (assets: Assets, folder: string, ending: string, onChange: string) =>
  Object.fromEntries(
    Object.entries(assets).map(([name, asset]): [string, FileSpecification] => [
      `${folder}/${name}.${ending}`,
      { ...contentOf(asset), onChange },
    ]),
  );

const contentOf = (asset: Asset): FileSpecification => {
  if (typeof asset === "string") return { text: asset };
  return { source: asset.file === null ? asset.src : `${asset.src}/${asset.file}` };
};

/** bat reads themes and syntaxes from a cache of its own. */
const cacheCommand = (
  bat: PackageReference | null,
  lib: { program: (of: PackageReference | string) => string },
): string => {
  const program = lib.program(bat ?? "bat");
  return `! command -v ${program} >/dev/null || ${program} cache --build >/dev/null\n`;
};

const warnOfTexts = (what: string, assets: Assets): string | false =>
  Object.values(assets).some((asset) => typeof asset === "string") &&
  `programs.bat.${what} has texts in the place of files, which will not be taken for ever: write { src: "./file" }.`;
