/** LibreWolf, a browser of the Firefox family with a file of preferences for all profiles. */
import { option, sortedEntries, type TreeOf, t } from "lares/module";
import { defineBrowser } from "./mozilla/browser.ts";
import { browserOptions } from "./mozilla/options.ts";
import { preferenceLine } from "./mozilla/preferences.ts";

const librewolf = {
  path: "librewolf",
  name: "LibreWolf",
  package: "librewolf",
  folder: { linux: ".librewolf", darwin: "Library/Application Support/LibreWolf" },
  darwinAppName: "Librewolf",
  darwinDefaultsId: null,
};

const options = {
  ...browserOptions(librewolf),
  settings: option(t.attrsOf(t.oneOf(t.bool, t.int, t.str)), {
    default: {},
    description: "Preferences of all profiles, which each may change: `librewolf.overrides.cfg`.",
    example: { "webgl.disabled": false, "privacy.resistFingerprinting": false },
  }),
};
export interface LibrewolfOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly librewolf: LibrewolfOptions;
  }
}

type Settings = { readonly settings: Readonly<Record<string, boolean | number | string>> };

export default defineBrowser(
  {
    ...librewolf,
    url: import.meta.url,
    files: (own) => ({ ".librewolf/librewolf.overrides.cfg": overrides(own as unknown as Settings) }),
  },
  options,
);

const overrides = ({ settings }: Settings) => {
  const lines = sortedEntries(settings).map(([name, value]) => preferenceLine("defaultPref", name, value));
  return lines.length === 0 ? undefined : { text: `// Written by Lares.\n\n${lines.join("")}` };
};
