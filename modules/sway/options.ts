/** Options of Sway. */
import { option, packageNamed, programOptions, renamed, type TreeOf, t } from "lares/module";
import { arrows, bindingOptions, byKey, commonKeys, type Keys, resizeMode } from "../i3-sway/keys.ts";
import { commonOptions, extraConfigOption, focusOptions } from "../i3-sway/options.ts";
import type { TilingProgram } from "../i3-sway/tiling-program.ts";

export const sway: TilingProgram = {
  name: "sway",
  path: "wayland.windowManager.sway",
  oldTrayOutput: "*",
};

const startupCommand = t.submodule({
  command: option(t.str, { description: "What runs." }),
  always: option(t.bool, {
    default: false,
    description: "Whether it runs again when the configuration is read again.",
  }),
});

const switchAction = t.submodule({
  action: option(t.str, { description: "What happens.", example: "output eDP-1 disable" }),
  locked: option(t.bool, { default: false, description: "Whether it happens while the screen is locked." }),
  reload: option(t.bool, {
    default: false,
    description: "Whether it happens when the configuration is read again.",
  }),
});

const settingsByName = (description: string, example: Readonly<Record<string, Record<string, string>>>) =>
  option(t.attrsOf(t.attrsOf(t.str)), { default: {}, description, example });

interface SwayKeys extends Keys {
  readonly left: string;
  readonly down: string;
  readonly up: string;
  readonly right: string;
}

const letters = ({ left, down, up, right }: SwayKeys): Readonly<Record<string, string>> => ({
  [left]: "left",
  [down]: "down",
  [up]: "up",
  [right]: "right",
});

const keys = (self: SwayKeys): Readonly<Record<string, string>> => ({
  ...commonKeys(self),
  ...byKey(letters(self), (key, direction) => ({
    [`${self.modifier}+${key}`]: `focus ${direction}`,
    [`${self.modifier}+Shift+${key}`]: `move ${direction}`,
  })),
  [`${self.modifier}+b`]: "splith",
  [`${self.modifier}+v`]: "splitv",
  [`${self.modifier}+Shift+e`]:
    "exec swaynag -t warning -m 'You pressed the exit shortcut. Do you really want to exit sway? This will end your Wayland session.' -b 'Yes, exit sway' 'swaymsg exit'",
});

const directionKey = (direction: string, key: string) =>
  option(t.str, { default: key, description: `The letter of the default keys that means ${direction}.` });

const yesNo = (value: boolean): "yes" | "no" => (value ? "yes" : "no");

const configuration = t.submodule({
  ...commonOptions(sway),
  focus: option(
    t.submodule({
      ...focusOptions("no"),
      followMouse: option(t.coercedTo(t.bool, yesNo, t.enum("yes", "no", "always")), {
        default: "yes",
        description: "Whether the focus goes where the mouse goes.",
      }),
      mouseWarping: option(t.either(t.bool, t.enum("container", "output")), {
        default: true,
        description: "Whether the mouse goes to the screen, or the container, that the focus goes to.",
      }),
    }),
    { description: "The focus." },
  ),
  left: directionKey("left", "h"),
  down: directionKey("down", "j"),
  up: directionKey("up", "k"),
  right: directionKey("right", "l"),
  terminal: option(t.str, {
    default: ({ lib }) => lib.program("foot"),
    defaultText: "foot",
    description: "The terminal that the default keys open.",
    example: "alacritty",
  }),
  menu: option(t.str, {
    default: ({ lib }) =>
      `${lib.program("dmenu", "dmenu_path")} | ${lib.program("dmenu")} | ${lib.program("findutils", "xargs")} swaymsg exec --`,
    defaultText: "dmenu_path | dmenu | xargs swaymsg exec --",
    description: "The launcher that the default keys open.",
    example: "bemenu-run",
  }),
  bindkeysToCode: option(t.bool, {
    default: false,
    description: "Whether keys are bound by their place on the keyboard, whatever its layout.",
  }),
  ...bindingOptions({
    keys,
    modes: (self) => ({
      resize: resizeMode({ ...letters(self), ...arrows }, "10 px"),
    }),
  }),
  startup: option(t.listOf(startupCommand), {
    default: [],
    description: "What starts with Sway.",
    example: [{ command: "systemctl --user restart waybar", always: true }],
  }),
  input: settingsByName("Settings of input devices, by device; `*` is all of them.", {
    "*": { xkb_layout: "de" },
  }),
  output: settingsByName("Settings of screens, by screen; `*` is all of them.", {
    "HDMI-A-2": { bg: "~/background.png fill" },
  }),
  seat: settingsByName("Settings of seats, by seat; `*` is all of them.", {
    "*": { hide_cursor: "when-typing enable" },
  }),
  bindswitches: option(t.attrsOf(switchAction), {
    default: {},
    description: "What a switch of the machine does, by switch and state.",
    example: { "lid:on": { reload: true, locked: true, action: "output eDP-1 disable" } },
  }),
});

