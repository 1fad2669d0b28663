/** hypridle runs commands when nobody is there: `hypr/hypridle.conf`. */
import { defineProgram, option, programOptions, type TreeOf, t } from "lares/module";
import { hyprlang } from "./hyprland/hyprlang.ts";
import { waylandUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("hypridle", "hypridle"),
  settings: hyprlang().option({
    example: { general: { lock_cmd: "hyprlock" }, listener: [{ timeout: 900, "on-timeout": "hyprlock" }] },
  }),
  importantPrefixes: option(t.listOf(t.str), {
    default: ["$"],
    description: "Keys that begin like this are written first.",
  }),
  systemdTarget: option(t.str, {
    default: ({ config }) => config.wayland.systemd.target,
    defaultText: "wayland.systemd.target",
    description: "The target that starts the service.",
    example: "sway-session.target",
  }),
};
export interface HypridleOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly hypridle: HypridleOptions;
  }
}

export default defineProgram("services.hypridle", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings, importantPrefixes }) => ({
    "hypr/hypridle.conf": hyprlang(importantPrefixes).file(settings),
  }),
  units: ({ package: hypridle, settings, importantPrefixes, systemdTarget }, { lib }) =>
    hypridle === null
      ? {}
      : {
          services: {
            hypridle: {
              Unit: waylandUnit("hypridle", systemdTarget, {
                ...(Object.keys(settings).length > 0 && {
                  "X-Restart-Triggers": [
                    `${lib.text("hm_hyprhypridle.conf", hyprlang(importantPrefixes).write(settings))}`,
                  ],
                }),
              }),
              Service: { ExecStart: lib.program(hypridle), Restart: "always", RestartSec: "10" },
              Install: { WantedBy: [systemdTarget] },
            },
          },
        },
});
