/** tex-fmt, a formatter for LaTeX: `tex-fmt/tex-fmt.toml`. */
import { defineProgram, formats, nativePlace, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("tex-fmt, a formatter for LaTeX", "tex-fmt"),
  settings: formats.toml.option({ example: { tabsize: 2, tabchar: "space", wrap: true, lists: [] } }),
};
export interface TexFmtOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "tex-fmt": TexFmtOptions;
  }
}

export default defineProgram("programs.tex-fmt", {
  url: import.meta.url,
  options,
  files: ({ settings }, context) => ({
    [nativePlace("tex-fmt/tex-fmt.toml", context)]: formats.toml.file(settings),
  }),
});
