/** zoxide: jump to directories by how often they are visited. */
import {
  defineProgram,
  option,
  programOptions,
  quoteNushell,
  quoteShell,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("zoxide, a `cd` that learns", "zoxide"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  options: option(t.listOf(t.str), {
    default: [],
    description: "Arguments of `zoxide init`.",
    example: ["--no-cmd"],
  }),
};
export interface ZoxideOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly zoxide: ZoxideOptions;
  }
}

export default defineProgram("programs.zoxide", {
  url: import.meta.url,
  options,
  shellInit: ({ package: zoxide, options }, { lib }, shell) =>
    [
      lib.program(zoxide ?? "zoxide"),
      "init",
      shell,
      ...options.map(shell === "nushell" ? quoteNushell : quoteShell),
    ].join(" "),
  /** In Bash last, since it wraps the prompt that others make; in Zsh once the completions are there. */
  shellOrder: { bash: 2000, zsh: 851 },
});
