/** fuzzel, a launcher for Wayland: `fuzzel/fuzzel.ini`. */
import { defineProgram, formats, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("fuzzel", "fuzzel"),
  settings: formats
    .ini()
    .option({ example: { main: { layer: "overlay" }, colors: { background: "ffffffff" } } }),
};
export interface FuzzelOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly fuzzel: FuzzelOptions;
  }
}

export default defineProgram("programs.fuzzel", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings }) => ({ "fuzzel/fuzzel.ini": formats.ini().file(settings) }),
});
