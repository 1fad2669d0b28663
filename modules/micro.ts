/** micro, a text editor: `micro/settings.json`. */
import { defineProgram, formats, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("micro, a text editor for the terminal", "micro"),
  settings: formats.json.option({ example: { autosu: false, cursorline: false } }),
};
export interface MicroOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly micro: MicroOptions;
  }
}

export default defineProgram("programs.micro", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "micro/settings.json": formats.json.file(settings) }),
});
