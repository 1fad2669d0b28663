/** mpv, a media player: `mpv/{mpv.conf,input.conf}`, scripts and their options. */
import {
  defineProgram,
  joinText,
  linesOption,
  option,
  type PackageReference,
  packageNamed,
  programOptions,
  removed,
  type Scalar,
  sortedEntries,
  type TreeOf,
  t,
  toIni,
  toKeyValue,
  yesNoValue,
} from "lares/module";

const value = t.oneOf(t.str, t.int, t.bool, t.float);
const settings = t.attrsOf(t.oneOf(value, t.listOf(value)));

const options = {
  ...programOptions("mpv, a media player", packageNamed("mpv")),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs.mpv.package,
    defaultText: "package",
    readOnly: true,
    description: "The package that is installed: `package`.",
  }),
  config: option(settings, {
    default: {},
    description:
      "Options, as on mpv's command line without the dashes. A list gives an option several times.",
    example: { profile: "gpu-hq", "force-window": true, "ytdl-format": "bestvideo+bestaudio" },
  }),
  includes: option(t.listOf(t.str), {
    default: [],
    description: "Files with further options, read after those of `config`.",
    example: ["~~/more.conf"],
  }),
  profiles: option(t.attrsOf(settings), {
    default: {},
    description: "Sets of options by name, for `--profile`.",
    example: { fast: { vo: "vdpau" }, "protocol.dvd": { alang: "en" } },
  }),
  defaultProfiles: option(t.listOf(t.str), {
    default: [],
    description: "Profiles that count from the start.",
    example: ["gpu-hq"],
  }),
  bindings: option(t.attrsOf(t.str), {
    default: {},
    description: "Commands by key.",
    example: { WHEEL_UP: "seek 10", "Alt+0": "set window-scale 0.5" },
  }),
  extraInput: linesOption("Further lines of `input.conf`."),
  scripts: option(t.listOf(t.package), {
    default: [],
    description:
      "Packages with scripts in `share/mpv/scripts`. Those of the system's own packages are found by mpv itself.",
  }),
  scriptOpts: option(t.attrsOf(settings), {
    default: {},
    description: "Options of scripts, by the script's name.",
    example: { osc: { vidscale: false, visibility: "always" } },
  }),
  extraMakeWrapperArgs: removed("mpv is not wrapped here: set variables in home.sessionVariables instead"),
};
export interface MpvOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly mpv: MpvOptions;
  }
}

export default defineProgram("programs.mpv", {
  url: import.meta.url,
  options,
  files: (own, { lib }) => ({
    "mpv/mpv.conf": joinText(
      own.defaultProfiles.length > 0 && optionLines({ profile: own.defaultProfiles.join(",") }),
      optionLines(own.config),
      own.includes.map((file) => `include=${file}\n`).join(""),
      toIni(own.profiles, { value: counted, section: (name) => name }),
    ),
    "mpv/input.conf": joinText(
      sortedEntries(own.bindings)
        .map(([key, command]) => `${key} ${command}\n`)
        .join(""),
      own.extraInput,
    ),
    ...Object.fromEntries(
      Object.entries(own.scriptOpts).map(([script, given]) => [
        `mpv/script-opts/${script}.conf`,
        joinText(toKeyValue(given, { value: yesNoValue })),
      ]),
    ),
    ...Object.fromEntries(own.scripts.flatMap((one) => scriptFiles(one, lib.file.namesIn))),
  }),
});

/** With its length in bytes in front, no character of a value means anything: `%5%vdpau`. */
const counted = (one: Scalar): string => {
  const text = yesNoValue(one);
  return `%${Buffer.byteLength(text)}%${text}`;
};

const optionLines = (given: Parameters<typeof toKeyValue>[0]): string =>
  toKeyValue(given, { value: counted });

const scriptFiles = (one: PackageReference, namesIn: (path: string) => readonly string[]) => {
  const folder = one.contents ?? one.outPath;
  if (folder === undefined) return [];
  const scripts = `${folder}/share/mpv/scripts`;
  return namesIn(scripts).map((name) => [`mpv/scripts/${name}`, { source: `${scripts}/${name}` }] as const);
};
