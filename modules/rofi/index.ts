/** rofi, a launcher: `rofi/config.rasi`, and themes. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  joinText,
  option,
  packageNamed,
  programOptions,
  removed,
  sourcePath,
  type TreeOf,
  t,
} from "lares/module";
import { type RasiSection, rasi, toRasi } from "./rasi.ts";

const locations = [
  "center",
  "top-left",
  "top",
  "top-right",
  "right",
  "bottom-right",
  "bottom",
  "bottom-left",
  "left",
] as const;

const namedMode = t.submodule({
  name: option(t.str, { description: "The name of the mode." }),
  path: option(t.str, { description: "The script that makes it." }),
});

const useTheme = removed("use theme");

const options = {
  ...programOptions("rofi, a launcher", packageNamed("rofi")),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs.rofi.package,
    defaultText: "programs.rofi.package",
    readOnly: true,
    description: "The package that is installed.",
  }),
  plugins: option(t.listOf(t.package), {
    default: [],
    description: "Packages of plugins.",
    example: ["rofi-calc"],
  }),
  font: option(t.nullOr(t.str), { default: null, description: "The font.", example: "Droid Sans Mono 14" }),
  terminal: option(t.nullOr(t.str), {
    default: null,
    description: "The terminal that programs without a window run in.",
    example: "alacritty",
  }),
  cycle: option(t.nullOr(t.bool), {
    default: null,
    description: "Whether going past the last entry leads to the first.",
  }),
  modes: option(t.listOf(t.either(t.str, namedMode)), {
    default: [],
    description: "Modes; one of a script is `{ name, path }`.",
    example: ["drun", { name: "notes", path: "/usr/local/bin/rofi-notes" }],
  }),
  location: option(t.enum(...locations), {
    default: "center",
    description: "Where on the screen it is.",
  }),
  xoffset: option(t.int, { default: 0, description: "How far right of there, in pixels." }),
  yoffset: option(t.int, { default: 0, description: "How far below there, in pixels." }),
  theme: option(t.nullOr(t.oneOf(sourcePath, t.str, rasi)), {
    default: null,
    description:
      'The theme: its name, the path of a file, or its sections; `{ _type: "literal", value: "@foreground" }` is written as it stands.',
    example: { "*": { width: 512 } },
  }),
  configPath: option(t.nonEmptyStr, {
    default: ({ config }) => `${config.xdg.configHome}/rofi/config.rasi`,
    defaultText: "<xdg.configHome>/rofi/config.rasi",
    description: "Where the configuration goes.",
  }),
  extraConfig: option(rasi, {
    default: {},
    description: "Further settings.",
    example: { "kb-primary-paste": "Control+V,Shift+Insert", "run,drun": { "display-name": "open:" } },
  }),
  borderWidth: useTheme,
  colors: useTheme,
  fullscreen: useTheme,
  lines: useTheme,
  padding: useTheme,
  rowHeight: useTheme,
  scrollbar: useTheme,
  separator: useTheme,
  width: useTheme,
};
export interface RofiOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  /** Further options below rofi's, of modules of their own. */
  interface RofiProgramOptions extends RofiOptions {}
  interface ProgramOptions {
    readonly rofi: RofiProgramOptions;
  }
}

type Own = ConfigOf<typeof options>;

const configuration = (own: Own, { lib }: Context): RasiSection => ({
  font: own.font,
  terminal: own.terminal,
  cycle: own.cycle,
  location: locations.indexOf(own.location),
  xoffset: own.xoffset,
  yoffset: own.yoffset,
  ...(own.modes.length > 0 && {
    modes: own.modes.map((mode) => (typeof mode === "string" ? mode : `${mode.name}:${mode.path}`)),
  }),
  ...(own.plugins.some(({ outPath }) => outPath !== undefined) && {
    "plugin-path": `${lib.profileDirectory}/lib/rofi`,
  }),
  ...(own.extraConfig as RasiSection),
});

const isPath = (theme: Own["theme"]): theme is string => typeof theme === "string" && theme.startsWith("/");

const themeName = (theme: Own["theme"]): string | null => {
  if (theme === null || typeof theme !== "string") return theme && "custom";
  return isPath(theme) ? theme.replace(/^.*\//, "").replace(/\.rasi$/, "") : theme;
};

const themeFile = (theme: Own["theme"]) => {
  if (theme === null || (typeof theme === "string" && !isPath(theme))) return {};
  const content = isPath(theme) ? { source: theme } : { text: toRasi(theme as RasiSection) };
  return { [`data:rofi/themes/${themeName(theme)}.rasi`]: content };
};

export default defineProgram("programs.rofi", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: (own) => [own.package, ...own.plugins],
  files: (own, context) => {
    const theme = themeName(own.theme);
    return {
      [own.configPath]: joinText(
        toRasi({ configuration: configuration(own, context) }),
        theme !== null && toRasi({ "@theme": theme }),
      ),
      ...themeFile(own.theme),
    };
  },
});
