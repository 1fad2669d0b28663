/** swaylock locks a session of Wayland: `swaylock/config`. */
import {
  type ConfigOf,
  defineProgram,
  joinText,
  option,
  plainValue,
  programOptions,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("swaylock", "swaylock"),
  enable: option(t.bool, {
    default: ({ config }) =>
      config.home.stateVersion < "23.05" && Object.keys(config.programs.swaylock.settings).length > 0,
    defaultText: "false; before state version 23.05 whether there are settings",
    description: "Whether to set up swaylock.",
  }),
  settings: option(t.attrsOf(t.oneOf(t.bool, t.numeral, t.str)), {
    default: {},
    description: "Its options by name: truth is a flag, and false leaves it out.",
    example: { color: "808080", "font-size": 24, "show-failed-attempts": true },
  }),
};
export interface SwaylockOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly swaylock: SwaylockOptions;
  }
}

const textOf = (settings: ConfigOf<typeof options>["settings"]): string =>
  sortedEntries(settings)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? `${name}\n` : `${name}=${plainValue(value)}\n`))
    .join("");

export default defineProgram("programs.swaylock", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings }) => ({ "swaylock/config": joinText(textOf(settings)) }),
});
