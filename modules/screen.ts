/** GNU Screen: `~/.screenrc`. */
import { defineProgram, option, programOptions, type TreeOf, t, textOrSource } from "lares/module";

const options = {
  ...programOptions("GNU Screen", "screen"),
  screenrc: option(t.nullOr(textOrSource), {
    default: null,
    description: "What is in `~/.screenrc`, or the path of a file that is put there.",
    example: "startup_message off\ndefscrollback 10000\n",
  }),
};
export interface ScreenOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly screen: ScreenOptions;
  }
}

export default defineProgram("programs.screen", {
  url: import.meta.url,
  options,
  files: ({ screenrc }) => ({ "~/.screenrc": screenrc }),
});
