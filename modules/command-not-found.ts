/** Which package of Nixpkgs has a command that was not found, by the database that channels of NixOS bring. */
import { type Context, defineProgram, type Own, option, quoteShell, type TreeOf, t } from "lares/module";

const options = {
  enable: option(t.bool, {
    default: false,
    description: "Whether shells name the packages of a command that they do not find.",
  }),
  dbPath: option(t.path, {
    default: "/nix/var/nix/profiles/per-user/root/channels/nixos/programs.sqlite",
    description: "The database: a table `Programs` of `name`, `system` and `package`.",
  }),
};
export interface CommandNotFoundOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "command-not-found": CommandNotFoundOptions;
  }
}

/** A script of its own, since each shell would take it apart in its own way. */
const lookUp = ({ dbPath }: Own<CommandNotFoundOptions>, { lib }: Context): string => {
  const sqlite = lib.program("sqlite", "sqlite3");
  return `${lib.script(
    "command-not-found",
    `#!/bin/sh
name=$(printf '%s' "$1" | sed "s/'/''/g")
packages=$(${sqlite} -readonly ${quoteShell(dbPath)} "select distinct package from Programs where name = '$name' order by package" 2>/dev/null)
printf '%s: command not found\\n' "$1" >&2
[ -z "$packages" ] || printf 'It is in these packages of Nixpkgs:\\n%s\\n' "$packages" >&2
exit 127
`,
  )}`;
};

export default defineProgram("programs.command-not-found", {
  url: import.meta.url,
  options,
  shells: {
    bash: (own, context) => `command_not_found_handle() {\n  ${lookUp(own, context)} "$1"\n}\n`,
    zsh: (own, context) => `command_not_found_handler() {\n  ${lookUp(own, context)} "$1"\n}\n`,
    fish: (own, context) => `function fish_command_not_found\n    ${lookUp(own, context)} $argv[1]\nend\n`,
  },
  assertions: (_, { config }) => [
    {
      assertion: !config.programs["nix-index"].enable,
      message:
        "programs.command-not-found and programs.nix-index both answer for commands that are not found: turn one of them off.",
    },
  ],
});
