/** Starship: a prompt for every shell, and `starship.toml`. */
import {
  type Context,
  defineProgram,
  formats,
  option,
  programOptions,
  quoteShell,
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
  presets: option(t.listOf(t.str), {
    default: [],
    description:
      "Presets of Starship's, each over those before it; `settings` are over them all. They are put together where Starship and yq are packages of the store.",
    example: ["nerd-font-symbols"],
  }),
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

/** Later tables are merged into earlier ones, key by key. */
const withPresets = ({ package: starship, presets, settings }: Own, lib: Context["lib"]) => {
  const program = lib.program(starship ?? "starship");
  const preset = (name: string) => `${program} preset ${quoteShell(name)}`;
  const [only = "", ...others] = presets;
  if (!program.includes("/")) return undefined;
  const made =
    others.length === 0 && formats.isEmptyValue(settings)
      ? lib.printed("starship.toml", preset(only))
      : lib.printed(
          "starship.toml",
          [
            `${lib.program("yq", "tomlq")} --slurp --toml-output 'reduce .[] as $one ({}; . * $one)'`,
            ...presets.map((name) => `<(${preset(name)})`),
            `${lib.text("settings.toml", formats.toml.write(settings))}`,
          ].join(" "),
        );
  return made && { source: made };
};

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
  files: (own, { lib }) => ({
    [own.configPath]: own.presets.length > 0 ? withPresets(own, lib) : formats.toml.file(own.settings),
  }),
  assertions: (own, { lib }) => [
    {
      assertion: own.presets.length === 0 || withPresets(own, lib) !== undefined,
      message:
        "programs.starship.presets: Starship or yq is the system's own, and nothing of the system takes part in making a home. Put what `starship preset NAME` prints into programs.starship.settings.",
    },
  ],
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
