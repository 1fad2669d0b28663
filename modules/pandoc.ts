/** Pandoc, which turns documents into others: its templates, citation styles and defaults. */
import {
  defineProgram,
  formats,
  option,
  programOptions,
  quoteShell,
  sourcePath,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("Pandoc, which turns documents into others", "pandoc"),
  defaults: formats.json.option({
    description: "Options that `pandoc` always has, as in a defaults file.",
    example: { metadata: { author: "Ada Lovelace" }, "pdf-engine": "xelatex", citeproc: true },
  }),
  defaultsFile: option(t.path, {
    default: ({ config }) => `${config.xdg.dataHome}/pandoc/defaults/home.yaml`,
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
  config: {
    home: {
      shellAliases: ({ config, lib }) => {
        const { package: pandoc, defaults, defaultsFile } = config.programs.pandoc;
        const own = `${config.xdg.dataHome}/pandoc/defaults/home.yaml`;
        if (defaultsFile === own && formats.isEmptyValue(defaults)) return {};
        return { pandoc: `${lib.program(pandoc ?? "pandoc")} --defaults ${quoteShell(defaultsFile)}` };
      },
    },
  },
});
