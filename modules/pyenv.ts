/** pyenv, several versions of Python: its folder, and its hooks in shells. */
import {
  type Context,
  defineProgram,
  type Own,
  option,
  programOptions,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("pyenv, for several versions of Python side by side", "pyenv"),
  ...shellIntegrations("Bash", "Fish", "Zsh"),
  rootDirectory: option(t.path, {
    default: ({ config }) => `${config.xdg.dataHome}/pyenv`,
    defaultText: "pyenv below xdg.dataHome",
    description: "The folder of the versions and shims.",
    example: "~/.pyenv",
  }),
};
export interface PyenvOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly pyenv: PyenvOptions;
  }
}

export default defineProgram("programs.pyenv", {
  url: import.meta.url,
  options,
  shells: {
    bash: (own, context) => posixCode(own, context, "bash"),
    zsh: (own, context) => posixCode(own, context, "zsh"),
    fish: (own, context) =>
      `set -gx PYENV_ROOT "${own.rootDirectory}"\n${init(own, context)} fish | source\n`,
  },
});

type Pyenv = Own<PyenvOptions>;

const posixCode = (own: Pyenv, context: Context, shell: string): string =>
  `export PYENV_ROOT="${own.rootDirectory}"\neval "$(${init(own, context)} ${shell})"\n`;

const init = ({ package: pyenv }: Pyenv, { lib }: Context): string =>
  `${lib.program(pyenv ?? "pyenv")} init -`;
