/** Options of Hyprland. */
import {
  linesOption,
  option,
  packageNamed,
  programOptions,
  renamed,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";

const luaFile = t.submodule({
  content: option(textOrSource, { description: "The file: Lua, or the path of a file." }),
  autoLoad: option(t.bool, { default: true, description: "Whether `hyprland.lua` loads it." }),
});
/** A text or a path stands for the file that it is. */
const luaFileOrText = t.coercedTo(textOrSource, (content) => ({ content, autoLoad: true }), luaFile);

const submap = t.submodule({
  settings: option(t.jsonObject, {
    default: {},
    description: "Its key bindings: `bind` and its kind.",
    example: { binde: [", right, resizeactive, 10 0"] },
  }),
  onDispatch: option(t.str, {
    default: "",
    description: "The submap to enter once one of its bindings has done its work.",
    example: "reset",
  }),
});

const nullable = <T, D>(type: Parameters<typeof t.nullOr<T, D>>[0], description: string) =>
  option(t.nullOr(type), { default: null, description });

const portalSettings = t.freeform(t.json, {
  general: option(
    t.freeform(t.json, {
      toplevel_dynamic_bind: nullable(t.bool, "Whether the handle of a window's picture follows the window."),
    }),
    { description: "What is no matter of one interface." },
  ),
  screencopy: option(
    t.freeform(t.json, {
      allow_token_by_default: nullable(
        t.bool,
        "Whether a program may be remembered, unless it is said not to.",
      ),
      cursor_mode: nullable(t.enum(0, 1, 2), "The pointer: 0 hidden, 1 in the picture, 2 beside it."),
      custom_picker_binary: nullable(t.str, "The program that picks what is shared."),
      force_shm: nullable(t.bool, "Whether pictures go through shared memory always."),
      max_fps: nullable(t.unsigned, "The most pictures in a second; 0 for as many as there are."),
    }),
    { description: "Sharing of the screen." },
  ),
});

export const options = {
  ...programOptions(
    "Hyprland, a tiling compositor for Wayland",
    packageNamed("hyprland", { mainProgram: "Hyprland" }),
  ),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.wayland.windowManager.hyprland.package,
    defaultText: "wayland.windowManager.hyprland.package",
    readOnly: true,
    description: "The package that is installed.",
  }),
  portalPackage: option(t.nullOr(t.package), {
    default: packageNamed("xdg-desktop-portal-hyprland"),
    description: "The package of its portal; null installs none.",
  }),
  finalPortalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.wayland.windowManager.hyprland.portalPackage,
    defaultText: "wayland.windowManager.hyprland.portalPackage",
    readOnly: true,
    description: "The package of the portal that is installed.",
  }),
  plugins: option(t.listOf(t.either(t.str, t.package)), {
    default: [],
    description: "Plugins: packages, or paths of their libraries.",
  }),
  configType: option(t.enum("hyprlang", "lua"), {
    default: ({ config }) => (config.home.stateVersion >= "26.05" ? "lua" : "hyprlang"),
    defaultText: '"lua" from state version 26.05 on, else "hyprlang"',
    description: "The language of the configuration: Lua, or the older hyprlang.",
  }),
  settings: option(t.jsonObject, {
    default: {},
    description:
      "Settings. In hyprlang sections with their keys. In Lua calls: `config` is `hl.config(…)`, a list calls once for each element, `{ _args: […] }` gives several arguments, `{ _var: value }` makes a local variable.",
    example: { mod: { _var: "SUPER" }, config: { general: { gaps_in: 5 } } },
  }),
  submaps: option(t.attrsOf(submap), {
    default: {},
    description: "Sets of key bindings that are entered by name.",
  }),
  extraConfig: linesOption("Further text of the configuration."),
  extraLuaFiles: option(t.attrsOf(luaFileOrText), {
    default: {},
    description: "Further Lua files below `hypr`, by name as `require` takes it, such as `ui.bindings`.",
    example: { "00-vars": 'return { mainMod = "SUPER" }' },
  }),
  importantPrefixes: option(t.listOf(t.str), {
    default: ["$", "bezier", "curve", "name", "output"],
    description: "Keys that begin like this are written first (hyprlang).",
  }),
  sourceFirst: option(t.bool, {
    default: true,
    description: "Whether `source` is written near the top (hyprlang).",
  }),
  systemd: {
    enable: option(t.bool, {
      default: true,
      description:
        "Whether a session's start starts `hyprland-session.target`, with the session's variables.",
    }),
    variables: option(t.listOf(t.str), {
      default: [
        "DISPLAY",
        "HYPRLAND_INSTANCE_SIGNATURE",
        "WAYLAND_DISPLAY",
        "XDG_CURRENT_DESKTOP",
        "XDG_SESSION_TYPE",
      ],
      description: "Variables that the user's systemd and D-Bus take over.",
      example: ["--all"],
    }),
    extraCommands: option(t.listOf(t.str), {
      default: [
        "systemctl --user stop hyprland-session.target",
        "systemctl --user start hyprland-session.target",
      ],
      description: "Commands that run after that.",
    }),
    enableXdgAutostart: option(t.bool, {
      default: false,
      description: "Whether programs of XDG's autostart are started.",
    }),
  },
  systemdIntegration: renamed("wayland.windowManager.hyprland.systemd.enable"),
  xdph: {
    settings: option(portalSettings, { description: "Settings of the portal: `hypr/xdph.conf`." }),
  },
  xwayland: { enable: option(t.bool, { default: true, description: "Whether programs for X run too." }) },
};
export interface HyprlandOptions extends TreeOf<typeof options> {}
