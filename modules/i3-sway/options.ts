/** Options that i3 and Sway share: `config` of their modules. */
import { linesOption, mkOptionDefault, option, type TreeOf, t } from "lares/module";
import { barOptions, defaultBars, fontsOption } from "./bar-options.ts";

/** Which of the two. */
export interface TilingProgram {
  /** `i3`, `sway`; its bar is `<name>bar`. */
  readonly name: "i3" | "sway";
  /** Where the module's options hang. */
  readonly path: string;
  /** The tray's place in a bar of old state versions. */
  readonly oldTrayOutput: string;
}

/** What a default of `config` can read beside it. */
export interface Keys {
  readonly modifier: string;
  readonly terminal: string;
  readonly menu: string;
}

const criteria = t.attrsOf(t.either(t.str, t.bool));

const windowCommand = t.submodule({
  command: option(t.str, { description: "What is done with the window.", example: "border pixel 1" }),
  criteria: option(criteria, {
    description: "Which windows; true asks for the property alone.",
    example: { title: "x200: ~/work", floating: true },
  }),
});

const colorSet = (description: string, [border, background, text, indicator, childBorder]: Colors) =>
  option(
    t.submodule({
      border: option(t.str, { description: "Its border." }),
      background: option(t.str, { description: "Its background." }),
      text: option(t.str, { description: "Its text." }),
      indicator: option(t.str, { description: "The mark of where the next window opens." }),
      childBorder: option(t.str, { description: "The border around the window itself." }),
    }),
    { default: () => ({ border, background, text, indicator, childBorder }), description },
  );
type Colors = readonly [string, string, string, string, string];

const colors = t.submodule({
  background: option(t.str, {
    default: "#ffffff",
    description: "The background of windows that do not paint their own.",
  }),
  focused: colorSet("The focused window.", ["#4c7899", "#285577", "#ffffff", "#2e9ef4", "#285577"]),
  focusedInactive: colorSet("The one of its container that was focused last.", [
    "#333333",
    "#5f676a",
    "#ffffff",
    "#484e50",
    "#5f676a",
  ]),
  unfocused: colorSet("Any other window.", ["#333333", "#222222", "#888888", "#292d2e", "#222222"]),
  urgent: colorSet("A window that wants attention.", ["#2f343a", "#900000", "#ffffff", "#900000", "#900000"]),
  placeholder: colorSet("A window that is yet to be restored.", [
    "#000000",
    "#0c0c0c",
    "#ffffff",
    "#000000",
    "#0c0c0c",
  ]),
});

const gap = (where: string) =>
  option(t.nullOr(t.int), { default: null, description: `The gap ${where}, in pixels.`, example: 5 });

const onOff = (value: boolean): "on" | "off" => (value ? "on" : "off");

const gaps = t.submodule({
  inner: gap("between windows"),
  outer: gap("around a workspace, beside the inner one"),
  horizontal: gap("at the left and the right of a workspace"),
  vertical: gap("at the top and the bottom of a workspace"),
  top: gap("at the top of a workspace"),
  left: gap("at the left of a workspace"),
  bottom: gap("at the bottom of a workspace"),
  right: gap("at the right of a workspace"),
  smartGaps: option(t.coercedTo(t.bool, onOff, t.enum("on", "off", "inverse_outer")), {
    default: "off",
    description: "Whether a window alone on its workspace has no gaps.",
    example: "on",
  }),
  smartBorders: option(t.enum("on", "off", "no_gaps"), {
    default: "off",
    description: "Whether a window alone on its workspace has no border.",
  }),
});

const workspaceOutput = t.submodule({
  workspace: option(t.str, { default: "", description: "The workspace's name.", example: "Web" }),
  output: option(
    t.coercedTo(t.str, (output: string): readonly string[] => [output], t.listOf(t.str)),
    {
      default: () => [""],
      description: "The screen it is on; of several the first that is there.",
      example: "eDP",
    },
  ),
});

/** Since state version 23.05 windows of both programs have a title. */
const titlebar = ({ name }: TilingProgram) =>
  option(t.bool, {
    default: ({ config }) => name === "i3" || config.home.stateVersion >= "23.05",
    defaultText: name === "i3" ? "true" : "true; false before state version 23.05",
    description: "Whether windows show their titles.",
  });

const border = option(t.int, { default: 2, description: "The width of a window's border." });

/** The window manager's own default keys lose key by key: a definition by `mkOptionDefault` adds to them. */
export const atDefaultPriority = (keys: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(keys).map(([key, command]) => [key, mkOptionDefault(command) as never]));