export const options = {
  ...programOptions("Sway, a tiling compositor for Wayland", packageNamed("sway")),
  checkConfig: option(t.bool, {
    default: ({ config }) => config.wayland.windowManager.sway.package !== null,
    defaultText: "true, unless package is null",
    description:
      "Whether Sway is asked, once a new configuration is in place, what is wrong with it; what it says is shown.",
  }),
  xwayland: option(t.bool, { default: true, description: "Whether programs for X run too." }),
  wrapperFeatures: {
    base: option(t.bool, {
      default: true,
      description:
        "Whether the wrapper that `extraSessionCommands` and `extraOptions` make also names the desktop, and starts a D-Bus of the session where there is none.",
    }),
    gtk: option(t.bool, {
      default: false,
      description: "Of no effect; kept so that homes carry over.",
    }),
  },
  extraSessionCommands: option(t.lines, {
    default: "",
    description: "Commands of a shell that run before Sway does.",
    example: "export QT_QPA_PLATFORM=wayland",
  }),
  extraOptions: option(t.listOf(t.str), {
    default: [],
    description: "Arguments that Sway is started with.",
    example: ["--verbose", "--unsupported-gpu"],
  }),
  systemd: {
    enable: option(t.bool, {
      default: true,
      description:
        "Whether a session's start starts `sway-session.target`, with the session's variables, and its end stops it.",
    }),
    variables: option(t.listOf(t.str), {
      default: [
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "SWAYSOCK",
        "XDG_CURRENT_DESKTOP",
        "XDG_SESSION_TYPE",
        "NIXOS_OZONE_WL",
        "XCURSOR_THEME",
        "XCURSOR_SIZE",
      ],
      description: "Variables that the user's systemd and D-Bus take over.",
      example: ["--all"],
    }),
    extraCommands: option(t.listOf(t.str), {
      default: [
        "systemctl --user reset-failed",
        "systemctl --user start sway-session.target",
        "swaymsg -mt subscribe '[]' || true",
        "systemctl --user stop sway-session.target",
      ],
      description: "Commands that run after that; the third of the default ones lasts as long as Sway does.",
    }),
    xdgAutostart: option(t.bool, {
      default: false,
      description: "Whether programs of XDG's autostart are started.",
    }),
    dbusImplementation: option(t.enum("dbus", "broker"), {
      default: "dbus",
      description:
        "Which D-Bus daemon runs. The broker knows no variables of its own: systemd's alone are set.",
    }),
  },
  systemdIntegration: renamed<boolean>("wayland.windowManager.sway.systemd.enable"),
  config: option(t.nullOr(configuration), {
    default: {} as never,
    mergeDefault: true,
    description: "The configuration; null leaves all of it to the extra lines.",
  }),
  extraConfig: extraConfigOption,
  extraConfigEarly: option(t.lines, { default: "", description: "Lines before everything else." }),
};
export interface SwayOptions extends TreeOf<typeof options> {}
