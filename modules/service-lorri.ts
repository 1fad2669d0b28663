/** lorri keeps the environments of Nix projects built. */
import { defineProgram, option, packageNamed, programOptions, type TreeOf, t } from "lares/module";
import { binFolders, environmentOf } from "./session-services/unit.ts";

const options = {
  ...programOptions("lorri", "lorri"),
  enableNotifications: option(t.bool, {
    default: false,
    description: "Whether builds are announced on the desktop.",
  }),
  extraEnvVariables: option(t.attrsOf(t.str), {
    default: {},
    description: "Further variables of its environment.",
    example: { NIX_PATH: "nixpkgs=channel:nixos-unstable" },
  }),
  nixPackage: option(t.package, {
    default: packageNamed("nix"),
    description: "The Nix that it builds with.",
  }),
};
export interface LorriOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly lorri: LorriOptions;
  }
}

/** jq's program: a line for a build that ended, by the project's file. systemd takes a backslash for itself. */
const notification =
  '"if .Completed then \\"Built \\(.Completed.nix_file)\\" elif .Failure then \\"Failed \\(.Failure.nix_file)\\" else empty end"'.replaceAll(
    "\\",
    "\\\\",
  );

export default defineProgram("services.lorri", {
  url: import.meta.url,
  options,
  units: ({ package: lorri, enableNotifications, extraEnvVariables, nixPackage }, { lib }) => ({
    services: {
      lorri: {
        Unit: {
          Description: "lorri build daemon",
          Requires: "lorri.socket",
          After: "lorri.socket",
          RefuseManualStart: true,
        },
        Service: {
          ExecStart: `${lib.program(lorri ?? "lorri")} daemon`,
          PrivateTmp: true,
          ProtectSystem: "full",
          Restart: "on-failure",
          Environment: [
            `PATH=${binFolders(lib, nixPackage, "gitMinimal", "gnutar", "gzip")}`,
            ...environmentOf(extraEnvVariables),
          ],
        },
      },
      ...(enableNotifications && {
        "lorri-notify": {
          Unit: {
            Description: "lorri build notifications",
            After: "lorri.service",
            Requires: "lorri.service",
          },
          Service: {
            ExecStart: `/bin/sh -c '${lib.program(lorri ?? "lorri")} internal stream-events --kind live | ${lib.program("jq")} -r --unbuffered ${notification} | while IFS= read -r line; do ${lib.program("libnotify", "notify-send")} lorri "$line"; done'`,
            Restart: "on-failure",
          },
          Install: { WantedBy: ["default.target"] },
        },
      }),
    },
    sockets: {
      lorri: {
        Unit: { Description: "Socket for lorri build daemon" },
        Socket: { ListenStream: "%t/lorri/daemon.socket", RuntimeDirectory: "lorri" },
        Install: { WantedBy: ["sockets.target"] },
      },
    },
  }),
  agents: ({ package: lorri, extraEnvVariables, nixPackage }, { lib }) => ({
    lorri: {
      enable: true,
      config: {
        ProgramArguments: [lib.program(lorri ?? "lorri"), "daemon"],
        EnvironmentVariables: {
          PATH: binFolders(lib, nixPackage, "gitMinimal", "gnutar", "gzip"),
          ...extraEnvVariables,
        },
        KeepAlive: true,
        RunAtLoad: true,
        ProcessType: "Background",
      },
    },
  }),
});
