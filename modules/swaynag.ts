/** swaynag, the warnings of Sway: `swaynag/config`. */
import { defineProgram, formats, option, type TreeOf, t } from "lares/module";

const options = {
  enable: option(t.bool, { default: false, description: "Whether to set up swaynag." }),
  settings: option(t.attrsOf(t.attrsOf(formats.iniAtom)), {
    default: {},
    description: "Settings by type of warning; `<config>` holds those of all.",
    example: { "<config>": { edge: "bottom", font: "Dina 12" }, green: { background: "00AA00" } },
  }),
};
export interface SwaynagOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface SwayWindowManagerOptions {
    readonly swaynag: SwaynagOptions;
  }
}

export default defineProgram("wayland.windowManager.sway.swaynag", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "swaynag/config": formats.ini().file(settings) }),
});
