/** SwayNotificationCenter: notifications for Sway and its like. */
import {
  defineProgram,
  formats,
  option,
  packageNamed,
  programOptions,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";
import { waylandUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions(
    "SwayNotificationCenter",
    packageNamed("swaynotificationcenter", { mainProgram: "swaync" }),
  ),
  settings: formats.json.option({ example: { positionX: "right", "control-center-margin-top": 0 } }),
  style: option(t.nullOr(textOrSource), {
    default: null,
    description: "The style sheet: CSS, or the path of a file.",
  }),
};
export interface SwayncOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly swaync: SwayncOptions;
  }
}

const configText = (settings: object): string =>
  formats.json.write({ $schema: "/etc/xdg/swaync/configSchema.json", ...settings });

export default defineProgram("services.swaync", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings, style }) => ({
    "swaync/config.json": { text: configText(settings) },
    "swaync/style.css": style,
  }),
  units: ({ package: swaync, settings, style }, { config, lib }) => ({
    services: {
      swaync: {
        Unit: waylandUnit("Swaync notification daemon", config.wayland.systemd.target, {
          Documentation: "https://github.com/ErikReider/SwayNotificationCenter",
          "X-Restart-Triggers": [
            `${lib.text("config.json", configText(settings))}`,
            ...(style === null
              ? []
              : ["text" in style ? `${lib.text("hm_swayncstyle.css", style.text)}` : style.source]),
          ],
        }),
        Service: {
          Type: "dbus",
          BusName: "org.freedesktop.Notifications",
          ExecStart: lib.program(swaync ?? "swaync", "swaync"),
          Restart: "on-failure",
        },
        Install: { WantedBy: [config.wayland.systemd.target] },
      },
    },
  }),
});
