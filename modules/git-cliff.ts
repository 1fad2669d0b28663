/** git-cliff, which writes changelogs: `git-cliff/cliff.toml`. */
import { defineProgram, formats, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("git-cliff, which writes changelogs from the history", "git-cliff"),
  settings: formats.toml.option({ example: { changelog: { header: "Changelog", trim: true } } }),
};
export interface GitCliffOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "git-cliff": GitCliffOptions;
  }
}

export default defineProgram("programs.git-cliff", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "git-cliff/cliff.toml": formats.toml.file(settings) }),
});
