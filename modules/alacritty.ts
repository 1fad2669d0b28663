/** Alacritty: `alacritty/alacritty.toml`. */
import {
  defineProgram,
  formats,
  type Json,
  option,
  programOptions,
  sourcePath,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("Alacritty, a terminal emulator", "alacritty"),
  settings: formats.toml.option({
    example: { window: { dimensions: { lines: 3, columns: 200 } }, font: { size: 12 } },
  }),
  theme: option(t.nullOr(t.str), {
    default: null,
    description: "A theme of `themePackage`, by name. The settings' own colours win over it.",
    example: "solarized_dark",
  }),
  themePackage: option(sourcePath, {
    default: ({ lib }) => lib.package("alacritty-theme").outPath ?? "/usr/share/alacritty-theme",
    defaultText: "the package alacritty-theme",
    description: "The package or folder that holds the themes, one TOML file each.",
  }),
};
export interface AlacrittyOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly alacritty: AlacrittyOptions;
  }
}

export default defineProgram("programs.alacritty", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({
    "alacritty/alacritty.toml": formats.toml.file(withControls(settings) as typeof settings),
  }),
  config: {
    programs: {
      alacritty: {
        settings: ({ config: { programs } }) => {
          const { theme, themePackage } = programs.alacritty;
          return theme === null ? {} : { general: { import: [`${themePackage}/${theme}.toml`] } };
        },
      },
    },
  },
});

/** Homes that are carried over write control characters as TOML does (`\u001b`), or as terminals show them (`\^[`). */
const withControls = (value: Json): Json => {
  if (typeof value === "string")
    return value
      .replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replaceAll("\\^[", "\u001b");
  if (Array.isArray(value)) return value.map(withControls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withControls(inner as Json)]));
};
