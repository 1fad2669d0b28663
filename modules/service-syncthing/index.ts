/** Syncthing keeps folders in step between devices. */
import { type Context, defineProgram, quoteShell, sha256 } from "lares/module";
import { keptAlive, trayUnit } from "../session-services/unit.ts";
import { options, type SyncthingOptions } from "./options.ts";
import { configureScript, hasSettings, isSocketPath, type Own } from "./rest.ts";

declare module "lares/module" {
  interface ServiceOptions {
    readonly syncthing: SyncthingOptions;
  }
}

const scriptName = "bin/merge-syncthing-config";

const scriptPath = ({ lib }: Context): string => `${lib.profileDirectory}/${scriptName}`;

const command = (own: Own, { lib }: Context): readonly string[] => [
  lib.program(own.package ?? "syncthing"),
  "serve",
  "--no-browser",
  "--no-restart",
  "--no-upgrade",
  `--gui-address=${isSocketPath(own.guiAddress) ? "unix://" : ""}${own.guiAddress}`,
  ...own.extraOptions,
];

/** Keys that come from elsewhere replace those that Syncthing made. */
const keyCommands = ({ cert, key }: Own, folder: string): string =>
  [
    `mkdir -p "${folder}"`,
    ...(cert === null ? [] : [`install -m 644 ${quoteShell(cert)} "${folder}/cert.pem"`]),
    ...(key === null ? [] : [`install -m 600 ${quoteShell(key)} "${folder}/key.pem"`]),
  ].join(" && ");

const services = (own: Own, context: Context) => ({
  syncthing: {
    Unit: {
      Description: "Syncthing - Open Source Continuous File Synchronization",
      Documentation: "man:syncthing(1)",
      After: ["network.target"],
    },
    Service: {
      ...((own.cert !== null || own.key !== null) && {
        ExecStartPre: `/bin/sh -c '${keyCommands(own, "%S/syncthing").replaceAll("'", "'\\''")}'`,
      }),
      ExecStart: command(own, context).map(quoteShell).join(" "),
      Restart: "on-failure",
      SuccessExitStatus: [3, 4],
      RestartForceExitStatus: [3, 4],
      LockPersonality: true,
      MemoryDenyWriteExecute: true,
      NoNewPrivileges: true,
      PrivateUsers: true,
      RestrictNamespaces: true,
      SystemCallArchitectures: "native",
      SystemCallFilter: "@system-service",
      ...(own.allProxy !== null && { Environment: [`all_proxy=${own.allProxy}`] }),
    },
    Install: { WantedBy: ["default.target"] },
  },
  ...(hasSettings(own) && {
    "syncthing-init": {
      Unit: {
        Description: "Syncthing configuration updater",
        Requires: ["syncthing.service"],
        After: ["syncthing.service"],
        "X-Restart-Triggers": [sha256(configureScript(own, context), "hex")],
      },
      Service: { Type: "oneshot", RemainAfterExit: true, ExecStart: scriptPath(context) },
      Install: { WantedBy: ["default.target"] },
    },
  }),
});

const trayService = ({ tray }: Own, { lib }: Context) => {
  const [program = "syncthingtray", ...rest] = tray.command.split(" ");
  return {
    Unit: trayUnit("syncthingtray"),
    Service: { ExecStart: [lib.program(tray.package, program), ...rest].join(" ") },
    Install: { WantedBy: ["graphical-session.target"] },
  };
};

export default defineProgram("services.syncthing", {
  url: import.meta.url,
  options,
  enabled: ({ enable, tray }) => enable || tray.enable,
  packages: ({ enable, package: syncthing }) => [enable && syncthing],
  units: (own, context) => ({
    services: {
      ...(own.enable && services(own, context)),
      ...(own.tray.enable && { syncthingtray: trayService(own, context) }),
    },
  }),
  agents: (own, context) =>
    own.enable
      ? {
          syncthing: {
            enable: true,
            config: {
              ProgramArguments: command(own, context),
              ...(own.allProxy !== null && { EnvironmentVariables: { all_proxy: own.allProxy } }),
              KeepAlive: keptAlive,
              ProcessType: "Background",
            },
          },
          ...(hasSettings(own) && {
            "syncthing-init": {
              enable: true,
              config: {
                ProgramArguments: [scriptPath(context)],
                ProcessType: "Background",
                RunAtLoad: true,
              },
            },
          }),
        }
      : {},
  config: {
    home: {
      profileFiles: (context) => {
        const own = context.config.services.syncthing;
        return own.enable && hasSettings(own) ? { [scriptName]: configureScript(own, context) } : {};
      },
    },
  },
});
