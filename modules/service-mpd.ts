/** mpd plays music for others to control: with a file of its own. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  linesOption,
  mkDefault,
  option,
  packageNamed,
  programOptions,
  quoteShell,
  type TreeOf,
  t,
} from "lares/module";

const dataFolder = ({ config }: Pick<Context, "config">): string => `${config.xdg.dataHome}/mpd`;

const options = {
  ...programOptions("mpd, a server of music", packageNamed("mpd")),
  enableSessionVariables: option(t.bool, {
    default: true,
    description: "Whether `MPD_HOST` and `MPD_PORT` say where it listens, unless that is its usual place.",
  }),
  musicDirectory: option(t.str, {
    default: ({ config }) =>
      config.home.stateVersion < "22.11" ? `${config.home.homeDirectory}/music` : config.xdg.userDirs.music,
    defaultText: "xdg.userDirs.music",
    description: "The folder of music, or a URI.",
    example: "/srv/music",
  }),
  playlistDirectory: option(t.str, {
    default: ({ config }) => `${config.services.mpd.dataDir}/playlists`,
    defaultText: "<dataDir>/playlists",
    description: "The folder of playlists.",
  }),
  extraConfig: linesOption("Further lines of the configuration."),
  extraArgs: option(t.listOf(t.str), {
    default: [],
    description: "Further arguments.",
    example: ["--verbose"],
  }),
  dataDir: option(t.str, {
    default: ({ config }) => dataFolder({ config }),
    defaultText: "<xdg.dataHome>/mpd",
    description: "The folder of its state.",
  }),
  network: {
    startWhenNeeded: option(t.bool, {
      default: false,
      description: "Whether it is started by the first one who connects.",
    }),
    listenAddress: option(t.str, {
      default: "127.0.0.1",
      description: "The address it listens at; `any` for all.",
      example: "any",
    }),
    port: option(t.intBetween(0, 65535), { default: 6600, description: "The port it listens at." }),
  },
  dbFile: option(t.nullOr(t.str), {
    default: ({ config }) => `${config.services.mpd.dataDir}/tag_cache`,
    defaultText: "<dataDir>/tag_cache",
    description: "The file of its database; null has `extraConfig` say.",
  }),
  generatedConfig: option(t.str, {
    default: ({ config }) => configText(config.services.mpd),
    defaultText: "made of the other options",
    readOnly: true,
    description: "The configuration as mpd reads it.",
  }),
};
export interface MpdOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly mpd: MpdOptions;
  }
}

type Own = ConfigOf<typeof options>;

interface Configured {
  readonly musicDirectory: string;
  readonly playlistDirectory: string;
  readonly dbFile: string | null;
  readonly dataDir: string;
  readonly network: {
    readonly listenAddress: string;
    readonly port: number;
    readonly startWhenNeeded: boolean;
  };
  readonly extraConfig: string;
}

/** systemd hands over its own socket in the place of an address. */
function configText(own: Configured): string {
  const { listenAddress, port, startWhenNeeded } = own.network;
  return [
    `music_directory "${own.musicDirectory}"`,
    `playlist_directory "${own.playlistDirectory}"`,
    own.dbFile !== null && `db_file "${own.dbFile}"`,
    `state_file "${own.dataDir}/state"`,
    `sticker_file "${own.dataDir}/sticker.sql"`,
    !startWhenNeeded && listenAddress !== "any" && `bind_to_address "${listenAddress}"`,
    !startWhenNeeded && port !== 6600 && `port "${port}"`,
    own.extraConfig,
  ]
    .filter((line) => line !== false && line !== "")
    .map((line) => `${line}`.replace(/\n*$/, "\n"))
    .join("");
}

const startScript = (own: Own): string =>
  `mkdir -p ${quoteShell(own.dataDir)} ${quoteShell(own.playlistDirectory)}`;

export default defineProgram("services.mpd", {
  url: import.meta.url,
  options,
  /** A client on the same machine does things with the files themselves. */
  whenLoaded: {
    "programs.ncmpcpp": {
      mpdMusicDir: mkDefault(({ config }: Context) => config.services.mpd.musicDirectory),
    },
  },
  packages: () => [],
  variables: ({ enableSessionVariables, network: { listenAddress, port } }) =>
    enableSessionVariables
      ? {
          MPD_HOST: listenAddress === "127.0.0.1" || listenAddress === "any" ? null : listenAddress,
          MPD_PORT: port === 6600 ? null : String(port),
        }
      : {},
  units: (own, { lib }) => ({
    services: {
      mpd: {
        Unit: {
          Description: "Music Player Daemon",
          After: ["network.target", "sound.target"],
        },
        Service: {
          Type: "notify",
          ExecStartPre: `${lib.program("bash")} -c '${startScript(own).replaceAll("'", "'\\''")}'`,
          ExecStart: [
            lib.program(own.package ?? "mpd"),
            "--no-daemon",
            ...own.extraArgs.map(quoteShell),
            `${lib.text("mpd.conf", own.generatedConfig)}`,
          ].join(" "),
        },
        ...(!own.network.startWhenNeeded && { Install: { WantedBy: ["default.target"] } }),
      },
    },
    ...(own.network.startWhenNeeded && {
      sockets: {
        mpd: {
          Socket: {
            ListenStream: [
              own.network.listenAddress === "any"
                ? String(own.network.port)
                : `${own.network.listenAddress}:${own.network.port}`,
              "%t/mpd/socket",
            ],
            Backlog: 5,
            KeepAlive: true,
          },
          Install: { WantedBy: ["sockets.target"] },
        },
      },
    }),
  }),
  agents: (own, { lib }) => ({
    mpd: {
      enable: true,
      config: {
        ProgramArguments: [
          "/bin/sh",
          "-c",
          `${startScript(own)} && exec ${[lib.program(own.package ?? "mpd"), "--no-daemon", ...own.extraArgs, `${lib.text("mpd.conf", own.generatedConfig)}`].map(quoteShell).join(" ")}`,
        ],
        KeepAlive: true,
        ProcessType: "Interactive",
      },
    },
  }),
});
