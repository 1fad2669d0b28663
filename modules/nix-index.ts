/** nix-index: which package has the command that was not found. */
import {
  type Context,
  defineProgram,
  programOptions,
  quoteFish,
  shellIntegrations,
  type TreeOf,
} from "lares/module";

const options = {
  ...programOptions("nix-index, which finds the packages of files", "nix-index"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
};
export interface NixIndexOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "nix-index": NixIndexOptions;
  }
}

type Own = Context["config"]["programs"]["nix-index"];

const script = ({ package: index }: Own, { lib }: Context, ending: string): string =>
  `${index?.outPath ?? lib.profileDirectory}/etc/profile.d/command-not-found.${ending}`;

const posix = (own: Own, context: Context): string => `source ${script(own, context, "sh")}\n`;

/** The script is for POSIX shells: one of them runs it. */
const fish = (own: Own, context: Context): string =>
  `function fish_command_not_found
    bash -c ${quoteFish(`. ${script(own, context, "sh")}; command_not_found_handle "$@"`)} command-not-found $argv
end
`;

const nushell = (own: Own, context: Context): string =>
  `$env.config.hooks.command_not_found = source ${script(own, context, "nu")}\n`;

export default defineProgram("programs.nix-index", {
  url: import.meta.url,
  options,
  shells: { bash: posix, zsh: posix, fish, nushell },
});
