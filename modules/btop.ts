/** btop: `btop/btop.conf` and `btop/themes`. */
import {
  defineProgram,
  joinText,
  linesOption,
  option,
  plainValue,
  programOptions,
  type Scalar,
  type TreeOf,
  t,
  textOrSource,
  toKeyValue,
} from "lares/module";

const options = {
  ...programOptions("btop, a monitor of resources", "btop"),
  settings: option(t.attrsOf(t.oneOf(t.bool, t.float, t.int, t.str)), {
    default: {},
    description: "Settings, as `btop/btop.conf` holds them.",
    example: { color_theme: "Default", theme_background: false },
  }),
  extraConfig: linesOption("Further lines, at the end of `btop/btop.conf`."),
  themes: option(t.lazyAttrsOf(textOrSource), {
    default: {},
    description: "Themes by name: a text, or the path of a file.",
    example: { "my-theme": 'theme[main_bg]="#282a36"\n' },
  }),
};
export interface BtopOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly btop: BtopOptions;
  }
}

export default defineProgram("programs.btop", {
  url: import.meta.url,
  options,
  files: ({ settings, extraConfig, themes }) => ({
    "btop/btop.conf": joinText(toKeyValue(settings, { separator: " = ", value: valueText }), extraConfig),
    ...Object.fromEntries(
      Object.entries(themes).map(([name, theme]) => [`btop/themes/${name}.theme`, theme]),
    ),
  }),
});

function valueText(value: Scalar): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "string" ? `"${value}"` : plainValue(value);
}
