/** Yarn: `~/.yarnrc.yml`. */
import { defineProgram, formats, option, type TreeOf, t } from "lares/module";

const options = {
  enable: option(t.bool, { default: false, description: "Whether to set up Yarn, a package manager." }),
  settings: formats.yaml.option({ example: { httpProxy: "http://proxy.example.org:3128" } }),
};
export interface YarnOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly yarn: YarnOptions;
  }
}

export default defineProgram("programs.yarn", {
  url: import.meta.url,
  options,
  files: ({ settings }) => ({ "~/.yarnrc.yml": formats.yaml.file(settings) }),
});
