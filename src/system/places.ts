/** Where Lares keeps its things: XDG directories, or everything below LARES_ROOT. */
import { homedir } from "node:os";
import { isAbsolute, resolve } from "node:path";
import { type AbsolutePath, absolutePath, below } from "../base/paths.ts";

export interface Places {
  readonly home: AbsolutePath;
  /** `~/.local/share/lares/store`: immutable objects. */
  readonly storeDir: AbsolutePath;
  /** `~/.local/share/lares/var`: database, gc roots, logs; Nix's state directory. */
  readonly varDir: AbsolutePath;
  /** `~/.local/state/lares`: profiles, journal, backups, history. */
  readonly stateDir: AbsolutePath;
  /** `~/.cache/lares`: bundles of the configuration; may be deleted at any time. */
  readonly cacheDir: AbsolutePath;
  /** `~/.config/lares`: where home.config.ts is looked for after the working folder. */
  readonly configDir: AbsolutePath;
  /** `<state>/profiles/home`: the link whose rename is the switch. */
  readonly profile: AbsolutePath;
  /** `~/.lares`: the short, fixed link to the profile that every managed link goes through. */
  readonly anchor: AbsolutePath;
}

export const findPlaces = (env: NodeJS.ProcessEnv = process.env): Places => {
  const home = directoryFrom(env.HOME) ?? absolutePath(homedir());
  const root = directoryFrom(env.LARES_ROOT);
  const xdg = (name: string, otherwise: string) => directoryFrom(env[name]) ?? below(home, otherwise);
  const data = root ?? below(xdg("XDG_DATA_HOME", ".local/share"), "lares");
  const stateDir = root ? below(root, "state") : below(xdg("XDG_STATE_HOME", ".local/state"), "lares");
  return {
    home,
    storeDir: below(data, "store"),
    varDir: below(data, "var"),
    stateDir,
    cacheDir: root ? below(root, "cache") : below(xdg("XDG_CACHE_HOME", ".cache"), "lares"),
    configDir: below(xdg("XDG_CONFIG_HOME", ".config"), "lares"),
    profile: below(stateDir, "profiles/home"),
    anchor: root ? below(root, "home") : below(home, ".lares"),
  };
};

const directoryFrom = (value: string | undefined): AbsolutePath | undefined =>
  value !== undefined && isAbsolute(value) ? absolutePath(resolve(value)) : undefined;
