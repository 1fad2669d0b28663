/** The command line of AWS: `~/.aws/config` and `~/.aws/credentials`. */
import { defineProgram, formats, packageNamed, programOptions, type TreeOf } from "lares/module";

const ini = formats.ini();

const options = {
  ...programOptions("the command line of AWS", packageNamed("awscli2", { mainProgram: "aws" })),
  settings: ini.option({
    description: "Settings by section: `default`, `profile NAME`, `sso-session NAME`.",
    example: { default: { region: "eu-central-1", output: "json" } },
  }),
  credentials: ini.option({
    description: "Credentials by profile. They can be read by all: name a program that prints them.",
    example: { default: { credential_process: "pass show aws" } },
  }),
};
export interface AwscliOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly awscli: AwscliOptions;
  }
}

export default defineProgram("programs.awscli", {
  url: import.meta.url,
  options,
  files: ({ settings, credentials }) => ({
    "~/.aws/config": ini.file(settings),
    "~/.aws/credentials": ini.file(credentials),
  }),
});
