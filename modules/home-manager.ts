/** `programs.home-manager`, as homes that are carried over have it: the program that manages the home is Lares. */
import { defineProgram, option, type TreeOf, t } from "lares/module";

const options = {
  enable: option(t.bool, {
    default: false,
    description: "Whether the home manages itself: the same as `programs.lares.enable`.",
  }),
  package: option(t.nullOr(t.package), {
    default: null,
    description: "Accepted for homes that are carried over: Lares installs itself.",
  }),
  path: option(t.nullOr(t.str), {
    default: null,
    description: "Accepted for homes that are carried over: Lares needs no sources of its modules.",
  }),
};
export interface HomeManagerOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "home-manager": HomeManagerOptions;
  }
}

export default defineProgram("programs.home-manager", {
  url: import.meta.url,
  options,
  packages: () => [],
  config: { programs: { lares: { enable: true } } },
});
