/** wpaperd, wallpapers for Wayland: `wpaperd/wallpaper.toml`. */
import { defineProgram, formats, programOptions, type TreeOf } from "lares/module";
import { waylandUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("wpaperd", "wpaperd"),
  settings: formats.toml.option({
    example: { "eDP-1": { path: "/home/ada/Pictures/Wallpaper", "apply-shadow": true } },
  }),
};
export interface WpaperdOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly wpaperd: WpaperdOptions;
  }
}

export default defineProgram("services.wpaperd", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings }) => ({ "wpaperd/wallpaper.toml": formats.toml.file(settings) }),
  units: ({ package: wpaperd }, { config, lib }) =>
    wpaperd === null
      ? {}
      : {
          services: {
            wpaperd: {
              Unit: waylandUnit("Wallpaper daemon", config.wayland.systemd.target),
              Service: { ExecStart: lib.program(wpaperd), Restart: "always", RestartSec: "10" },
              Install: { WantedBy: [config.wayland.systemd.target] },
            },
          },
        },
});
