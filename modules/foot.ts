/** foot, a terminal emulator for Wayland: `foot/foot.ini`, and its server. */
import { defineProgram, formats, option, programOptions, type TreeOf, t } from "lares/module";

const ini = formats.ini();

const options = {
  ...programOptions("foot, a terminal emulator for Wayland", "foot"),
  settings: ini.option({
    description: "Settings by section, `main` for those above the first; a list repeats its key.",
    example: { main: { font: "Fira Code:size=11" }, mouse: { "hide-when-typing": "yes" } },
  }),
  server: {
    enable: option(t.bool, {
      default: false,
      description: "Whether to run foot's server, from which `footclient` opens windows at once.",
    }),
    systemdTarget: option(t.str, {
      default: ({ config }) => config.wayland.systemd.target,
      defaultText: "wayland.systemd.target",
      description: "The systemd target that the server starts and stops with.",
      example: "sway-session.target",
    }),
  },
};
export interface FootOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly foot: FootOptions;
  }
}

export default defineProgram("programs.foot", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings }) => ({ "foot/foot.ini": ini.file(settings) }),
  units: ({ package: foot, server }, { lib }) =>
    !server.enable
      ? {}
      : {
          services: {
            foot: {
              Unit: {
                Description: "Fast, lightweight and minimalistic Wayland terminal emulator.",
                Documentation: "man:foot(1)",
                PartOf: [server.systemdTarget],
                After: [server.systemdTarget],
                ConditionEnvironment: "WAYLAND_DISPLAY",
              },
              Service: {
                ExecStart: `${lib.program(foot ?? "foot")} --server`,
                Restart: "on-failure",
                OOMPolicy: "continue",
              },
              Install: { WantedBy: [server.systemdTarget] },
            },
          },
        },
});
