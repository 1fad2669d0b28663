/** sway-easyfocus moves the focus by letters on the windows: `sway-easyfocus/config.yaml`. */
import { defineProgram, formats, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("sway-easyfocus", "sway-easyfocus"),
  settings: formats.yaml.option({ example: { chars: "fjghdks", font_size: "medium" } }),
};
export interface SwayEasyfocusOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "sway-easyfocus": SwayEasyfocusOptions;
  }
}

export default defineProgram("programs.sway-easyfocus", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "sway-easyfocus/config.yaml": formats.yaml.file(settings) }),
});
