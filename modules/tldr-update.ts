/** Keeps the pages of tldr clients current. */
import { defineProgram, option, packageNamed, type TreeOf, t } from "lares/module";

const options = {
  enable: option(t.bool, {
    default: false,
    description: "Whether to bring the pages of a tldr client up to date from time to time.",
  }),
  package: option(t.package, { default: packageNamed("tldr"), description: "The client's package." }),
  period: option(t.str, {
    default: "weekly",
    description: "When, in systemd's calendar notation.",
    example: "daily",
  }),
};
export interface TldrUpdateOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly "tldr-update": TldrUpdateOptions;
  }
}

export default defineProgram("services.tldr-update", {
  url: import.meta.url,
  options,
  packages: () => [],
  platforms: ["linux"],
  units: ({ package: client, period }, { lib }) => ({
    services: {
      "tldr-update": {
        Unit: { Description: "Update tldr CLI cache", Documentation: "https://tldr.sh/" },
        Service: { Type: "oneshot", ExecStart: `${lib.program(client)} --update` },
      },
    },
    timers: {
      "tldr-update": {
        Unit: { Description: "Update tldr CLI cache" },
        Timer: { OnCalendar: period, Persistent: true },
        Install: { WantedBy: ["timers.target"] },
      },
    },
  }),
});
