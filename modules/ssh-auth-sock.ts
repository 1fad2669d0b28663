/** Which SSH agent is asked: `SSH_AUTH_SOCK` in every shell, and in what systemd starts. */
import { type Context, defineModule, mkIf, option, t } from "lares/module";

const code = (shell: string, example: string) =>
  option(t.str, { default: "", description: `How ${shell} sets the variable.`, example });

const sshAuthSockOptions = {
  enable: option(t.bool, {
    default: false,
    description: "Whether shells are told the agent's socket; services that are agents turn this on.",
  }),
  initialization: {
    bash: code("Bash", "export SSH_AUTH_SOCK=$HOME/.ssh/agent.sock"),
    fish: code("fish", "set -x SSH_AUTH_SOCK $HOME/.ssh/agent.sock"),
    nushell: code("Nushell", '$env.SSH_AUTH_SOCK = ($nu.home-dir | path join ".ssh" "agent.sock")'),
    zsh: option(t.str, {
      default: ({ config }) => config.sshAuthSock.initialization.bash,
      defaultText: "sshAuthSock.initialization.bash",
      description: "How Zsh sets the variable.",
    }),
  },
  systemd: {
    socketProviderUnit: option(t.nullOr(t.str), {
      default: null,
      description: "The unit that the agent is; once it runs, systemd knows the variable too.",
      example: "ssh-agent.service",
    }),
  },
};
type Tree = typeof sshAuthSockOptions;
export interface SshAuthSockOptions extends Tree {}
const options: SshAuthSockOptions = sshAuthSockOptions;

declare module "lares/module" {
  interface Options {
    readonly sshAuthSock: SshAuthSockOptions;
  }
}

const enabled = ({ config }: Context) => config.sshAuthSock.enable;
type Shell = "bash" | "fish" | "nushell" | "zsh";

/** An agent that came along with an SSH connection is the one to ask there. */
const guarded = {
  bash: (line: string) => `if [ -z "$SSH_AUTH_SOCK" -o -z "$SSH_CONNECTION" ]; then\n  ${line}\nfi\n`,
  zsh: (line: string) => `if [[ -z "$SSH_AUTH_SOCK" || -z "$SSH_CONNECTION" ]]; then\n  ${line}\nfi\n`,
  fish: (line: string) => `if test -z "$SSH_AUTH_SOCK"; or test -z "$SSH_CONNECTION"\n    ${line}\nend\n`,
  nushell: (line: string) =>
    `if "SSH_AUTH_SOCK" not-in $env or "SSH_CONNECTION" not-in $env {\n  ${line}\n}\n`,
} as const;

const lineFor = (shell: Shell) =>
  mkIf(
    ({ config: { sshAuthSock } }) => sshAuthSock.enable && sshAuthSock.initialization[shell] !== "",
    ({ config }: Context) => guarded[shell](config.sshAuthSock.initialization[shell]),
  );

const setVariable = ({ config: { sshAuthSock } }: Context) => {
  const { systemd, initialization } = sshAuthSock;
  if (systemd.socketProviderUnit === null || initialization.bash === "") return {};
  return {
    "set-SSH_AUTH_SOCK": {
      Unit: {
        Description: "Set SSH_AUTH_SOCK for the user's systemd",
        After: [systemd.socketProviderUnit],
        PartOf: [systemd.socketProviderUnit],
      },
      Service: {
        Type: "oneshot",
        RemainAfterExit: true,
        ExecStart: `/bin/sh -c '${initialization.bash.replaceAll("'", "'\\''").replaceAll("%", "%%").replaceAll("$", "$$$$")}; systemctl --user import-environment SSH_AUTH_SOCK'`,
      },
      Install: { WantedBy: [systemd.socketProviderUnit] },
    },
  };
};

export default defineModule({
  path: "sshAuthSock",
  url: import.meta.url,
  options,
  config: {
    systemd: {
      user: {
        services: mkIf(enabled, (context) => (context.host.os === "linux" ? setVariable(context) : {})),
      },
    },
  },
  whenLoaded: {
    "programs.bash": { profileExtra: lineFor("bash") },
    "programs.fish": { shellInit: lineFor("fish") },
    "programs.nushell": { extraConfig: lineFor("nushell") },
    "programs.zsh": { envExtra: lineFor("zsh"), profileExtra: lineFor("zsh") },
  },
});
