/** What is mounted and served, for systemd and launchd alike. */
import {
  type CommandLineOptions,
  type Context,
  commandLineWords,
  quoteShell,
  quoteShellWords,
} from "lares/module";
import type { Rclone } from "./index.ts";

export interface Daemon {
  readonly name: string;
  readonly description: string;
  /** A folder that has to be there first, quoted. */
  readonly folder: string | null;
  /** The command line. */
  readonly words: string;
  readonly atLogin: boolean;
  readonly logLevel: string | null;
  /** Whether it tells systemd that it is ready. */
  readonly notifies: boolean;
}

type Remote = Rclone["remotes"][string];

export const daemonsOf = (own: Rclone, context: Context): readonly Daemon[] =>
  Object.entries(own.remotes).flatMap(([name, remote]) => [
    ...mountsOf(own, name, remote, context),
    ...servesOf(own, name, remote, context),
  ]);

const mountsOf = (own: Rclone, remote: string, { mounts }: Remote, context: Context): readonly Daemon[] =>
  Object.entries(mounts)
    .filter(([, { enable }]) => enable)
    .map(([path, { mountPoint, mountType, options, autoMount, logLevel }]) => {
      const defaults = { "cache-dir": cacheFolder(context), "vfs-cache-mode": "full" };
      const folder = quoteShell(mountPoint ?? "");
      return {
        name: `rclone-mount:${unitName(path)}@${remote}`,
        description: `Rclone FUSE daemon for ${remote}:${path}`,
        folder,
        words: `${command(own, context)} ${mountType} ${flags({ ...defaults, ...options })} ${quoteShell(`${remote}:${path}`)} ${folder}`,
        atLogin: autoMount,
        logLevel,
        notifies: true,
      };
    });

const servesOf = (own: Rclone, remote: string, { serve }: Remote, context: Context): readonly Daemon[] =>
  Object.entries(serve)
    .filter(([, { enable }]) => enable)
    .map(([path, { protocol, options, autoStart, logLevel }]) => ({
      name: `rclone-serve:${unitName(path)}@${remote}`,
      description: `Rclone protocol serving for ${remote}:${path} over ${protocol}`,
      folder: null,
      words: [command(own, context), "serve", protocol, flags(options), quoteShell(`${remote}:${path}`)]
        .filter((word) => word !== "")
        .join(" "),
      atLogin: autoStart,
      logLevel,
      notifies: protocol !== "docker",
    }));

const command = ({ package: rclone }: Rclone, { lib }: Context): string => lib.program(rclone ?? "rclone");

const flags = (options: CommandLineOptions): string => quoteShellWords(commandLineWords(options));

const unitName = (path: string): string => path.replaceAll("/", ".");

/** systemd knows by itself where caches are. */
const cacheFolder = ({ config, host }: Context): string =>
  host.os === "linux" ? "%C/rclone" : `${config.xdg.cacheHome}/rclone`;
