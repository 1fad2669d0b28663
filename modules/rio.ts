/** Rio, a terminal emulator: `rio/config.toml` and `rio/themes/`. */
import { defineProgram, formats, option, programOptions, sourcePath, type TreeOf, t } from "lares/module";

const options = {
  ...programOptions("Rio, a terminal emulator", "rio"),
  settings: formats.toml.option({ example: { cursor: "_", performance: "Low", "padding-x": 0 } }),
  themes: option(t.attrsOf(t.either(sourcePath, formats.toml.type)), {
    default: {},
    description: "Colour themes by name: their settings, in TOML, or paths of files.",
    example: { mine: { colors: { background: "#1e1e2e" } } },
  }),
};
export interface RioOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly rio: RioOptions;
  }
}

export default defineProgram("programs.rio", {
  url: import.meta.url,
  options,
  files: ({ settings, themes }) => ({
    "rio/config.toml": formats.toml.file(settings),
    ...Object.fromEntries(
      Object.entries(themes).map(([name, theme]) => [`rio/themes/${name}.toml`, formats.toml.file(theme)]),
    ),
  }),
});
