/** Oh My Posh: a prompt for every shell, and `oh-my-posh/config.json`. */
import {
  type Context,
  defineProgram,
  formats,
  option,
  printedNushellCode,
  programOptions,
  quoteShell,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("Oh My Posh, a prompt", "oh-my-posh"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  settings: formats.json.option({
    description: "The prompt, as `oh-my-posh/config.json` holds it.",
    example: { version: 2, final_space: true, blocks: [] },
  }),
  useTheme: option(t.nullOr(t.str), {
    default: null,
    description: "The name of a theme that comes with Oh My Posh.",
    example: "jandedobbeleer",
  }),
  configFile: option(t.nullOr(t.str), {
    default: null,
    description: "The path of a file with the prompt; read where it is, at each start of a shell.",
    example: "$HOME/.config/my-prompt.toml",
  }),
};
export interface OhMyPoshOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "oh-my-posh": OhMyPoshOptions;
  }
}

type Own = Context["config"]["programs"]["oh-my-posh"];

const init = (own: Own, context: Context, shell: string): string =>
  [context.lib.program(own.package ?? "oh-my-posh"), "init", shell, ...configWords(own, context)].join(" ");

/**
 * For Nushell the code is made where nothing of the home is: settings have to be in the store, and what lies elsewhere
 * is read at each start (`env` is no program of a package).
 */
const nushellInit = (own: Own, context: Context): string => {
  const program = context.lib.program(own.package ?? "oh-my-posh");
  const command = `${program} init nu --print`;
  if (!formats.isEmptyValue(own.settings) && program.includes("/"))
    return `${command} --config ${context.lib.text("oh-my-posh.json", formats.json.write(own.settings))}`;
  if (own.configFile === null) return [command, ...configWords(own, context)].join(" ");
  const file = own.configFile.replace(/^(\$HOME|~)(?=\/)/, context.config.home.homeDirectory);
  return `env ${command} --config ${quoteShell(file)}`;
};

const configWords = (own: Own, { config }: Context): readonly string[] => {
  if (!formats.isEmptyValue(own.settings))
    return ["--config", quoteShell(`${config.xdg.configHome}/oh-my-posh/config.json`)];
  if (own.useTheme !== null) return ["--config", quoteShell(themePath(own, own.useTheme))];
  return own.configFile === null ? [] : ["--config", `"${own.configFile}"`];
};

/** Where the package is the system's, Oh My Posh finds its themes by their names. */
const themePath = ({ package: posh }: Own, theme: string): string =>
  posh?.outPath === undefined ? theme : `${posh.outPath}/share/oh-my-posh/themes/${theme}.omp.json`;

export default defineProgram("programs.oh-my-posh", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "oh-my-posh/config.json": formats.json.file(settings) }),
  shellInit: init,
  shells: { nushell: printedNushellCode("oh-my-posh", nushellInit) },
  assertions: ({ settings, useTheme, configFile }) => [
    {
      assertion:
        [!formats.isEmptyValue(settings), useTheme !== null, configFile !== null].filter(Boolean).length <= 1,
      message: "programs.oh-my-posh has one prompt: set only one of settings, useTheme and configFile.",
    },
  ],
});
