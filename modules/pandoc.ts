/** Pandoc, which turns documents into others: its templates, citation styles and defaults. */
import { defineProgram, formats, option, programOptions, sourcePath, type TreeOf, t } from "lares/module";

function ownDefaults({ xdg }: { readonly xdg: { readonly dataHome: string } }): string {
  return `${xdg.dataHome}/pandoc/defaults/home.yaml`;
}

const options = {
  ...programOptions("Pandoc, which turns documents into others", "pandoc"),
  defaults: formats.json.option({
    description: "Options that `pandoc` always has, as in a defaults file.",
    example: { metadata: { author: "Ada Lovelace" }, "pdf-engine": "xelatex", citeproc: true },
  }),
  defaultsFile: option(t.path, {
    default: ({ config }) => ownDefaults(config),
    defaultText: "pandoc/defaults/home.yaml below xdg.dataHome",
    description:
      "The defaults file that `pandoc` always reads; `defaults` are written to the one that is the default.",
  }),
  templates: option(t.attrsOf(sourcePath), {
    default: {},
    description: "Templates by file name: paths of files.",
    example: { "default.latex": "./template.latex" },
  }),
  citationStyles: option(t.listOf(sourcePath), {
    default: [],
    description: "Styles of citation: paths of CSL files.",
    example: ["./ieee.csl"],
  }),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config, lib }) => {
      const { package: pandoc, defaults, defaultsFile } = config.programs.pandoc;
      const isUsed = defaultsFile !== ownDefaults(config) || !formats.isEmptyValue(defaults);
      return pandoc && isUsed ? lib.wrapped(pandoc, { flags: ["--defaults", defaultsFile] }) : pandoc;
    },
    defaultText: "programs.pandoc.package, which reads defaultsFile where there is any",
    readOnly: true,
    description: "The package that is installed.",
  }),
};
export interface PandocOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly pandoc: PandocOptions;
  }
}

export default defineProgram("programs.pandoc", {
  url: import.meta.url,
  options,
  packages: ({ finalPackage }) => [finalPackage],
  files: ({ defaults, templates, citationStyles }) => ({
    /** JSON is YAML too. */
    "data:pandoc/defaults/home.yaml": formats.json.file(defaults),
    ...Object.fromEntries(
      Object.entries(templates).map(([name, source]) => [`data:pandoc/templates/${name}`, { source }]),
    ),
    ...Object.fromEntries(
      citationStyles.map((source) => [`data:pandoc/csl/${source.replace(/^.*\//, "")}`, { source }]),
    ),
  }),
});
