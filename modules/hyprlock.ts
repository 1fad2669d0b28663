/** hyprlock locks a session of Hyprland: `hypr/hyprlock.conf`. */
import { defineProgram, linesOption, option, programOptions, type TreeOf, t } from "lares/module";
import { hyprlang } from "./hyprland/hyprlang.ts";

const options = {
  ...programOptions("hyprlock", "hyprlock"),
  settings: hyprlang().option({
    example: { general: { hide_cursor: true }, background: [{ path: "screenshot" }] },
  }),
  extraConfig: linesOption("Further lines of the configuration."),
  sourceFirst: option(t.bool, { default: true, description: "Whether `source` is written near the top." }),
  importantPrefixes: option(t.listOf(t.str), {
    default: ["$", "bezier", "monitor", "size"],
    description: "Keys that begin like this are written first.",
  }),
};
export interface HyprlockOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly hyprlock: HyprlockOptions;
  }
}

export default defineProgram("programs.hyprlock", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings, extraConfig, sourceFirst, importantPrefixes }) => ({
    "hypr/hyprlock.conf": hyprlang([...importantPrefixes, ...(sourceFirst ? ["source"] : [])]).file(
      settings,
      {
        after: extraConfig,
      },
    ),
  }),
});
