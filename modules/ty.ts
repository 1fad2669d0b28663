/** ty, a type checker for Python: `ty/ty.toml`. */
import { defineProgram, formats, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("ty, a type checker for Python", "ty"),
  settings: formats.toml.option({ example: { rules: { "index-out-of-bounds": "ignore" } } }),
};
export interface TyOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly ty: TyOptions;
  }
}

export default defineProgram("programs.ty", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "ty/ty.toml": formats.toml.file(settings) }),
});
