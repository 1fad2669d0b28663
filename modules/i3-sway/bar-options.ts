/** Bars and fonts of i3 and Sway. */
import { type Context, float, linesOption, option, t } from "lares/module";
import type { TilingProgram } from "./tiling-program.ts";

const fonts = t.submodule({
  names: option(t.listOf(t.str), {
    default: ["monospace"],
    description: "Fonts; what the first lacks is taken from the next.",
    example: ["DejaVu Sans Mono", "FontAwesome5Free"],
  }),
  style: option(t.str, { default: "", description: "Their style.", example: "Bold Semi-Condensed" }),
  size: option(t.either(t.numeral, t.str), {
    default: () => float(8),
    description: "Their size: points, or a text such as `14px`.",
    example: 11.5,
  }),
});

/** A list of names is the former way to say it. */
export const fontsOption = (description: string) =>
  option(t.either(t.listOf(t.str), fonts), {
    default: {} as never,
    mergeDefault: true,
    description,
    example: { names: ["DejaVu Sans Mono"], style: "Bold Semi-Condensed", size: 11.5 },
  });

type WorkspaceColors = readonly [border: string, background: string, text: string];

const workspaceColors = (description: string, old: WorkspaceColors) =>
  option(
    t.nullOr(
      t.submodule({
        border: option(t.str, { description: "The border of its button." }),
        background: option(t.str, { description: "The background of its button." }),
        text: option(t.str, { description: "The text of its button." }),
      }),
    ),
    {
      default: ({ config }) => (isOld(config) ? colorsOf(old) : null) as never,
      defaultText: "null",
      description,
    },
  );

const colorsOf = ([border, background, text]: WorkspaceColors) => ({ border, background, text });

const focusedWorkspace: WorkspaceColors = ["#4c7899", "#285577", "#ffffff"];
const activeWorkspace: WorkspaceColors = ["#333333", "#5f676a", "#ffffff"];
const inactiveWorkspace: WorkspaceColors = ["#333333", "#222222", "#888888"];
const urgentWorkspace: WorkspaceColors = ["#2f343a", "#900000", "#ffffff"];
const bindingMode: WorkspaceColors = ["#2f343a", "#900000", "#ffffff"];

const focusedColor = (of: string, example: string) =>
  option(t.nullOr(t.str), { default: null, description: `The ${of} on the focused screen.`, example });

const barColors = t.submodule({
  background: sinceNull(t.str, "#000000", "The bar's background."),
  statusline: sinceNull(t.str, "#ffffff", "The text of the status line."),
  separator: sinceNull(t.str, "#666666", "What separates parts of the status line."),
  focusedBackground: focusedColor("background", "#000000"),
  focusedStatusline: focusedColor("status line's text", "#ffffff"),
  focusedSeparator: focusedColor("separator", "#666666"),
  focusedWorkspace: workspaceColors("The workspace that has the focus.", focusedWorkspace),
  activeWorkspace: workspaceColors("A workspace that another screen shows.", activeWorkspace),
  inactiveWorkspace: workspaceColors("A workspace that is not shown.", inactiveWorkspace),
  urgentWorkspace: workspaceColors("A workspace that wants attention.", urgentWorkspace),
  bindingMode: workspaceColors("The name of the mode.", bindingMode),
});

export const barOptions = ({ name, path, oldTrayOutput }: TilingProgram) => ({
  id: option(t.nullOr(t.str), { default: null, description: "The name by which the bar is known." }),
  fonts: fontsOption("The bar's font."),
  mode: sinceNull(t.enum("dock", "hide", "invisible"), "dock", "Whether the bar is there always."),
  hiddenState: sinceNull(t.enum("hide", "show"), "hide", "What a hidden bar does at first."),
  position: sinceNull(t.enum("top", "bottom"), "bottom", "The edge of the screen it is at."),
  workspaceButtons: sinceNull(t.bool, true, "Whether it has buttons for workspaces."),
  workspaceNumbers: sinceNull(t.bool, true, "Whether the buttons show the numbers too."),
  command: option(t.str, {
    default: ({ config, lib }) => {
      const own = path.split(".").reduce((found, part) => found[part], config);
      return lib.program(own.package ?? name, `${name}bar`);
    },
    defaultText: `${name}bar`,
    description: "The program that draws the bar.",
    example: `${name}bar -t`,
  }),
  statusCommand: option(t.nullOr(t.str), {
    default: ({ config, lib }) => (isOld(config) ? lib.program("i3status") : null),
    defaultText: "null",
    description: "The program that writes the status line.",
  }),
  colors: option(barColors, { description: "The bar's colours." }),
  trayOutput: sinceNull(t.str, oldTrayOutput, "The screen whose bar has the tray; `none` for no tray."),
  trayPadding: option(t.nullOr(t.int), { default: null, description: "The space around the tray's icons." }),
  extraConfig: linesOption("Further lines about the bar."),
});

/** The bar of a home that says nothing of bars; before state version 20.09 the options' own defaults made it. */
export const defaultBars = (config: Context["config"], lib: Context["lib"]): readonly object[] =>
  isOld(config)
    ? [{}]
    : [
        {
          mode: "dock",
          hiddenState: "hide",
          position: "bottom",
          workspaceButtons: true,
          workspaceNumbers: true,
          statusCommand: lib.program("i3status"),
          fonts: { names: ["monospace"], size: float(8) },
          trayOutput: "primary",
          colors: {
            background: "#000000",
            statusline: "#ffffff",
            separator: "#666666",
            focusedWorkspace: colorsOf(focusedWorkspace),
            activeWorkspace: colorsOf(activeWorkspace),
            inactiveWorkspace: colorsOf(inactiveWorkspace),
            urgentWorkspace: colorsOf(urgentWorkspace),
            bindingMode: colorsOf(bindingMode),
          },
        },
      ];

/** Null is left to the program since state version 20.09. */
function sinceNull<T, D>(type: Parameters<typeof t.nullOr<T, D>>[0], old: T, description: string) {
  return option(t.nullOr(type), {
    default: ({ config }) => (isOld(config) ? old : null),
    defaultText: "null",
    description,
  });
}

function isOld(config: Context["config"]): boolean {
  return config.home.stateVersion < "20.09";
}
