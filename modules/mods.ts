/** Mods, language models on the command line: `mods/mods.yml`. */
import {
  applicationSupport,
  defineProgram,
  formats,
  programOptions,
  shellIntegrations,
  type TreeOf,
} from "lares/module";

const options = {
  ...programOptions("Mods, language models on the command line", "mods"),
  ...shellIntegrations("Bash", "Fish", "Zsh"),
  settings: formats.yaml.option({
    example: { "default-model": "llama3.2", apis: { ollama: { "base-url": "http://localhost:11434/api" } } },
  }),
};
export interface ModsOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly mods: ModsOptions;
  }
}

export default defineProgram("programs.mods", {
  url: import.meta.url,
  options,
  files: ({ settings }, context) => ({
    [applicationSupport("mods/mods.yml", context)]: formats.yaml.file(settings),
  }),
  shells: {
    bash: ({ package: mods }, { lib }) => `source <(${lib.program(mods ?? "mods")} completion bash)\n`,
    zsh: ({ package: mods }, { lib }) => `source <(${lib.program(mods ?? "mods")} completion zsh)\n`,
    fish: ({ package: mods }, { lib }) => `${lib.program(mods ?? "mods")} completion fish | source\n`,
  },
});
