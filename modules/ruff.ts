/** Ruff, a linter and formatter for Python: `ruff/ruff.toml`. */
import { defineProgram, formats, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("Ruff, a linter and formatter for Python", "ruff"),
  settings: formats.toml.option({ example: { "line-length": 100, lint: { select: ["E4", "F"] } } }),
};
export interface RuffOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly ruff: RuffOptions;
  }
}

export default defineProgram("programs.ruff", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "ruff/ruff.toml": formats.toml.file(settings) }),
});
