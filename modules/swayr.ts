/** swayr switches between the windows of Sway: `swayr/config.toml`, and its daemon. */
import {
  defineProgram,
  formats,
  joinText,
  linesOption,
  option,
  programOptions,
  type TreeOf,
  t,
} from "lares/module";
import { sessionUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("swayr, a switcher of windows for Sway", "swayr"),
  settings: option(t.nullOr(formats.toml.type), {
    default: {},
    description: "Settings, in TOML.",
    example: { menu: { executable: "wofi", args: ["--show=dmenu"] } },
  }),
  extraConfig: linesOption("Further lines of the configuration."),
  systemd: {
    enable: option(t.bool, { default: false, description: "Whether systemd runs its daemon." }),
    target: option(t.str, {
      default: "graphical-session.target",
      description: "The target that starts it.",
      example: "sway-session.target",
    }),
  },
};
export interface SwayrOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly swayr: SwayrOptions;
  }
}

export default defineProgram("programs.swayr", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  files: ({ settings, extraConfig }) => ({
    "swayr/config.toml": joinText(formats.toml.file(settings)?.text, extraConfig),
  }),
  units: ({ package: swayr, systemd }, { lib }) => ({
    services: systemd.enable
      ? {
          swayrd: {
            Unit: sessionUnit("Window switcher for Sway", systemd.target, {
              Documentation: "https://sr.ht/~tsdh/swayr",
            }),
            Service: {
              Environment: ["RUST_BACKTRACE=1"],
              ExecStart: lib.program(swayr ?? "swayr", "swayrd"),
              Restart: "on-failure",
            },
            Install: { WantedBy: [systemd.target] },
          },
        }
      : {},
  }),
});
