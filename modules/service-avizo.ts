/** avizo: shows volume and brightness on the screen as they change. */
import { defineProgram, formats, programOptions, type TreeOf } from "lares/module";
import { waylandUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("avizo", "avizo"),
  settings: formats.ini().option({ example: { default: { time: 1, "y-offset": 0.5, padding: 10 } } }),
};
export interface AvizoOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly avizo: AvizoOptions;
  }
}

export default defineProgram("services.avizo", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings }) => ({ "avizo/config.ini": formats.ini().file(settings) }),
  units: ({ package: avizo }, { config, lib }) => ({
    services: {
      avizo: {
        Unit: waylandUnit("Volume/backlight OSD indicator", config.wayland.systemd.target, {
          Documentation: "man:avizo(1)",
        }),
        Service: {
          Type: "simple",
          ExecStart: lib.program(avizo ?? "avizo", "avizo-service"),
          Restart: "always",
        },
        Install: { WantedBy: [config.wayland.systemd.target] },
      },
    },
  }),
});
