/** ripgrep: `ripgrep/ripgreprc`, and the variable that names it. */
import { defineProgram, option, packageNamed, programOptions, type TreeOf, t } from "lares/module";

const options = {
  ...programOptions("ripgrep, which searches files", packageNamed("ripgrep", { mainProgram: "rg" })),
  arguments: option(t.listOf(t.str), {
    default: [],
    description: "Arguments that every search has, one for each line of the file.",
    example: ["--max-columns-preview", "--colors=line:style:bold"],
  }),
};
export interface RipgrepOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly ripgrep: RipgrepOptions;
  }
}

const file = "ripgrep/ripgreprc";

export default defineProgram("programs.ripgrep", {
  url: import.meta.url,
  options,
  files: (own) => ({ [file]: own.arguments.length > 0 && { text: `${own.arguments.join("\n")}\n` } }),
  variables: (own, { config }) => ({
    RIPGREP_CONFIG_PATH: own.arguments.length > 0 ? `${config.xdg.configHome}/${file}` : null,
  }),
});
