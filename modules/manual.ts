/** Home Manager's manual, which homes that are carried over may mention. Lares' own comes with the program. */
import { defineModule, option, t } from "lares/module";

const accepted = (form: string, enabled: boolean) => ({
  enable: option(t.bool, {
    default: enabled,
    description: `Accepted for homes that are carried over, without effect: Lares installs no manual ${form}; \`lares option\` and its documentation take its place.`,
  }),
});

const manualOptions = {
  html: accepted("in HTML", false),
  json: accepted("in JSON", false),
  manpages: accepted("as man pages", true),
};

type Tree = typeof manualOptions;
export interface ManualOptions extends Tree {}
const options: ManualOptions = manualOptions;

declare module "lares/module" {
  interface Options {
    readonly manual: ManualOptions;
  }
}

export default defineModule({ path: "manual", url: import.meta.url, options });
