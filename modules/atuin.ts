/** Atuin: the shells' history in a database. `atuin/config.toml`, `atuin/themes`, and its daemon. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  formats,
  isOlder,
  mkDefault,
  mkIf,
  option,
  programOptions,
  quoteShell,
  shellIntegrations,
  type TextOrSource,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";

const options = {
  ...programOptions("Atuin, a history of shell commands in a database", "atuin"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  settings: formats.toml.option({
    description: "Settings, as `atuin/config.toml` holds them.",
    example: { auto_sync: true, sync_frequency: "5m", search_mode: "prefix" },
  }),
  flags: option(t.listOf(t.str), {
    default: [],
    description: "Arguments of `atuin init`.",
    example: ["--disable-up-arrow"],
  }),
  themes: option(t.attrsOf(t.oneOf(formats.toml.type, textOrSource)), {
    default: {},
    description: "Themes by name: a table, a text, or the path of a file.",
    example: { mine: { theme: { name: "mine" }, colors: { Guidance: "#66d9ef" } } },
  }),
  forceOverwriteSettings: option(t.bool, {
    default: false,
    description: "Whether to replace a settings file that Atuin has made itself, without being asked.",
  }),
  daemon: {
    enable: option(t.bool, {
      default: false,
      description: "Whether Atuin's daemon runs, which writes the history in the background.",
    }),
    logLevel: option(t.nullOr(t.enum("trace", "debug", "info", "warn", "error")), {
      default: null,
      description: "How much the daemon logs; null leaves it to Atuin.",
    }),
  },
};
export interface AtuinOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly atuin: AtuinOptions;
  }
}

type Own = Context["config"]["programs"]["atuin"];

const atuin = (own: Own, { lib }: Context): string => lib.program(own.package ?? "atuin");

const init = (own: Own, context: Context, shell: string): string =>
  `${atuin(own, context)} init ${shell} ${own.flags.map(quoteShell).join(" ")}`;

/** Atuin learns of commands in Bash by way of bash-preexec; from the store, else from where systems put it. */
const preexec = ({ lib }: Context): string => {
  const { outPath } = lib.package("bash-preexec");
  if (outPath !== undefined) return `  source "${outPath}/share/bash/bash-preexec.sh"`;
  return `  for preexec in \\
    /usr/share/bash-preexec/bash-preexec.sh \\
    /opt/homebrew/etc/profile.d/bash-preexec.sh \\
    /usr/local/etc/profile.d/bash-preexec.sh \\
    ~/.bash-preexec.sh; do
    if [[ -r $preexec ]]; then
      source "$preexec"
      break
    fi
  done
  unset preexec`;
};

const daemonEnvironment = ({ daemon }: Own): Readonly<Record<string, string>> =>
  daemon.logLevel === null ? {} : { ATUIN_LOG: daemon.logLevel };

const runsDaemon = ({ config }: Context): boolean => config.programs.atuin.daemon.enable;

/** Versions before 18.4 made the socket in the data directory. */
const socketFolder = (own: Own): string => (isOlder(own.package?.version, "18.4") ? "%D/atuin" : "%t");

export default defineProgram("programs.atuin", {
  url: import.meta.url,
  options,
  files: ({ settings, themes, forceOverwriteSettings }) => ({
    "atuin/config.toml": withForce(formats.toml.file(settings), forceOverwriteSettings),
    ...Object.fromEntries(
      Object.entries(themes).map(([name, theme]) => [`atuin/themes/${name}.toml`, themeFile(theme)]),
    ),
  }),
  assertions: (own) => [
    {
      assertion: !own.daemon.enable || !isOlder(own.package?.version, "18.2"),
      message: `programs.atuin.daemon needs Atuin 18.2 or newer, and programs.atuin.package is ${own.package?.version}.`,
    },
  ],
  shellInit: (own, context, shell) => init(own, context, shell === "nushell" ? "nu" : shell),
  shells: {
    /** Without line editing there are no keys, and nothing to record. */
    bash: (own, context) =>
      `if [[ :$SHELLOPTS: =~ :(vi|emacs): ]]; then\n${preexec(context)}\n  eval "$(${init(own, context, "bash")})"\nfi\n`,
    zsh: (own, context) =>
      `if [[ $options[zle] = on ]]; then\n  eval "$(${init(own, context, "zsh")})"\nfi\n`,
  },
  units: (own, context) =>
    !own.daemon.enable
      ? {}
      : {
          services: {
            "atuin-daemon": {
              Unit: { Description: "Atuin daemon", Requires: ["atuin-daemon.socket"] },
              Service: {
                ExecStart: `${atuin(own, context)} daemon`,
                Environment: Object.entries(daemonEnvironment(own)).map((pair) => pair.join("=")),
                Restart: "on-failure",
                RestartSteps: 3,
                RestartMaxDelaySec: 6,
              },
              Install: { Also: ["atuin-daemon.socket"], WantedBy: ["default.target"] },
            },
          },
          sockets: {
            "atuin-daemon": {
              Unit: { Description: "Socket of the Atuin daemon" },
              Socket: {
                ListenStream: `${socketFolder(own)}/atuin.sock`,
                SocketMode: "0600",
                RemoveOnStop: true,
              },
              Install: { WantedBy: ["sockets.target"] },
            },
          },
        },
  agents: (own, context) =>
    !own.daemon.enable
      ? {}
      : {
          "atuin-daemon": {
            enable: true,
            config: {
              ProgramArguments: [atuin(own, context), "daemon"],
              EnvironmentVariables: daemonEnvironment(own),
              KeepAlive: { Crashed: true, SuccessfulExit: false },
              ProcessType: "Background",
            },
          },
        },
  config: {
    programs: {
      atuin: {
        settings: mkIf(runsDaemon, {
          daemon: {
            enabled: true,
            systemd_socket: mkIf(({ host }) => host.os === "linux", true),
            socket_path: mkIf(
              ({ host }) => host.os === "darwin",
              mkDefault(({ config }: Context) => `${config.xdg.dataHome}/atuin/daemon.sock`),
            ),
          },
        }),
      },
    },
  },
});

function withForce(file: FileSpecification | undefined, force: boolean): FileSpecification | undefined {
  return file && force ? { ...file, force } : file;
}

function themeFile(theme: unknown): FileSpecification | undefined {
  const isFile = typeof theme === "object" && theme !== null && ("text" in theme || "source" in theme);
  return isFile ? (theme as TextOrSource) : formats.toml.file(theme as never);
}
