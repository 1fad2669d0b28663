/** mise: versions of tools, folder by folder. `mise/config.toml`. */
import {
  type Context,
  defineProgram,
  formats,
  mkIf,
  option,
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
  files: ({ globalConfig, enableMutableConfig, enableBashIntegration, package: mise }, { lib }) => ({
    [enableMutableConfig ? "mise/conf.d/50-home-manager.toml" : "mise/config.toml"]:
      formats.toml.file(globalConfig),
    /** Read by bash-completion when the command is first completed, and no sooner. */
    "data:bash-completion/completions/mise": enableBashIntegration &&
      mise !== null && {
        text: `eval "$(${lib.program(mise)} completion bash --include-bash-completion-lib)"\n`,
      },
  }),
  shells: {
    bash: activate("bash", (command) => `eval "$(${command})"\n`),
    zsh: activate("zsh", (command) => `eval "$(${command})"\n`),
    fish: activate("fish", (command) => `${command} | source\n`),
    /** A module, whose variables and commands `use` takes over. */
    nushell: [
      {
        option: "extraEnv",
        code: activate(
          "nu",
          (command) =>
            `mkdir $nu.cache-dir\n^${command} | save --force ($nu.cache-dir | path join "mise.nu")\n`,
        ),
      },
      { code: activate("nu", () => 'use $"($nu.cache-dir)/mise.nu"\n') },
    ],
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
