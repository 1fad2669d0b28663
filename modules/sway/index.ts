/** Sway, a tiling compositor for Wayland: `sway/config`. */
import { type Context, defineProgram, quoteShell } from "lares/module";
import { commonWarnings } from "../i3-sway/text.ts";
import { options, type SwayOptions, sway } from "./options.ts";
import { isWrapped, type Own, swayText, wrapperText } from "./text.ts";

declare module "lares/module" {
  /** Further options below Sway's, of modules of their own. */
  interface SwayWindowManagerOptions extends SwayOptions {}
  interface WaylandWindowManagerOptions {
    readonly sway: SwayWindowManagerOptions;
  }
}

/** What is wrong with the file is worth a word; it is in place by then, so nothing is stopped for it. */
const afterChange = (own: Own, { config, lib }: Context): string => {
  if (own.package === null) return "";
  const file = quoteShell(`${config.xdg.configHome}/sway/config`);
  const program = lib.program(own.package);
  return [
    own.checkConfig &&
      `if command -v ${program} >/dev/null; then
  XDG_RUNTIME_DIR="\${XDG_RUNTIME_DIR:-$(mktemp -d)}" WLR_BACKENDS=headless WLR_RENDERER=pixman ${program} --validate --config ${file} 2>&1 | grep -F 'Error on line' >&2 || true
fi
`,
    `swaySocket="\${XDG_RUNTIME_DIR:-/run/user/$(id -u)}/sway-ipc.$(id -u).$(pgrep -u "$(id -u)" -x sway || true).sock"
if [ -S "$swaySocket" ]; then
  ${lib.program(own.package, "swaymsg")} -s "$swaySocket" reload || true
fi
`,
  ]
    .filter(Boolean)
    .join("");
};

export default defineProgram(sway.path, {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: (own, { lib }) => [own.package, own.xwayland && lib.package("xwayland")],
  warnings: ({ config }) => commonWarnings(sway.path, config),
  files: (own, context) => ({
    "sway/config": { text: swayText(own, context.lib), onChange: afterChange(own, context) },
  }),
  config: {
    home: {
      profileFiles: ({ config, lib }) => {
        const own = config.wayland.windowManager.sway;
        return isWrapped(own) ? { "bin/sway": wrapperText(own, lib) } : {};
      },
    },
  },
  units: ({ systemd }) => ({
    targets: {
      ...(systemd.enable && { "sway-session": sessionTarget(systemd.xdgAutostart) }),
      tray: {
        Unit: { Description: "Home Manager System Tray", Requires: ["graphical-session-pre.target"] },
      },
    },
  }),
});

const sessionTarget = (autostart: boolean) => ({
  Unit: {
    Description: "sway compositor session",
    Documentation: ["man:systemd.special(7)"],
    BindsTo: ["graphical-session.target"],
    Wants: ["graphical-session-pre.target", ...(autostart ? ["xdg-desktop-autostart.target"] : [])],
    After: ["graphical-session-pre.target"],
    ...(autostart && { Before: ["xdg-desktop-autostart.target"] }),
  },
});
