/** GnuPG's agent, which keeps keys unlocked: `gpg-agent.conf`, its sockets, and its life as an agent of SSH. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  type Files,
  gnupgSocketName,
  joinText,
  linesOption,
  mkIf,
  option,
  removed,
  renamed,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";
import { copyFiles, filesInFolder, isInHome } from "./gpg/folder.ts";
import { keptAlive } from "./session-services/unit.ts";

const seconds = (description: string) =>
  option(t.nullOr(t.int), { default: null, description, example: 1800 });

const options = {
  enable: option(t.bool, { default: false, description: "Whether to set up GnuPG's agent." }),
  defaultCacheTtl: seconds("For how many seconds after its last use a key stays unlocked."),
  defaultCacheTtlSsh: seconds("The same of keys of SSH."),
  maxCacheTtl: seconds("After how many seconds a key is locked however often it is used."),
  maxCacheTtlSsh: seconds("The same of keys of SSH."),
  enableSshSupport: option(t.bool, { default: false, description: "Whether it is the agent of SSH too." }),
  sshKeys: option(t.nullOr(t.listOf(t.str)), {
    default: null,
    description: "Keys of GnuPG that SSH may use, by keygrip.",
  }),
  enableExtraSocket: option(t.bool, {
    default: false,
    description: "Whether there is a socket with fewer rights, to be forwarded to other machines.",
  }),
  enableScDaemon: option(t.bool, { default: true, description: "Whether it knows smartcards." }),
  grabKeyboardAndMouse: option(t.bool, {
    default: true,
    description: "Whether nobody else gets keys while a passphrase is typed.",
  }),
  noAllowExternalCache: option(t.bool, {
    default: false,
    description: "Whether passphrases may not be kept in the desktop's keyring.",
  }),
  verbose: option(t.bool, { default: false, description: "Whether it says what it does." }),
  pinentry: {
    package: option(t.nullOr(t.package), {
      default: null,
      description: "The package that asks for passphrases; null leaves it to GnuPG.",
      example: "pinentry-gnome3",
    }),
    program: option(t.nullOr(t.str), {
      default: ({ config }) => config.services["gpg-agent"].pinentry.package?.mainProgram ?? "pinentry",
      defaultText: "the package's main program",
      description: "The program in it.",
      example: "pinentry-wayprompt",
    }),
  },
  extraConfig: linesOption("Further lines of the configuration.", "allow-loopback-pinentry\n"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  pinentryPackage: renamed("services.gpg-agent.pinentry.package"),
  pinentryFlavor: removed("use pinentry.package"),
};
export interface GpgAgentOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly "gpg-agent": GpgAgentOptions;
  }
}

type Own = ConfigOf<typeof options>;

const ownFiles = (own: Own, { lib }: Context): Files => ({
  "gpg-agent.conf": joinText(...configText(own, lib)),
  sshcontrol: joinText(...(own.sshKeys ?? [])),
});

const configText = (own: Own, lib: Context["lib"]): readonly (string | false)[] => [
  own.enableSshSupport && "enable-ssh-support",
  own.grabKeyboardAndMouse && "grab",
  !own.enableScDaemon && "disable-scdaemon",
  own.noAllowExternalCache && "no-allow-external-cache",
  own.defaultCacheTtl !== null && `default-cache-ttl ${own.defaultCacheTtl}`,
  own.defaultCacheTtlSsh !== null && `default-cache-ttl-ssh ${own.defaultCacheTtlSsh}`,
  own.maxCacheTtl !== null && `max-cache-ttl ${own.maxCacheTtl}`,
  own.maxCacheTtlSsh !== null && `max-cache-ttl-ssh ${own.maxCacheTtlSsh}`,
  own.pinentry.package !== null &&
    `pinentry-program ${absolute(lib.program(own.pinentry.package, own.pinentry.program ?? undefined))}`,
  own.extraConfig,
];

/** The agent wants a path; distributions keep theirs in one place. */
const absolute = (program: string): string => (program.includes("/") ? program : `/usr/bin/${program}`);

const gpg = ({ config, lib }: Context, program: string): string =>
  lib.program(config.programs.gpg.package ?? "gnupg", program);

/** GnuPG looks for its sockets here, by the path of its home where that is not the usual one. */
const socketFolder = ({ config, host }: Context): string => {
  const { homedir } = config.programs.gpg;
  const base = host.os === "darwin" ? "/private/var/run/org.nix-community.home.gpg-agent" : "%t/gnupg";
  return homedir === `${config.home.homeDirectory}/.gnupg` ? base : `${base}/${gnupgSocketName(homedir)}`;
};

const command = (own: Own, context: Context): readonly string[] => [
  gpg(context, "gpg-agent"),
  "--supervised",
  ...(own.verbose ? ["--verbose"] : []),
];

