/** SwayOSD shows volume and brightness as they change. */
import {
  defineProgram,
  option,
  packageNamed,
  plainValue,
  programOptions,
  quoteShell,
  removed,
  type TreeOf,
  t,
} from "lares/module";

import { waylandUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("SwayOSD", packageNamed("swayosd", { mainProgram: "swayosd-server" })),
  stylePath: option(t.nullOr(t.path), {
    default: null,
    description: "The style sheet.",
    example: "/etc/xdg/swayosd/style.css",
  }),
  topMargin: option(t.nullOr(t.numberBetween(0, 1)), {
    default: null,
    description: "Where it is on the screen, from the top (0) to the bottom (1).",
    example: 0.9,
  }),
  display: removed("SwayOSD takes the session's display"),
};
export interface SwayosdOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly swayosd: SwayosdOptions;
  }
}

export default defineProgram("services.swayosd", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  units: ({ package: swayosd, stylePath, topMargin }, { config, lib }) => ({
    services: {
      swayosd: {
        Unit: waylandUnit("Volume/backlight OSD indicator", config.wayland.systemd.target, {
          Documentation: "man:swayosd(1)",
          StartLimitBurst: 5,
          StartLimitIntervalSec: 10,
        }),
        Service: {
          Type: "simple",
          ExecStart: [
            lib.program(swayosd ?? "swayosd", "swayosd-server"),
            ...(stylePath === null ? [] : ["--style", quoteShell(stylePath)]),
            ...(topMargin === null ? [] : ["--top-margin", plainValue(topMargin)]),
          ].join(" "),
          Restart: "always",
          RestartSec: "2s",
        },
        Install: { WantedBy: [config.wayland.systemd.target] },
      },
    },
  }),
});
