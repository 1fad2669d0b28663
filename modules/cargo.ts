/** Cargo, packages of Rust: `~/.cargo/config.toml`. */
import { defineProgram, formats, option, programOptions, type TreeOf, t } from "lares/module";

const options = {
  ...programOptions("Cargo, the package manager of Rust", "cargo"),
  cargoHome: option(t.nullOr(t.str), {
    default: null,
    description:
      "The folder where Cargo keeps everything, absolute or relative to the home directory; null for `~/.cargo`.",
    example: "~/.local/share/cargo",
  }),
  settings: formats.toml.option({ example: { net: { "git-fetch-with-cli": true } } }),
};
export interface CargoOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly cargo: CargoOptions;
  }
}

export default defineProgram("programs.cargo", {
  url: import.meta.url,
  options,
  files: ({ cargoHome, settings }, { host }) => ({
    [`${absoluteHome(cargoHome ?? ".cargo", host.home)}/config.toml`]: formats.toml.file(settings),
  }),
  variables: ({ cargoHome }, { host }) => ({
    CARGO_HOME: cargoHome && absoluteHome(cargoHome, host.home),
  }),
});

const absoluteHome = (path: string, home: string): string =>
  path.startsWith("/") ? path : `${home}/${path.replace(/^~\//, "")}`;
