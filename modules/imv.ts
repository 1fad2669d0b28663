/** imv, an image viewer: `imv/config`. */
import { defineProgram, formats, option, programOptions, type TreeOf, t, toIni } from "lares/module";

const options = {
  ...programOptions("imv, an image viewer", "imv"),
  settings: option(t.attrsOf(t.attrsOf(t.oneOf(t.bool, t.int, t.str))), {
    default: {},
    description: "Sections with their keys, as in imv(5).",
    example: { options: { background: "ffffff" }, aliases: { x: "close" } },
  }),
};
export interface ImvOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly imv: ImvOptions;
  }
}

export default defineProgram("programs.imv", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings }) => ({ "imv/config": !formats.isEmptyValue(settings) && { text: toIni(settings) } }),
});
