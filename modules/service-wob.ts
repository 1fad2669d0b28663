/** wob shows a value as a bar: volume, brightness and the like. */
import { defineProgram, formats, option, programOptions, type TreeOf, t } from "lares/module";
import { waylandUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("wob", "wob"),
  settings: formats.ini().option({
    example: { "": { border_size: 10, height: 50 }, "output.foo": { name: "DP-1" } },
  }),
  systemd: option(t.bool, {
    default: true,
    description: "Whether systemd runs it, with a socket that values are written to.",
  }),
};
export interface WobOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly wob: WobOptions;
  }
}

export default defineProgram("services.wob", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings }) => ({ "wob/wob.ini": formats.ini().file(settings) }),
  units: ({ package: wob, settings, systemd }, { config, lib }) =>
    systemd
      ? {
          services: {
            wob: {
              Unit: waylandUnit(
                "A lightweight overlay volume/backlight/progress/anything bar for Wayland",
                config.wayland.systemd.target,
                { Documentation: "man:wob(1)" },
              ),
              Service: {
                ExecStart: [
                  lib.program(wob ?? "wob"),
                  ...(Object.keys(settings).length > 0
                    ? [`--config ${lib.text("wob.ini", formats.ini().write(settings))}`]
                    : []),
                ].join(" "),
                StandardInput: "socket",
              },
              Install: { WantedBy: [config.wayland.systemd.target] },
            },
          },
          sockets: {
            wob: {
              Socket: {
                ListenFIFO: "%t/wob.sock",
                SocketMode: "0600",
                RemoveOnStop: "yes",
                FlushPending: "yes",
              },
              Install: { WantedBy: ["sockets.target"] },
            },
          },
        }
      : {},
});
