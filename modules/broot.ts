/** broot: trees of folders. `broot/conf.hjson`, and the function `br`, by which it changes the shell's folder. */
import {
  type Context,
  defineProgram,
  formats,
  option,
  optionValues,
  programOptions,
  renamed,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const settings = t.freeform(t.json, {
  modal: option(t.bool, {
    default: false,
    description: "Whether keys are commands until one asks to type, as in vi.",
  }),
  skin: option(t.attrsOf(t.str), {
    default: {},
    description: "Colours of parts of the screen.",
    example: { tree: "rgb(89, 73, 101) none" },
  }),
  verbs: option(t.listOf(t.attrsOf(t.oneOf(t.bool, t.str, t.listOf(t.str)))), {
    default: [],
    description: "Commands of broot, with their keys and what they run.",
    example: [{ invocation: "p", execution: ":parent" }],
  }),
});

const options = {
  ...programOptions("broot, which shows trees of folders", "broot"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  settings: option(settings, {
    default: {} as never,
    description: "Settings, as `broot/conf.hjson` holds them.",
  }),
  modal: renamed<boolean>("programs.broot.settings.modal"),
  skin: renamed("programs.broot.settings.skin"),
  verbs: renamed("programs.broot.settings.verbs"),
};
export interface BrootOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly broot: BrootOptions;
  }
}

type Own = Context["config"]["programs"]["broot"];

const printed = (own: Own, { lib }: Context, shell: string): string =>
  `${lib.program(own.package ?? "broot")} --print-shell-function ${shell}`;

export default defineProgram("programs.broot", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "broot/conf.hjson": formats.json.file(optionValues(settings) as never) }),
  shellInit: printed,
  shells: {
    /** What broot prints is a module's main command; sourced, it needs its name. */
    nushell: [
      {
        option: "extraEnv",
        code: (own, context) =>
          `mkdir $nu.cache-dir\n^${printed(own, context, "nushell")} | str replace "def --env main [" "def --env br [" | save --force ($nu.cache-dir | path join "broot.nu")\n`,
      },
      { code: () => 'source $"($nu.cache-dir)/broot.nu"\n' },
    ],
  },
});
