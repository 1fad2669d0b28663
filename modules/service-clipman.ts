/** clipman: keeps the clipboard of Wayland, and its history. */
import { defineProgram, option, programOptions, type TreeOf, t } from "lares/module";
import { waylandUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("clipman", "clipman"),
  extraArgs: option(t.listOf(t.str), {
    default: [],
    description: "Further arguments of `clipman store`.",
    example: ["--max-items", "100"],
  }),
  systemdTarget: option(t.str, {
    default: ({ config }) => config.wayland.systemd.target,
    defaultText: "wayland.systemd.target",
    description: "The target that starts the service.",
    example: "sway-session.target",
  }),
};
export interface ClipmanOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly clipman: ClipmanOptions;
  }
}

export default defineProgram("services.clipman", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: ({ package: clipman }, { lib }) => [clipman, lib.package("wl-clipboard")],
  units: ({ package: clipman, extraArgs, systemdTarget }, { lib }) => ({
    services: {
      clipman: {
        Unit: waylandUnit("Clipboard management daemon", systemdTarget),
        Service: {
          ExecStart: [
            `${lib.program("wl-clipboard", "wl-paste")} -t text --watch`,
            `${lib.program(clipman ?? "clipman")} store`,
            ...extraArgs,
          ].join(" "),
          ExecReload: `${lib.program("coreutils", "kill")} -SIGUSR2 $MAINPID`,
          Restart: "on-failure",
          KillMode: "mixed",
        },
        Install: { WantedBy: [systemdTarget] },
      },
    },
  }),
});
