/** Carapace: completions for many programs in every shell. */
import { defineProgram, option, programOptions, shellIntegrations, type TreeOf, t } from "lares/module";

const options = {
  ...programOptions("Carapace, completions for many programs in every shell", "carapace"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  ignoreCase: option(t.bool, {
    default: false,
    description: "Whether completions match in upper and lower case alike.",
  }),
};
export interface CarapaceOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly carapace: CarapaceOptions;
  }
}

export default defineProgram("programs.carapace", {
  url: import.meta.url,
  options,
  variables: ({ ignoreCase }) => ({ CARAPACE_MATCH: ignoreCase ? 1 : null }),
  shellInit: ({ package: carapace }, { lib }, shell) =>
    `${lib.program(carapace ?? "carapace")} _carapace ${shell}`,
  shells: {
    bash: ({ package: carapace }, { lib }) =>
      `source <(${lib.program(carapace ?? "carapace")} _carapace bash)\n`,
    zsh: ({ package: carapace }, { lib }) =>
      `source <(${lib.program(carapace ?? "carapace")} _carapace zsh)\n`,
  },
});
