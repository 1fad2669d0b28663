/** wofi, a launcher for Wayland: `wofi/config`, `wofi/style.css`. */
import { defineProgram, formats, option, programOptions, type TreeOf, t, textOrSource } from "lares/module";

const options = {
  ...programOptions("wofi", "wofi"),
  settings: formats
    .keyValue()
    .option({ example: { location: "bottom-right", allow_markup: true, width: 250 } }),
  style: option(t.nullOr(textOrSource), {
    default: null,
    description: "The style sheet: CSS, or the path of a file.",
  }),
};
export interface WofiOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly wofi: WofiOptions;
  }
}

export default defineProgram("programs.wofi", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings, style }) => ({
    "wofi/config": formats.keyValue().file(settings),
    "wofi/style.css": style,
  }),
});
