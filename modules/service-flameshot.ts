/** Flameshot takes screenshots: `flameshot/flameshot.ini`. */
import { defineProgram, formats, programOptions, type TreeOf } from "lares/module";
import { graphicalSession, trayUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("Flameshot", "flameshot"),
  settings: formats
    .ini()
    .option({ example: { General: { disabledTrayIcon: true, showStartupLaunchMessage: false } } }),
};
export interface FlameshotOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly flameshot: FlameshotOptions;
  }
}

export default defineProgram("services.flameshot", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "flameshot/flameshot.ini": formats.ini().file(settings) }),
  units: ({ package: flameshot }, { config, lib }) => ({
    services: {
      flameshot: {
        Unit: trayUnit("Flameshot screenshot tool"),
        Service: {
          Environment: `PATH=${config.home.profileDirectory}/bin`,
          ExecStart: lib.program(flameshot ?? "flameshot"),
          Restart: "on-abort",
          LockPersonality: true,
          MemoryDenyWriteExecute: true,
          NoNewPrivileges: true,
          PrivateUsers: true,
          RestrictNamespaces: true,
          SystemCallArchitectures: "native",
          SystemCallFilter: "@system-service",
        },
        Install: { WantedBy: [graphicalSession] },
      },
    },
  }),
  agents: ({ package: flameshot }, { lib }) => ({
    flameshot: {
      enable: true,
      config: {
        ProgramArguments: [lib.program(flameshot ?? "flameshot")],
        KeepAlive: true,
        RunAtLoad: true,
        ProcessType: "Interactive",
      },
    },
  }),
});
