/** Options that i3 and Sway share: `config` of their modules. */
import { linesOption, option, type TreeOf, t } from "lares/module";
import { barOptions, defaultBars, fontsOption } from "./bar-options.ts";
import { colors } from "./colors.ts";
import { gaps } from "./gaps.ts";
import type { TilingProgram } from "./tiling-program.ts";
import { criteria, floatingOption, windowOption } from "./windows.ts";

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

/** Options of `config` that have one type in both. */
export const commonOptions = (program: TilingProgram) => ({
  fonts: fontsOption("The font of window titles."),
  window: windowOption(program),
  floating: floatingOption(program),
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

export const extraConfigOption = linesOption("Further lines of the configuration.");

export type CommonOptions = TreeOf<ReturnType<typeof commonOptions>>;
