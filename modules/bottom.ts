/** bottom, a system monitor for the terminal: `bottom/bottom.toml`. */
import { defineProgram, formats, packageNamed, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("bottom, a system monitor", packageNamed("bottom", { mainProgram: "btm" })),
  settings: formats.toml.option({ example: { flags: { avg_cpu: true, temperature_type: "c" } } }),
};
export interface BottomOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly bottom: BottomOptions;
  }
}

export default defineProgram("programs.bottom", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "bottom/bottom.toml": formats.toml.file(settings) }),
});
