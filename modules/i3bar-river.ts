/** i3bar-river, a bar for river that takes status lines made for i3: `i3bar-river/config.toml`. */
import { defineProgram, formats, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("i3bar-river, a bar for river", "i3bar-river"),
  settings: formats.toml.option({ example: { font: "monospace 10", height: 24 } }),
};
export interface I3barRiverOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "i3bar-river": I3barRiverOptions;
  }
}

export default defineProgram("programs.i3bar-river", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings }) => ({ "i3bar-river/config.toml": formats.toml.file(settings) }),
});
