/** aria2, a downloader: `aria2/aria2.conf`, and a service that is spoken to by RPC. */
import {
  defineProgram,
  formats,
  option,
  packageNamed,
  programOptions,
  removed,
  type TreeOf,
  t,
} from "lares/module";

const settings = formats.formatOf(
  "lines of key and value",
  t.attrsOf(formats.iniAtom),
  formats.keyValue().write as (value: Readonly<Record<string, unknown>>) => string,
);

const options = {
  ...programOptions("aria2, a downloader", packageNamed("aria2", { mainProgram: "aria2c" })),
  settings: settings.option({
    example: { "listen-port": 60000, "max-upload-limit": "50K", "seed-ratio": 1.0 },
  }),
  systemd: {
    enable: option(t.bool, { default: false, description: "Whether to run aria2 as a service with RPC." }),
  },
  extraConfig: removed("say it in programs.aria2.settings"),
};
export interface Aria2Options extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly aria2: Aria2Options;
  }
}

export default defineProgram("programs.aria2", {
  url: import.meta.url,
  options,
  files: (own) => ({ "aria2/aria2.conf": settings.file(own.settings as never) }),
  assertions: ({ systemd, package: aria2 }) => [
    {
      assertion: !systemd.enable || aria2 !== null,
      message: "programs.aria2.systemd runs aria2 by its package, so programs.aria2.package cannot be null.",
    },
  ],
  units: ({ systemd, package: aria2 }, { lib }) =>
    systemd.enable && aria2 !== null
      ? {
          services: {
            aria2: {
              Unit: { Description: "Aria2c daemon", Documentation: "man:aria2c(1)" },
              Service: { ExecStart: `${lib.program(aria2)} --enable-rpc`, Restart: "on-failure" },
              Install: { WantedBy: ["default.target"] },
            },
          },
        }
      : {},
});
