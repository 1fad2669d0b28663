/** fd: arguments by an alias, and `fd/ignore`. */
import { defineProgram, mkIf, option, programOptions, quoteShellWords, type TreeOf, t } from "lares/module";

const options = {
  ...programOptions("fd, which finds files", "fd"),
  hidden: option(t.bool, {
    default: false,
    description: "Whether to look at hidden files and folders too.",
  }),
  ignores: option(t.listOf(t.str), {
    default: [],
    description: "Patterns of files that are never found.",
    example: [".git/", "*.bak"],
  }),
  extraOptions: option(t.listOf(t.str), {
    default: [],
    description: "Further arguments of every search, by the alias `fd`.",
    example: ["--no-ignore", "--absolute-path"],
  }),
};
export interface FdOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly fd: FdOptions;
  }
}

const argumentsOf = ({ hidden, extraOptions }: { hidden: boolean; extraOptions: readonly string[] }) =>
  quoteShellWords([...(hidden ? ["--hidden"] : []), ...extraOptions]);

export default defineProgram("programs.fd", {
  url: import.meta.url,
  options,
  files: ({ ignores }) => ({ "fd/ignore": ignores.length > 0 && { text: `${ignores.join("\n")}\n` } }),
  config: {
    home: {
      shellAliases: mkIf(
        ({ config }) => argumentsOf(config.programs.fd) !== "",
        ({ config }) => ({ fd: `fd ${argumentsOf(config.programs.fd)}` }),
      ),
    },
  },
});
