/** pass, a password store in files: its environment. */
import { defineProgram, option, packageNamed, programOptions, type TreeOf, t } from "lares/module";

const options = {
  ...programOptions("pass, a password store in files", packageNamed("pass")),
  settings: option(t.attrsOf(t.str), {
    default: {},
    description: "Environment variables that pass reads, as in pass(1).",
    example: { PASSWORD_STORE_KEY: "12345678", PASSWORD_STORE_CLIP_TIME: "60" },
  }),
};
export interface PasswordStoreOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "password-store": PasswordStoreOptions;
  }
}

export default defineProgram("programs.password-store", {
  url: import.meta.url,
  options,
  variables: ({ settings }) => settings,
});
