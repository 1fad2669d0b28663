/** niri, a scrolling compositor for Wayland: `niri/config.kdl`. */
import {
  defineProgram,
  formats,
  type KdlDocument,
  linesOption,
  option,
  packageNamed,
  programOptions,
  quoteShell,
  type TreeOf,
  t,
  toKdl,
} from "lares/module";

const options = {
  ...programOptions("niri, a scrolling compositor", packageNamed("niri")),
  portalPackage: option(t.nullOr(t.package), {
    default: packageNamed("xdg-desktop-portal-gnome"),
    description: "The package of its portal; null installs none.",
  }),
  xwaylandSatellitePackage: option(t.nullOr(t.package), {
    default: packageNamed("xwayland-satellite"),
    description: "The package that runs programs for X; null installs none.",
  }),
  checkConfig: option(t.bool, {
    default: true,
    description:
      "Whether niri is asked, once a new configuration is in place, what is wrong with it; what it says is shown.",
  }),
  settings: formats.kdl.option({
    description:
      "Settings: nodes by name. A scalar is the node's argument, a list its arguments, `{}` a node alone; `_args`, `_props` and `_children` say the rest.",
    example: {
      "prefer-no-csd": {},
      layout: { gaps: 8 },
      binds: { "Mod+Return": { _props: { "hotkey-overlay-title": "Open a Terminal" }, spawn: ["ghostty"] } },
    },
  }),
  extraConfigEarly: linesOption("Lines before the settings."),
  extraConfig: linesOption("Lines after the settings."),
  systemd: {
    enable: option(t.bool, {
      default: true,
      description: "Whether the user's systemd and D-Bus take over `variables` when a session starts.",
    }),
    variables: option(t.listOf(t.str), {
      default: [],
      description: "Variables beside those that `niri-session` hands over.",
      example: ["XCURSOR_THEME"],
    }),
  },
};
export interface NiriOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface WaylandWindowManagerOptions {
    readonly niri: NiriOptions;
  }
}

export default defineProgram("wayland.windowManager.niri", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: (own) => [own.package, own.portalPackage, own.xwaylandSatellitePackage],
  files: (own, { config, lib }) => {
    const { enable, variables } = own.systemd;
    const text = [
      own.extraConfigEarly,
      toKdl(own.settings as KdlDocument),
      enable && variables.length > 0
        ? takeOver(lib.program("dbus", "dbus-update-activation-environment"), variables)
        : "",
      own.extraConfig,
    ];
    const file = quoteShell(`${config.xdg.configHome}/niri/config.kdl`);
    const program = own.package === null ? "niri" : lib.program(own.package);
    return {
      "niri/config.kdl": {
        text: `${text
          .filter((part) => part !== "")
          .map((part) => part.trimEnd())
          .join("\n")}\n`,
        onChange: own.checkConfig
          ? `if command -v ${program} >/dev/null; then ${program} validate -c ${file} || true; fi\n`
          : "",
      },
    };
  },
});

const takeOver = (program: string, variables: readonly string[]): string =>
  toKdl({ "spawn-at-startup": [program, "--systemd", ...variables] });
