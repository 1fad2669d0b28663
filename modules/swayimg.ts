/** swayimg shows pictures on Wayland: `swayimg/init.lua`. */
import { defineProgram, option, programOptions, removed, type TreeOf, t, textOrSource } from "lares/module";

const options = {
  ...programOptions("swayimg, a viewer of pictures", "swayimg"),
  initLua: option(t.nullOr(textOrSource), {
    default: null,
    description: "The configuration: Lua, or the path of a file.",
    example: 'swayimg.viewer.set_default_scale("fill")',
  }),
  settings: removed("swayimg is configured in Lua since version 5: use initLua"),
};
export interface SwayimgOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly swayimg: SwayimgOptions;
  }
}

export default defineProgram("programs.swayimg", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ initLua }) => ({ "swayimg/init.lua": initLua }),
});
