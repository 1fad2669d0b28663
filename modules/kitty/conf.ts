/** The lines of kitty.conf. */
import { type Context, type KeyValues, mkOrder, plainValue, toKeyValue, yesNoValue } from "lares/module";
import type { Kitty } from "./index.ts";
import { modeWords } from "./mode.ts";

type Part = (own: Kitty, context: Context) => string;

/** The parts of kitty.conf with their places among lines of one's own, which come last unless they say otherwise. */
const parts: readonly (readonly [number, Part])[] = [
  [510, ({ font }) => (font === null ? "" : fontLines(font))],
  [520, ({ themeFile }, context) => (themeFile === null ? "" : include(themeFile, context))],
  [530, (own) => integrationLine(own)],
  [540, ({ settings }) => words(settings)],
  [550, ({ actionAliases }) => words(actionAliases, "action_alias ")],
  [560, ({ keybindings }) => words(keybindings, "map ")],
  [570, ({ mouseBindings }) => words(mouseBindings, "mouse_map ")],
  [580, ({ environment }) => toKeyValue(environment, { indent: "env ", key: (key) => key })],
];

export const confParts = parts.map(([order, part]) =>
  mkOrder<string>(order, (context) => part(context.config.programs.kitty, context)),
);

export const words = (values: KeyValues, indent = ""): string =>
  toKeyValue(values, { separator: " ", indent, value: yesNoValue });

const fontLines = ({ name, size }: NonNullable<Kitty["font"]>): string =>
  `font_family ${name}\n${size === null ? "" : `font_size ${plainValue(size)}\n`}`;

export const include = (theme: string, { lib }: Context): string => {
  const themes = lib.package("kitty-themes").outPath ?? "/usr";
  return `include ${theme.startsWith("/") ? theme : `${themes}/share/kitty-themes/themes/${theme}.conf`}\n`;
};

const integrationLine = ({ shellIntegration: { mode } }: Kitty): string =>
  mode === null ? "" : `shell_integration ${modeWords(mode)}\n`;
