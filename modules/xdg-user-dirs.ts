/** The folders for documents, downloads and the like: `user-dirs.dirs`. */
import {
  type Context,
  defineModule,
  mkIf,
  option,
  packageNamed,
  quoteShell,
  renamed,
  sortedEntries,
  t,
} from "lares/module";

const folder = (name: string, what: string) =>
  option(t.nullOr(t.str), {
    default: ({ config }) => `${config.home.homeDirectory}/${name}`,
    defaultText: `~/${name}`,
    description: `The folder for ${what}; null for none.`,
  });

const userDirsOptions = {
  enable: option(t.bool, {
    default: false,
    description: "Whether to say where the user's folders are: desktop, documents, downloads …",
  }),
  package: option(t.nullOr(t.package), {
    default: packageNamed("xdg-user-dirs"),
    description: "The package of `xdg-user-dir`, which scripts ask. Null installs none.",
  }),
  desktop: folder("Desktop", "what lies on the desktop"),
  documents: folder("Documents", "documents"),
  download: folder("Downloads", "downloads"),
  music: folder("Music", "music"),
  pictures: folder("Pictures", "pictures"),
  projects: folder("Projects", "projects"),
  publicShare: folder("Public", "what is shared with others"),
  templates: folder("Templates", "templates of new files"),
  videos: folder("Videos", "videos"),
  extraConfig: option(t.attrsOf(t.str), {
    default: {},
    description: "Further folders, by name; they count as `XDG_NAME_DIR`.",
    example: { MISC: "/home/alice/Misc" },
  }),
  createDirectories: option(t.bool, {
    default: false,
    description: "Whether a switch makes the folders that are not there.",
  }),
  setSessionVariables: option(t.bool, {
    default: false,
    description:
      "Whether the session has a variable for each folder, which some programs read: `XDG_DESKTOP_DIR` …",
  }),
  publishShare: renamed<string | null>("xdg.userDirs.publicShare"),
};
type Tree = typeof userDirsOptions;
export interface UserDirsOptions extends Tree {}

declare module "lares/module" {
  interface XdgOptions {
    readonly userDirs: UserDirsOptions;
  }
}

const enabled = ({ config }: Context) => config.xdg.userDirs.enable;

const foldersOf = ({ config }: Context): Readonly<Record<string, string>> => {
  const dirs = config.xdg.userDirs;
  const known = {
    XDG_DESKTOP_DIR: dirs.desktop,
    XDG_DOCUMENTS_DIR: dirs.documents,
    XDG_DOWNLOAD_DIR: dirs.download,
    XDG_MUSIC_DIR: dirs.music,
    XDG_PICTURES_DIR: dirs.pictures,
    XDG_PROJECTS_DIR: dirs.projects,
    XDG_PUBLICSHARE_DIR: dirs.publicShare,
    XDG_TEMPLATES_DIR: dirs.templates,
    XDG_VIDEOS_DIR: dirs.videos,
  };
  const further = Object.entries(dirs.extraConfig).map(([name, path]) => [
    /^XDG_.*_DIR$/.test(name) ? name : `XDG_${name}_DIR`,
    path,
  ]);
  return Object.fromEntries(
    [...Object.entries(known), ...further].filter((pair): pair is [string, string] => pair[1] !== null),
  );
};

/** xdg-user-dirs knows nothing but `"$HOME/…"` and absolute paths, in double quotes. */
const dirsText = (context: Context): string =>
  sortedEntries(foldersOf(context))
    .map(([name, path]) => `${name}="${path}"\n`)
    .join("");

const makeFolders = (context: Context): string =>
  sortedEntries(foldersOf(context))
    .map(([, path]) => `[ -L ${quoteShell(path)} ] || run mkdir -p $VERBOSE_ARG ${quoteShell(path)}\n`)
    .join("");

export default defineModule({
  path: "xdg.userDirs",
  url: import.meta.url,
  options: userDirsOptions,
  config: {
    xdg: {
      configFile: mkIf(enabled, {
        "user-dirs.dirs": { text: dirsText },
        "user-dirs.conf": { text: "enabled=False\n" },
      }),
    },
    home: {
      packages: mkIf(enabled, ({ config, host }) => {
        const { package: dirs } = config.xdg.userDirs;
        return dirs === null || host.os !== "linux" ? [] : [dirs];
      }),
      sessionVariables: mkIf(
        ({ config: { xdg } }) => xdg.userDirs.enable && xdg.userDirs.setSessionVariables,
        foldersOf,
      ),
      activation: mkIf(({ config: { xdg } }) => xdg.userDirs.enable && xdg.userDirs.createDirectories, {
        createXdgUserDirectories: { after: ["linkGeneration"], run: makeFolders },
      }),
    },
  },
});