const socket = (context: Context, name: string, socketName: string, what: string, documentation: string) => ({
  Unit: { Description: `GnuPG cryptographic agent ${what}`, Documentation: documentation },
  Socket: {
    ListenStream: `${socketFolder(context)}/${socketName}`,
    FileDescriptorName: name,
    ...(name !== "std" && { Service: "gpg-agent.service" }),
    SocketMode: "0600",
    DirectoryMode: "0700",
  },
  Install: { WantedBy: ["sockets.target"] },
});

const sshManuals = "man:gpg-agent(1) man:ssh-add(1) man:ssh-agent(1) man:ssh(1)";

/** A terminal that SSH's first use is to ask in is told of beforehand. */
const updateTerminal = (own: Own, context: Context): string =>
  own.enableSshSupport
    ? `${gpg(context, "gpg-connect-agent")} --quiet updatestartuptty /bye > /dev/null 2>&1\n`
    : "";

const posixInit = (own: Own, context: Context): string =>
  `GPG_TTY="$(tty)"\nexport GPG_TTY\n${updateTerminal(own, context)}`;

const sshSocket = (line: (list: string) => string) => (context: Context) =>
  line(`${gpg(context, "gpgconf")} --list-dirs agent-ssh-socket`);

export default defineProgram("services.gpg-agent", {
  url: import.meta.url,
  options,
  packages: ({ pinentry }) => [pinentry.package],
  files: (own, context) => filesInFolder(ownFiles(own, context), context.config),
  shells: {
    bash: (own, context) => (own.enableBashIntegration ? posixInit(own, context) : ""),
    zsh: (own, context) => (own.enableZshIntegration ? posixInit(own, context) : ""),
    fish: (own, context) =>
      own.enableFishIntegration ? `set -gx GPG_TTY (tty)\n${updateTerminal(own, context)}` : "",
    nushell: (own, context) =>
      own.enableNushellIntegration
        ? `$env.GPG_TTY = (tty)\n${own.enableSshSupport ? `${gpg(context, "gpg-connect-agent")} --quiet updatestartuptty /bye | ignore\n` : ""}`
        : "",
  },
  units: (own, context) => ({
    services: {
      "gpg-agent": {
        Unit: {
          Description: "GnuPG cryptographic agent and passphrase cache",
          Documentation: "man:gpg-agent(1)",
          Requires: ["gpg-agent.socket"],
          After: ["gpg-agent.socket"],
          RefuseManualStart: true,
        },
        Service: {
          ExecStart: command(own, context).join(" "),
          ExecReload: `${gpg(context, "gpgconf")} --reload gpg-agent`,
          Environment: [`GNUPGHOME=${context.config.programs.gpg.homedir}`],
        },
      },
    },
    sockets: {
      "gpg-agent": socket(context, "std", "S.gpg-agent", "and passphrase cache", "man:gpg-agent(1)"),
      ...(own.enableSshSupport && {
        "gpg-agent-ssh": socket(context, "ssh", "S.gpg-agent.ssh", "(ssh-agent emulation)", sshManuals),
      }),
      ...(own.enableExtraSocket && {
        "gpg-agent-extra": socket(
          context,
          "extra",
          "S.gpg-agent.extra",
          "and passphrase cache (restricted)",
          "man:gpg-agent(1)",
        ),
      }),
    },
  }),
  agents: (own, context) => {
    const listen = (name: string) => ({
      SockType: "stream",
      SockPathName: `${socketFolder(context)}/${name}`,
      SockPathMode: 0o600,
    });
    return {
      "gpg-agent": {
        enable: true,
        config: {
          ProgramArguments: command(own, context),
          EnvironmentVariables: { GNUPGHOME: context.config.programs.gpg.homedir },
          KeepAlive: keptAlive,
          ProcessType: "Background",
          RunAtLoad: own.enableSshSupport,
          Sockets: {
            Agent: listen("S.gpg-agent"),
            ...(own.enableSshSupport && { Ssh: listen("S.gpg-agent.ssh") }),
            ...(own.enableExtraSocket && { Extra: listen("S.gpg-agent.extra") }),
          },
        },
      },
    };
  },
  config: {
    home: {
      activation: mkIf(({ config }) => !isInHome(config), {
        gpgAgentFiles: {
          after: ["gpgHomedir"],
          run: (context: Context) =>
            copyFiles(ownFiles(context.config.services["gpg-agent"], context), context),
        },
      }),
    },
    sshAuthSock: mkIf(({ config }) => config.services["gpg-agent"].enableSshSupport, {
      enable: true,
      initialization: {
        bash: sshSocket((list) => `unset SSH_AGENT_PID\nexport SSH_AUTH_SOCK="$(${list})"`),
        zsh: sshSocket((list) => `unset SSH_AGENT_PID\nexport SSH_AUTH_SOCK="$(${list})"`),
        fish: sshSocket((list) => `set -e SSH_AGENT_PID\nset -gx SSH_AUTH_SOCK (${list})`),
        nushell: sshSocket((list) => `hide-env -i SSH_AGENT_PID\n$env.SSH_AUTH_SOCK = (${list} | str trim)`),
      },
    }),
  },
});
