/** autotiling splits windows of i3 and Sway the longer way. */
import { defineProgram, option, programOptions, quoteShell, type TreeOf, t } from "lares/module";
import { sessionUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("autotiling", "autotiling"),
  extraArgs: option(t.listOf(t.str), {
    default: [],
    description: "Further arguments.",
    example: ["--workspaces", "8", "9"],
  }),
  systemdTarget: option(t.str, {
    default: ({ config }) => config.wayland.systemd.target,
    defaultText: "wayland.systemd.target",
    description: "The target that starts the service.",
    example: "sway-session.target",
  }),
};
export interface AutotilingOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly autotiling: AutotilingOptions;
  }
}

export default defineProgram("services.autotiling", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: () => [],
  units: ({ package: autotiling, extraArgs, systemdTarget }, { lib }) => ({
    services: {
      autotiling: {
        Unit: sessionUnit("Split orientation manager", systemdTarget),
        Service: {
          Type: "simple",
          ExecStart: [
            autotiling === null ? "autotiling" : lib.program(autotiling),
            ...extraArgs.map(quoteShell),
          ].join(" "),
          Restart: "always",
        },
        Install: { WantedBy: [systemdTarget] },
      },
    },
  }),
});
