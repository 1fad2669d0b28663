/** dircolors: the colours of files in listings, `~/.dir_colors`, as `LS_COLORS` in every shell. */
import {
  type Context,
  defineProgram,
  joinText,
  linesOption,
  mkDefault,
  option,
  packageNamed,
  programOptions,
  quoteNushell,
  quoteShell,
  shellIntegrations,
  type TreeOf,
  t,
  toKeyValue,
} from "lares/module";

const options = {
  ...programOptions("dircolors", packageNamed("coreutils", { mainProgram: "dircolors" })),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  settings: option(t.attrsOf(t.str), {
    default: {},
    description: "Colours by kind or end of the name, beside the usual ones of GNU's dircolors.",
    example: { OTHER_WRITABLE: "30;46", ".sh": "01;32" },
  }),
  extraConfig: linesOption("Further lines, at the end of the file."),
};
export interface DircolorsOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly dircolors: DircolorsOptions;
  }
}

type Own = Context["config"]["programs"]["dircolors"];

const path = ({ config }: Context): string =>
  config.home.preferXdgDirectories
    ? `${config.xdg.configHome}/dir_colors`
    : `${config.home.homeDirectory}/.dir_colors`;

/** The shells expand the tilde. */
const pathWord = (context: Context): string =>
  context.config.home.preferXdgDirectories ? quoteShell(path(context)) : "~/.dir_colors";

const dircolors = (own: Own, { lib }: Context): string =>
  lib.program(own.package ?? "coreutils", "dircolors");

const posix = (own: Own, context: Context): string =>
  `eval $(${dircolors(own, context)} -b ${pathWord(context)})\n`;

/** Nushell reads no code of other shells: the value alone is taken. */
const nushell = (own: Own, context: Context): string =>
  `$env.LS_COLORS = (^${dircolors(own, context)} -b ${quoteNushell(path(context))} | lines | first | parse "LS_COLORS='{colors}';" | get colors.0)\n`;

export default defineProgram("programs.dircolors", {
  url: import.meta.url,
  options,
  packages: () => [],
  files: ({ settings, extraConfig }, context) => ({
    [path(context)]: joinText(toKeyValue(settings, { separator: " " }), extraConfig && `\n${extraConfig}`),
  }),
  shells: {
    bash: posix,
    /** Before completion is set up, whose lists are coloured too. */
    zsh: { order: 550, code: posix },
    fish: (own, context) => `eval (${dircolors(own, context)} -c ${pathWord(context)})\n`,
    nushell: { option: "extraEnv", code: nushell },
  },
  config: { programs: { dircolors: { settings: usualColors } } },
});

const archives =
  "7z ace alz arc arj bz bz2 cab cpio deb dwm dz ear esd gz jar lha lrz lz lz4 lzh lzma lzo rar rpm rz sar swm t7z tar taz tbz tbz2 tgz tlz txz tz tzo tzst war wim xz z zip zoo zst";
const images =
  "asf avi bmp cgm dl emf flc fli flv gif gl jpeg jpg m2v m4v mjpeg mjpg mkv mng mov mp4 mp4v mpeg mpg nuv ogm ogv ogx pbm pcx pgm png ppm qt rm rmvb svg svgz tga tif tiff vob webm wmv xbm xcf xpm xwd yuv";
const sounds = "aac au flac m4a mid midi mka mp3 mpc oga ogg opus ra spx wav xspf";

/** What GNU's dircolors has of its own: the file takes the place of all that. */
function usualColors() {
  const kinds = {
    RESET: "0",
    DIR: "01;34",
    LINK: "01;36",
    MULTIHARDLINK: "00",
    FIFO: "40;33",
    SOCK: "01;35",
    DOOR: "01;35",
    BLK: "40;33;01",
    CHR: "40;33;01",
    ORPHAN: "40;31;01",
    MISSING: "00",
    SETUID: "37;41",
    SETGID: "30;43",
    CAPABILITY: "30;41",
    STICKY_OTHER_WRITABLE: "30;42",
    OTHER_WRITABLE: "34;42",
    STICKY: "37;44",
    EXEC: "01;32",
  };
  const colors = {
    ...kinds,
    ...withColor(archives, "01;31"),
    ...withColor(images, "01;35"),
    ...withColor(sounds, "00;36"),
  };
  return Object.fromEntries(Object.entries(colors).map(([name, color]) => [name, mkDefault<string>(color)]));
}

function withColor(endings: string, color: string): Readonly<Record<string, string>> {
  return Object.fromEntries(endings.split(" ").map((ending) => [`.${ending}`, color]));
}
