/** rofi-pass finds passwords of pass in rofi: `rofi-pass/config`. */
import {
  defineProgram,
  joinText,
  linesOption,
  option,
  programOptions,
  quoteShell,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("rofi-pass", "rofi-pass"),
  stores: option(t.listOf(t.str), {
    default: [],
    description: "Folders of the stores of passwords; none for pass' own.",
    example: ["/home/ada/.password-store"],
  }),
  extraConfig: linesOption("Further lines of the configuration.", "URL_field='url'\n"),
};
export interface RofiPassOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  /** Below `programs.rofi`. */
  interface RofiProgramOptions {
    readonly pass: RofiPassOptions;
  }
}

export default defineProgram("programs.rofi.pass", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ stores, extraConfig }) => ({
    "rofi-pass/config": joinText(extraConfig, stores.length > 0 && `root=${quoteShell(stores.join(":"))}`),
  }),
});
