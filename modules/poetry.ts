/** Poetry, packages of Python projects: `pypoetry/config.toml`. */
import { defineProgram, formats, nativePlace, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("Poetry, which manages the packages of Python projects", "poetry"),
  settings: formats.toml.option({ example: { virtualenvs: { create: true, "in-project": true } } }),
};
export interface PoetryOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly poetry: PoetryOptions;
  }
}

export default defineProgram("programs.poetry", {
  url: import.meta.url,
  options,
  files: ({ settings }, context) => ({
    [nativePlace("pypoetry/config.toml", context)]: formats.toml.file(settings),
  }),
});
