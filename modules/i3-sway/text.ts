/** The configuration of i3 and Sway as text: what both write alike. */
import { type ConfigOf, plainValue, type Scalar, sortedEntries } from "lares/module";
import type { barOptions } from "./bar-options.ts";
import type { CommonOptions } from "./options.ts";

type Common = ConfigOf<CommonOptions>;
type Bar = ConfigOf<ReturnType<typeof barOptions>>;
type Fonts = Common["fonts"];
type Bindings = Readonly<Record<string, string | null>>;

export const yesNo = (value: boolean): string => (value ? "yes" : "no");

/** Title, borders and focus: the lines at the top. */
export const appearanceLines = (
  own: Common & { readonly focus: { readonly newWindow: string; readonly wrapping: string } },
  { followMouse, mouseWarping }: { readonly followMouse: string; readonly mouseWarping: string },
): readonly string[] => [
  fontLine(own.fonts),
  `floating_modifier ${own.floating.modifier}`,
  `default_border ${borderText(own.window)}`,
  `default_floating_border ${borderText(own.floating)}`,
  `hide_edge_borders ${own.window.hideEdgeBorders}`,
  `focus_wrapping ${own.focus.wrapping}`,
  `focus_follows_mouse ${followMouse}`,
  `focus_on_window_activation ${own.focus.newWindow}`,
  `mouse_warping ${mouseWarping}`,
  `workspace_layout ${own.workspaceLayout}`,
  `workspace_auto_back_and_forth ${yesNo(own.workspaceAutoBackAndForth)}`,
  ...colorLines(own.colors),
];

const borderText = ({ titlebar, border }: { readonly titlebar: boolean; readonly border: number }): string =>
  `${titlebar ? "normal" : "pixel"} ${border}`;

const fontLine = (fonts: Fonts): string => {
  const { names, style, size } = isNames(fonts) ? { names: fonts, style: "", size: "" } : fonts;
  return names.length === 0
    ? ""
    : ["font", `pango:${names.join(", ")}`, style, plainValue(size)].filter((word) => word !== "").join(" ");
};

export const isNames = (fonts: Fonts): fonts is readonly string[] => Array.isArray(fonts);

const colorLines = (colors: Common["colors"]): readonly string[] => {
  const line = (name: string, { border, background, text, indicator, childBorder }: typeof colors.focused) =>
    `client.${name} ${border} ${background} ${text} ${indicator} ${childBorder}`;
  return [
    line("focused", colors.focused),
    line("focused_inactive", colors.focusedInactive),
    line("unfocused", colors.unfocused),
    line("urgent", colors.urgent),
    line("placeholder", colors.placeholder),
    `client.background ${colors.background}`,
  ];
};

/** The program shows the workspace of the first binding that leads to one: the default one comes first. */
export const bindingLines = (
  keybindings: Bindings,
  { defaultWorkspace, keycodebindings }: Pick<Common, "defaultWorkspace" | "keycodebindings">,
  bindsym = "bindsym",
): readonly string[] => {
  const isFirst = ([, command]: readonly [string, string | null]) =>
    command !== null && command === defaultWorkspace;
  const entries = sortedEntries(keybindings);
  return [
    ...boundKeys(bindsym, [...entries.filter(isFirst), ...entries.filter((one) => !isFirst(one))]),
    ...boundKeys("bindcode", sortedEntries(keycodebindings)),
    "",
  ];
};

const boundKeys = (word: string, entries: readonly (readonly [string, string | null])[]): readonly string[] =>
  entries.flatMap(([key, command]) => (command === null ? [] : [`${word} ${key} ${command}`]));

export const modeLines = (
  modes: Readonly<Record<string, Bindings>>,
  bindsym = "bindsym",
): readonly string[] =>
  sortedEntries(modes).flatMap(([name, keys]) =>
    block(`mode "${name}"`, boundKeys(bindsym, sortedEntries(keys))),
  );

/** Lines in braces, and an empty one after them. */
export const block = (head: string, lines: readonly string[]): readonly string[] => [
  `${head} {`,
  ...lines.map(indented),
  "}",
  "",
];

const indented = (line: string): string => (line === "" ? "" : `  ${line}`);

