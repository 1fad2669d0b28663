/** udiskie mounts what is plugged in: `udiskie/config.yml`. */
import {
  type Context,
  defineProgram,
  formats,
  mkDefault,
  option,
  programOptions,
  removed,
  type TreeOf,
  t,
} from "lares/module";
import { graphicalSession, sessionUnit, trayUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("udiskie", "udiskie"),
  settings: formats.yaml.option({ example: { program_options: { udisks_version: 2, tray: true } } }),
  automount: option(t.bool, { default: true, description: "Whether new devices are mounted at once." }),
  notify: option(t.bool, { default: true, description: "Whether it shows notifications." }),
  tray: option(t.enum("always", "auto", "never"), {
    default: "auto",
    description: "Whether it has an icon in the tray: always, while there are devices, or never.",
  }),
  sni: removed("udiskie decides by itself; leave it out"),
};
export interface UdiskieOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly udiskie: UdiskieOptions;
  }
}

const trays = { always: true, auto: "auto", never: false } as const;

export default defineProgram("services.udiskie", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  config: {
    services: {
      udiskie: {
        settings: {
          program_options: ({
            config: {
              services: { udiskie },
            },
          }: Context) => ({
            automount: mkDefault(udiskie.automount),
            notify: mkDefault(udiskie.notify),
            tray: mkDefault(trays[udiskie.tray]),
          }),
        },
      },
    },
  } as never,
  files: ({ settings }) => ({ "udiskie/config.yml": formats.yaml.file(settings) }),
  units: ({ package: udiskie, tray }, { lib }) => ({
    services: {
      udiskie: {
        Unit: {
          ...(tray === "always"
            ? trayUnit("udiskie mount daemon")
            : sessionUnit("udiskie mount daemon", [
                graphicalSession,
                ...(tray === "auto" ? ["tray.target"] : []),
              ])),
          PartOf: [graphicalSession],
        },
        Service: { ExecStart: lib.program(udiskie ?? "udiskie") },
        Install: { WantedBy: [graphicalSession] },
      },
    },
  }),
});
