/** mise: versions of tools, folder by folder. `mise/config.toml`. */
import {
  type Context,
  defineProgram,
  formats,
  mkIf,
  option,
  printedNushellCode,
  programOptions,
  quoteShell,
  renamed,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("mise, versions of tools folder by folder", "mise"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  globalConfig: formats.toml.option({
    description: "Tools, settings, tasks and variables everywhere, as `mise/config.toml` holds them.",
    example: { tools: { node: "lts", python: ["3.12", "3.13"] }, settings: { experimental: true } },
  }),
  enableMutableConfig: option(t.bool, {
    default: false,
    description:
      "Whether `mise/config.toml` is left to `mise use --global`: what is configured here goes to a file in `mise/conf.d`.",
  }),
  settings: renamed("programs.mise.globalConfig.settings"),
};
export interface MiseOptions extends TreeOf<typeof options> {}

const formerOptions = {
  enable: renamed<boolean>("programs.mise.enable"),
  package: renamed("programs.mise.package"),
  settings: renamed("programs.mise.globalConfig.settings"),
  enableBashIntegration: renamed<boolean>("programs.mise.enableBashIntegration"),
  enableFishIntegration: renamed<boolean>("programs.mise.enableFishIntegration"),
  enableNushellIntegration: renamed<boolean>("programs.mise.enableNushellIntegration"),
  enableZshIntegration: renamed<boolean>("programs.mise.enableZshIntegration"),
};
interface RtxOptions extends TreeOf<typeof formerOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly mise: MiseOptions;
    readonly rtx: RtxOptions;
  }
}

type Own = Context["config"]["programs"]["mise"];

/** Without a package there is nothing whose path could be written. */
const activate =
  (shell: string, code: (command: string) => string) =>
  ({ package: mise }: Own, { lib }: Context): string =>
    mise === null ? "" : code(`${lib.program(mise)} activate ${shell}`);

const completion = ({ config, lib }: Context): string =>
  `${lib.program(config.programs.mise.package ?? "mise")} completion bash --include-bash-completion-lib`;

/** Made once where mise is in the store. Of the system's own, completion asks it when it is first needed. */
const storedCompletion = (context: Context) =>
  context.lib.printed("mise-bash-completion.bash", completion(context));

const integrates = (own: Own): boolean =>
  own.enableBashIntegration ||
  own.enableFishIntegration ||
  own.enableNushellIntegration ||
  own.enableZshIntegration;

/** What mise writes itself needs a file, which is made where there is none. */
const makeConfig = ({ config }: Context): string => {
  const folder = `${config.xdg.configHome}/mise`;
  return `if [ ! -e ${quoteShell(`${folder}/config.toml`)} ]; then
  run mkdir -p ${quoteShell(folder)}
  run touch ${quoteShell(`${folder}/config.toml`)}
fi
`;
};

export default defineProgram("programs.mise", {
  url: import.meta.url,
  options,
  more: { "programs.rtx": formerOptions },
  files: ({ globalConfig, enableMutableConfig, enableBashIntegration, package: mise }, context) => ({
    [enableMutableConfig ? "mise/conf.d/50-home-manager.toml" : "mise/config.toml"]:
      formats.toml.file(globalConfig),
    /** Read by bash-completion when the command is first completed, and no sooner. */
    "data:bash-completion/completions/mise": enableBashIntegration &&
      mise !== null &&
      storedCompletion(context) === undefined && {
        text: `eval "$(${completion(context)})"\n`,
      },
  }),
  shells: {
    bash: (own, context) => {
      const completions = storedCompletion(context);
      return `${activate("bash", (command) => `eval "$(${command})"\n`)(own, context)}${completions ? `source ${completions}\n` : ""}`;
    },
    zsh: activate("zsh", (command) => `eval "$(${command})"\n`),
    fish: activate("fish", (command) => `${command} | source\n`),
    /** A module, whose variables and commands `use` takes over. */
    nushell: printedNushellCode(
      "mise",
      ({ package: mise }: Own, { lib }) => (mise === null ? "" : `${lib.program(mise)} activate nu`),
      {
        read: "use",
      },
    ),
  },
  warnings: (own) => [
    own.package === null &&
      integrates(own) &&
      "programs.mise.package is null, so no shell activates mise: set it, or turn the shells' integrations off.",
  ],
  config: {
    home: {
      activation: mkIf(({ config }) => config.programs.mise.enableMutableConfig, {
        miseConfig: { after: ["writeBoundary"], run: makeConfig },
      }),
    },
  },
});
