/** fastfetch, which shows what a system is made of: `fastfetch/config.jsonc`. */
import { defineProgram, formats, programOptions, type TreeOf } from "lares/module";

const options = {
  ...programOptions("fastfetch, which shows what a system is made of", "fastfetch"),
  settings: formats.json.option({
    example: { logo: { source: "nixos_small" }, modules: ["title", "os", { type: "memory", key: "RAM" }] },
  }),
};
export interface FastfetchOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly fastfetch: FastfetchOptions;
  }
}

export default defineProgram("programs.fastfetch", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "fastfetch/config.jsonc": formats.json.file(settings) }),
});
