/** Starship: a prompt for every shell, and `starship.toml`. */
import {
  type Context,
  defineProgram,
  formats,
  option,
  programOptions,
  removed,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("Starship, a prompt", "starship"),
  ...shellIntegrations("Bash", "Fish", "Ion", "Nushell", "Zsh"),
  settings: formats.toml.option({
    example: { add_newline: false, scan_timeout: 10, character: { success_symbol: "➜" } },
  }),
  configPath: option(t.str, {
    default: ({ config }) => `${config.xdg.configHome}/starship.toml`,
    defaultText: "~/.config/starship.toml",
    description: "Where the settings are kept, absolute.",
  }),
  extraPackages: option(t.listOf(t.package), {
    default: [],
    description: "Packages whose programs the prompt's modules run.",
  }),
  enableInteractive: option(t.bool, {
    default: true,
    description: "Whether fish has the prompt in interactive shells only, and not in every one.",
  }),
  enableTransience: option(t.bool, {
    default: false,
    description: "Whether fish shortens the prompts of earlier commands.",
  }),
  presets: removed(
    "nothing is run to make files of a home; `starship preset NAME` prints what to put into programs.starship.settings",
  ),
};
export interface StarshipOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly starship: StarshipOptions;
  }
}

type Own = Context["config"]["programs"]["starship"];

const init = (own: Own, { lib }: Context, shell: string): string =>
  `${lib.program(own.package ?? "starship")} init ${shell}`;

/** A terminal that cannot move its cursor has no use for a prompt. */
const posix = (shell: string) => (own: Own, context: Context) =>
  `if [[ $TERM != "dumb" ]]; then\n  eval "$(${init(own, context, shell)} --print-full-init)"\nfi\n`;

const fish = (own: Own, context: Context) =>
  [
    'if test "$TERM" != dumb',
    `    ${init(own, context, "fish")} | source`,
    ...(own.enableTransience ? ["    enable_transience"] : []),
    "end\n",
  ].join("\n");

export default defineProgram("programs.starship", {
  url: import.meta.url,
  options,
  packages: (own) => [own.package, ...own.extraPackages],
  files: ({ settings, configPath }) => ({ [configPath]: formats.toml.file(settings) }),
  variables: ({ configPath }) => ({ STARSHIP_CONFIG: configPath }),
  shellInit: init,
  shells: {
    bash: posix("bash"),
    zsh: posix("zsh"),
    fish: [
      { code: (own, context) => (own.enableInteractive ? fish(own, context) : "") },
      { option: "shellInit", code: (own, context) => (own.enableInteractive ? "" : fish(own, context)) },
    ],
    ion: (own, context) => `eval $(${init(own, context, "ion")})\n`,
  },
});
