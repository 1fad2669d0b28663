/** Helix, a text editor: `helix/`. */
import {
  defineProgram,
  type FileSpecification,
  formats,
  type Json,
  joinText,
  linesOption,
  option,
  packageNamed,
  programOptions,
  type TextOrSource,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";

/** Marks languages that came as a list; no name in TOML looks like it. */
const fromList = "\0list";

const languages = t.coercedTo(
  t.listOf(t.jsonObject),
  (list: readonly Json[]) => ({ language: list, [fromList]: true }),
  t.jsonObject,
);

const options = {
  ...programOptions("Helix, a text editor", packageNamed("helix", { mainProgram: "hx" })),
  defaultEditor: option(t.bool, {
    default: false,
    description: "Whether programs open Helix to edit texts: `EDITOR` and `VISUAL`.",
  }),
  extraPackages: option(t.listOf(t.package), {
    default: [],
    description: "Programs that Helix is to find: language servers, formatters.",
    example: ["marksman"],
  }),
  settings: formats.toml.option({
    description: "Settings: `config.toml`.",
    example: { theme: "base16", editor: { "line-number": "relative" } },
  }),
  extraConfig: linesOption("Further lines of `config.toml`.", '[keys.normal.g]\ng = "goto_file_start"\n'),
  languages: option(languages, {
    default: {},
    description: "Languages and their servers: `languages.toml`.",
    example: { language: [{ name: "rust", "auto-format": false }] },
  }),
  ignores: option(t.listOf(t.str), {
    default: [],
    description: "Patterns of files that pickers leave out.",
    example: [".build/", "!.gitignore"],
  }),
  themes: option(t.attrsOf(t.either(textOrSource, formats.toml.type)), {
    default: {},
    description: "Colour themes by name: settings, texts in TOML, or paths of files.",
    example: { mine: { inherits: "base16", "ui.background": {} } },
  }),
};
export interface HelixOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly helix: HelixOptions;
  }
}

export default defineProgram("programs.helix", {
  url: import.meta.url,
  options,
  packages: (own) => [own.package, ...own.extraPackages],
  variables: ({ defaultEditor }) => (defaultEditor ? { EDITOR: "hx", VISUAL: "hx" } : {}),
  files: ({ settings, extraConfig, languages, ignores, themes }) => ({
    "helix/config.toml": joinText(
      !formats.isEmptyValue(settings) && formats.toml.write(settings),
      extraConfig,
    ),
    "helix/languages.toml": formats.toml.file(withoutMark(languages)),
    "helix/ignore": joinText(...ignores),
    ...Object.fromEntries(
      Object.entries(themes).map(([name, theme]) => [`helix/themes/${name}.toml`, themeFile(theme)]),
    ),
  }),
  warnings: ({ languages }) => [
    fromList in languages &&
      "programs.helix.languages is a list, which will not be taken for ever: write it as languages = { language: […] }.",
  ],
});

const withoutMark = ({ [fromList]: _, ...languages }: Readonly<Record<string, Json>>) => languages;

type Theme = TextOrSource | Readonly<Record<string, Json>>;

const themeFile = (theme: Theme): FileSpecification | undefined =>
  isFile(theme) ? theme : formats.toml.file(theme);

const isFile = (theme: object): theme is TextOrSource =>
  Object.keys(theme).length === 1 &&
  Object.entries(theme).every(
    ([key, value]) => (key === "text" || key === "source") && typeof value === "string",
  );
