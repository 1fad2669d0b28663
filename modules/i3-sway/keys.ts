/** Keys that i3 and Sway bind by default, and the options that bind others. */
import { mkOptionDefault, option, t } from "lares/module";

/** What a default of `config` can read beside it. */
export interface Keys {
  readonly modifier: string;
  readonly terminal: string;
  readonly menu: string;
}

/** The options of keys and of modes, with what the program itself binds. */
export const bindingOptions = <K>(own: {
  readonly keys: (self: K) => Readonly<Record<string, string>>;
  readonly modes: (self: K) => Readonly<Record<string, Record<string, string>>>;
}) => ({
  keybindings: keybindingsOption(own.keys),
  modes: modesOption(own.modes),
});

const keybindingsOption = <K>(keys: (self: K) => Readonly<Record<string, string>>) =>
  option(t.attrsOf(t.nullOr(t.str)), {
    default: ({ self }) => atDefaultPriority(keys(self as K)),
    mergeDefault: true,
    defaultText: "the program's own, by `modifier`, `terminal` and `menu`",
    description:
      "Commands by key. They stand in for the default ones; with `mkOptionDefault({…})` they are added to those, and null takes one away.",
    example: { "Mod4+Return": "exec alacritty" },
  });

const modesOption = <K>(modes: (self: K) => Readonly<Record<string, Record<string, string>>>) =>
  option(t.attrsOf(t.attrsOf(t.nullOr(t.str))), {
    default: ({ self }) => modes(self as K) as never,
    defaultText: "resize, by the arrow keys",
    description: "Keys of modes, which `mode NAME` enters.",
  });

/** The window manager's own default keys lose key by key: a definition by `mkOptionDefault` adds to them. */
const atDefaultPriority = (keys: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(keys).map(([key, command]) => [key, mkOptionDefault(command) as never]));

/** Keys that both programs have by default. */
export const commonKeys = ({ modifier, terminal, menu }: Keys): Readonly<Record<string, string>> => {
  const numbers = [..."1234567890"];
  return {
    [`${modifier}+Return`]: `exec ${terminal}`,
    [`${modifier}+Shift+q`]: "kill",
    [`${modifier}+d`]: `exec ${menu}`,
    ...byKey(arrows, (key, direction) => ({
      [`${modifier}+${key}`]: `focus ${direction}`,
      [`${modifier}+Shift+${key}`]: `move ${direction}`,
    })),
    [`${modifier}+f`]: "fullscreen toggle",
    [`${modifier}+s`]: "layout stacking",
    [`${modifier}+w`]: "layout tabbed",
    [`${modifier}+e`]: "layout toggle split",
    [`${modifier}+Shift+space`]: "floating toggle",
    [`${modifier}+space`]: "focus mode_toggle",
    [`${modifier}+a`]: "focus parent",
    [`${modifier}+Shift+minus`]: "move scratchpad",
    [`${modifier}+minus`]: "scratchpad show",
    [`${modifier}+Shift+c`]: "reload",
    [`${modifier}+r`]: "mode resize",
    ...Object.assign(
      {},
      ...numbers.map((key) => ({
        [`${modifier}+${key}`]: `workspace number ${key === "0" ? 10 : key}`,
        [`${modifier}+Shift+${key}`]: `move container to workspace number ${key === "0" ? 10 : key}`,
      })),
    ),
  };
};

/** Of each key and its direction. */
export const byKey = (
  keys: Readonly<Record<string, string>>,
  work: (key: string, direction: string) => Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  Object.assign({}, ...Object.entries(keys).map(([key, direction]) => work(key, direction)));

export const arrows = { Left: "left", Down: "down", Up: "up", Right: "right" };

/** A mode that resizes windows by these keys. */
export const resizeMode = (
  keys: Readonly<Record<string, string>>,
  step: string,
): Readonly<Record<string, string>> => {
  const changes: Readonly<Record<string, string>> = {
    left: "shrink width",
    down: "grow height",
    up: "shrink height",
    right: "grow width",
  };
  return {
    ...byKey(keys, (key, direction) => ({ [key]: `resize ${changes[direction]} ${step}` })),
    Escape: "mode default",
    Return: "mode default",
  };
};
