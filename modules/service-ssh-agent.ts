/** OpenSSH's agent, which keeps keys unlocked. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  option,
  packageNamed,
  programOptions,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";
import { keptAlive } from "./session-services/unit.ts";

const options = {
  ...programOptions("OpenSSH's agent", packageNamed("openssh", { mainProgram: "ssh-agent" })),
  socket: option(t.str, {
    default: "ssh-agent",
    description: "The agent's socket, below `$XDG_RUNTIME_DIR` (on macOS below the user's temporary folder).",
    example: "ssh-agent/socket",
  }),
  defaultMaximumIdentityLifetime: option(t.nullOr(t.positive), {
    default: null,
    description: "For how many seconds it keeps a key, unless it is told otherwise; null for ever.",
    example: 3600,
  }),
  pkcs11Whitelist: option(t.listOf(t.str), {
    default: [],
    description: "Patterns of the PKCS#11 and FIDO libraries that it may load.",
    example: ["/usr/lib/libpkcs11.so"],
  }),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
};
export interface SshAgentOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly "ssh-agent": SshAgentOptions;
  }
}

type Own = ConfigOf<typeof options>;

const commandOf = (
  { package: openssh, defaultMaximumIdentityLifetime: lifetime, pkcs11Whitelist }: Own,
  socket: string,
  lib: Context["lib"],
): string =>
  [
    `${lib.program(openssh ?? "ssh-agent", "ssh-agent")} -D -a ${socket}`,
    ...(lifetime === null ? [] : [`-t ${lifetime}`]),
    ...(pkcs11Whitelist.length > 0 ? [`-P '${pkcs11Whitelist.join(",").replaceAll("'", "'\\''")}'`] : []),
  ].join(" ");

const temporaryFolder = (lib: Context["lib"]): string =>
  `$(${lib.program("system_cmds", "getconf")} DARWIN_USER_TEMP_DIR)`;

/** A shell that has no integration is told nothing. */
const shellLine =
  (shell: "Bash" | "Fish" | "Nushell" | "Zsh", line: (own: Own, context: Context) => string) =>
  (context: Context): string => {
    const own = context.config.services["ssh-agent"];
    return own[`enable${shell}Integration`] ? line(own, context) : "";
  };

export default defineProgram("services.ssh-agent", {
  url: import.meta.url,
  options,
  packages: () => [],
  units: (own, { lib }) => ({
    services: {
      "ssh-agent": {
        Unit: { Description: "SSH authentication agent", Documentation: "man:ssh-agent(1)" },
        Service: {
          ExecStart: commandOf(own, `%t/${own.socket}`, lib),
          SuccessExitStatus: 2,
        },
        Install: { WantedBy: ["default.target"] },
      },
    },
  }),
  agents: (own, { lib }) => ({
    "ssh-agent": {
      enable: true,
      config: {
        ProgramArguments: [
          lib.program("bash-interactive", "bash"),
          "-c",
          commandOf(own, `"${temporaryFolder(lib)}/${own.socket}"`, lib),
        ],
        KeepAlive: keptAlive,
        ProcessType: "Background",
        RunAtLoad: true,
      },
    },
  }),
  config: {
    sshAuthSock: {
      enable: true,
      initialization: {
        bash: shellLine(
          "Bash",
          ({ socket }, { host, lib }) =>
            `export SSH_AUTH_SOCK="${host.os === "darwin" ? temporaryFolder(lib) : "$XDG_RUNTIME_DIR"}/${socket}"`,
        ),
        zsh: shellLine(
          "Zsh",
          ({ socket }, { host, lib }) =>
            `export SSH_AUTH_SOCK="${host.os === "darwin" ? temporaryFolder(lib) : "$XDG_RUNTIME_DIR"}/${socket}"`,
        ),
        fish: shellLine(
          "Fish",
          ({ socket }, { host, lib }) =>
            `set -x SSH_AUTH_SOCK "${host.os === "darwin" ? temporaryFolder(lib) : "$XDG_RUNTIME_DIR"}/${socket}"`,
        ),
        nushell: shellLine(
          "Nushell",
          ({ socket }, { host, lib }) =>
            `$env.SSH_AUTH_SOCK = $"${host.os === "darwin" ? temporaryFolder(lib).slice(1) : "($env.XDG_RUNTIME_DIR)"}/${socket}"`,
        ),
      },
    },
  },
});
