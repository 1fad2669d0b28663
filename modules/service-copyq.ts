/** CopyQ, a clipboard with a history that can be edited. */
import { defineProgram, option, packageNamed, programOptions, type TreeOf, t } from "lares/module";
import { graphicalSession, sessionUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("CopyQ", packageNamed("CopyQ", { mainProgram: "copyq" })),
  forceXWayland: option(t.bool, {
    default: true,
    description: "Whether it runs by way of XWayland: Wayland itself does not let it watch the clipboard.",
  }),
  systemdTarget: option(t.str, {
    default: graphicalSession,
    description: "The target that starts the service.",
    example: "sway-session.target",
  }),
};
export interface CopyqOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly copyq: CopyqOptions;
  }
}

export default defineProgram("services.copyq", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  units: ({ package: copyq, forceXWayland, systemdTarget }, { lib }) => ({
    services: {
      copyq: {
        Unit: sessionUnit("CopyQ clipboard management daemon", systemdTarget),
        Service: {
          ExecStart: lib.program(copyq ?? "copyq", "copyq"),
          Restart: "on-failure",
          ...(forceXWayland && { Environment: ["QT_QPA_PLATFORM=xcb"] }),
        },
        Install: { WantedBy: [systemdTarget] },
      },
    },
  }),
});