/** Options of `config` that have one type in both. */
export const commonOptions = (program: TilingProgram) => ({
  fonts: fontsOption("The font of window titles."),
  window: option(
    t.submodule({
      titlebar: titlebar(program),
      border,
      hideEdgeBorders: option(hideEdgeBorders(program), {
        default: "none" as string,
        description: "Which borders at the edge of the screen are hidden.",
      }),
      commands: option(t.listOf(windowCommand), {
        default: [],
        description: "What is done with certain windows when they open.",
        example: [{ command: "border pixel 1", criteria: { class: "XTerm" } }],
      }),
    }),
    { description: "Windows." },
  ),
  floating: option(
    t.submodule({
      titlebar: titlebar(program),
      border,
      modifier: option(t.str, {
        default: ({ config }) => at(config, program.path).config.modifier,
        defaultText: `${program.path}.config.modifier`,
        description: "The key under which the mouse moves floating windows.",
        example: "Mod4",
      }),
      criteria: option(t.listOf(criteria), {
        default: [],
        description: "Windows that float.",
        example: [{ title: "Steam - Update News" }, { class: "Pavucontrol" }],
      }),
    }),
    { description: "Floating windows." },
  ),
  assigns: option(t.attrsOf(t.listOf(criteria)), {
    default: {},
    description: "The workspaces that certain windows open on, by workspace.",
    example: { "1: web": [{ class: "^Firefox$" }] },
  }),
  modifier: option(t.str, {
    default: "Mod1",
    description: "The modifier of the default keys: Shift, Control, or Mod1 to Mod5.",
    example: "Mod4",
  }),
  workspaceLayout: option(t.enum("default", "stacking", "tabbed"), {
    default: "default",
    description: "How windows of a new workspace are laid out.",
    example: "tabbed",
  }),
  workspaceAutoBackAndForth: option(t.bool, {
    default: false,
    description: "Whether switching to the workspace one is on leads back to the one before.",
  }),
  keycodebindings: option(t.attrsOf(t.nullOr(t.str)), {
    default: {},
    description: "Commands by the number of a key; null takes a binding away.",
    example: { 214: "exec /bin/script.sh" },
  }),
  colors: option(colors, { description: "Colours of windows." }),
  bars: option(t.listOf(t.submodule(barOptions(program))), {
    default: ({ config, lib }) => defaultBars(config, lib) as never,
    mergeDefault: true,
    defaultText: "one bar at the bottom, with i3status",
    description: "Bars.",
  }),
  gaps: option(t.nullOr(gaps), { default: null, description: "Gaps around windows." }),
  workspaceOutputAssign: option(t.listOf(workspaceOutput), {
    default: [],
    description: "Workspaces that belong to a screen.",
    example: [{ workspace: "Web", output: "eDP" }],
  }),
  defaultWorkspace: option(t.nullOr(t.str), {
    default: null,
    description: "The command, one of those bound to a key, whose workspace is there at first.",
    example: "workspace number 9",
  }),
});

const hideEdgeBorders = ({ name }: TilingProgram) => {
  const plain = ["none", "vertical", "horizontal", "both", "smart"];
  const ofSway = [...plain, "smart_no_gaps"];
  return t.enum(...(name === "i3" ? plain : [...ofSway, ...ofSway.map((one) => `--i3 ${one}`)]));
};

/** Focus; what follows the mouse differs in type. */
export const focusOptions = (wrapping: "yes" | "no") => ({
  newWindow: option(t.enum("smart", "urgent", "focus", "none"), {
    default: "smart",
    description: "What happens when a window wants the focus.",
    example: "none",
  }),
  wrapping: option(t.enum("yes", "no", "force", "workspace"), {
    default: ({ self }) => (self.forceWrapping ? "force" : wrapping),
    defaultText: `"${wrapping}"`,
    description: "Whether moving the focus past the last window leads to the first.",
  }),
  forceWrapping: option(t.bool, {
    default: false,
    description: 'The former way to say `wrapping: "force"`.',
  }),
});

export const keybindingsOption = (keys: (self: never) => Readonly<Record<string, string>>) =>
  option(t.attrsOf(t.nullOr(t.str)), {
    default: ({ self }) => atDefaultPriority(keys(self as never)),
    mergeDefault: true,
    defaultText: "the program's own, by `modifier`, `terminal` and `menu`",
    description:
      "Commands by key. They stand in for the default ones; with `mkOptionDefault({…})` they are added to those, and null takes one away.",
    example: { "Mod4+Return": "exec alacritty" },
  });

export const modesOption = (modes: (self: never) => Readonly<Record<string, Record<string, string>>>) =>
  option(t.attrsOf(t.attrsOf(t.nullOr(t.str))), {
    default: ({ self }) => modes(self as never) as never,
    defaultText: "resize, by the arrow keys",
    description: "Keys of modes, which `mode NAME` enters.",
  });

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

export const extraConfigOption = linesOption("Further lines of the configuration.");

// biome-ignore lint/suspicious/noExplicitAny: defaults see the config untyped
const at = (config: any, path: string): any => path.split(".").reduce((found, name) => found[name], config);

export type CommonOptions = TreeOf<ReturnType<typeof commonOptions>>;
