/** Topgrade, which upgrades everything: `topgrade.toml`. */
import { defineProgram, formats, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("Topgrade, which upgrades everything", "topgrade"),
  settings: formats.toml.option({
    example: {
      misc: { assume_yes: true, disable: ["flutter"] },
      commands: { "Clean up": "rm -rf ~/.cache/junk" },
    },
  }),
};
export interface TopgradeOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly topgrade: TopgradeOptions;
  }
}

export default defineProgram("programs.topgrade", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "topgrade.toml": formats.toml.file(settings) }),
});
