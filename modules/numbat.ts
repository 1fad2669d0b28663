/** Numbat, a calculator with units: `numbat/config.toml` and `numbat/init.nbt`. */
import {
  defineProgram,
  formats,
  nativePlace,
  option,
  programOptions,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";

const options = {
  ...programOptions("Numbat, a calculator with units", "numbat"),
  settings: formats.toml.option({
    example: { "intro-banner": "short", "exchange-rates": { "fetching-policy": "on-first-use" } },
  }),
  initFile: option(t.nullOr(textOrSource), {
    default: null,
    description: "Definitions to begin with, as text or as the path of a file.",
    example: "unit kohm: ElectricResistance = kV/A\n",
  }),
};
export interface NumbatOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly numbat: NumbatOptions;
  }
}

export default defineProgram("programs.numbat", {
  url: import.meta.url,
  options,
  files: ({ settings, initFile }, context) => ({
    [nativePlace("numbat/config.toml", context)]: formats.toml.file(settings),
    [nativePlace("numbat/init.nbt", context)]: initFile,
  }),
});