export const assignLines = (assigns: Common["assigns"]): readonly string[] =>
  sortedEntries(assigns).flatMap(([workspace, windows]) =>
    windows.map((window) => `assign ${criteriaText(window)} ${workspace}`),
  );

const criteriaText = (criteria: Readonly<Record<string, string | boolean>>): string =>
  `[${sortedEntries(criteria)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? name : `${name}="${value}"`))
    .join(" ")}]`;

export const barLines = (bars: Common["bars"], program: "i3" | "sway"): readonly string[] =>
  bars.flatMap((bar) => block("bar", barBody(bar, program)));

const barBody = (bar: Bar, program: "i3" | "sway"): readonly string[] => [
  ...set("id", bar.id),
  ...[fontLine(bar.fonts)].filter((line) => line !== ""),
  ...set("mode", bar.mode),
  ...set("hidden_state", bar.hiddenState),
  ...set("position", bar.position),
  ...set("status_command", bar.statusCommand),
  `${program}bar_command ${bar.command}`,
  ...set("workspace_buttons", bar.workspaceButtons),
  ...set("strip_workspace_numbers", bar.workspaceNumbers === null ? null : !bar.workspaceNumbers),
  ...set("tray_output", bar.trayOutput),
  ...set("tray_padding", bar.trayPadding),
  ...barColorLines(bar.colors),
  ...bar.extraConfig.split("\n").filter((line) => line !== ""),
];

const set = (name: string, value: Scalar): readonly string[] =>
  value === null ? [] : [`${name} ${typeof value === "boolean" ? yesNo(value) : plainValue(value)}`];

const barColorLines = (colors: Bar["colors"]): readonly string[] => {
  const workspace = (name: string, one: Bar["colors"]["focusedWorkspace"]) =>
    set(name, one && `${one.border} ${one.background} ${one.text}`);
  const lines = [
    ...set("background", colors.background),
    ...set("statusline", colors.statusline),
    ...set("separator", colors.separator),
    ...set("focused_background", colors.focusedBackground),
    ...set("focused_statusline", colors.focusedStatusline),
    ...set("focused_separator", colors.focusedSeparator),
    ...workspace("focused_workspace", colors.focusedWorkspace),
    ...workspace("active_workspace", colors.activeWorkspace),
    ...workspace("inactive_workspace", colors.inactiveWorkspace),
    ...workspace("urgent_workspace", colors.urgentWorkspace),
    ...workspace("binding_mode", colors.bindingMode),
  ];
  return lines.length === 0 ? [] : block("colors", lines).slice(0, -1);
};

export const gapLines = (gaps: Common["gaps"]): readonly string[] =>
  gaps === null
    ? []
    : [
        ...sides.flatMap((side) => set(`gaps ${side}`, gaps[side])),
        ...(gaps.smartGaps === "off" ? [] : [`smart_gaps ${gaps.smartGaps}`]),
        ...(gaps.smartBorders === "off" ? [] : [`smart_borders ${gaps.smartBorders}`]),
      ];

const sides = ["inner", "outer", "horizontal", "vertical", "top", "bottom", "left", "right"] as const;

export const windowLines = ({ floating, window }: Common): readonly string[] => [
  ...floating.criteria.map((criteria) => `for_window ${criteriaText(criteria)} floating enable`),
  ...window.commands.map(({ command, criteria }) => `for_window ${criteriaText(criteria)} ${command}`),
];

export const workspaceOutputLines = ({ workspaceOutputAssign }: Common): readonly string[] =>
  workspaceOutputAssign.map(
    ({ workspace, output }) => `workspace "${workspace}" output ${output.map((one) => `"${one}"`).join(" ")}`,
  );

/** What is said in a way that is no longer meant. */
export const commonWarnings = (
  path: string,
  own: (Common & { readonly focus: { readonly forceWrapping: boolean } }) | null,
): readonly (string | false)[] =>
  own === null
    ? []
    : [
        isNames(own.fonts) && fontsWarning(`${path}.config.fonts`),
        ...own.bars.map(({ fonts }) => isNames(fonts) && fontsWarning(`${path}.config.bars.*.fonts`)),
        own.focus.forceWrapping &&
          `${path}.config.focus.forceWrapping is deprecated: say wrapping: "force" instead.`,
      ];

const fontsWarning = (path: string): string =>
  `${path} is a list, which is deprecated: give { names, style, size } instead.`;
