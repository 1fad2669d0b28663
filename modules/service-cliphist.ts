/** cliphist: a history of the clipboard of Wayland, texts and images. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  option,
  packageNamed,
  programOptions,
  renamed,
  type TreeOf,
  t,
} from "lares/module";
import { sessionUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("cliphist", "cliphist"),
  allowImages: option(t.bool, { default: true, description: "Whether images are kept too." }),
  clipboardPackage: option(t.package, {
    default: packageNamed("wl-clipboard"),
    description: "The package of `wl-paste`, which watches the clipboard.",
  }),
  extraOptions: option(t.listOf(t.str), {
    default: ["-max-dedupe-search", "10", "-max-items", "500"],
    description: "Options of `cliphist store`.",
  }),
  systemdTargets: option(
    t.coercedTo(t.str, (one: string) => [one], t.listOf(t.str)),
    {
      default: ({ config }) => [config.wayland.systemd.target],
      defaultText: "[wayland.systemd.target]",
      description: "The targets that start the service.",
      example: ["sway-session.target"],
    },
  ),
  systemdTarget: renamed("services.cliphist.systemdTargets"),
};
export interface CliphistOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly cliphist: CliphistOptions;
  }
}

type Own = ConfigOf<typeof options>;

const watcher = (
  description: string,
  what: string,
  { package: cliphist, clipboardPackage, extraOptions, systemdTargets }: Own,
  lib: Context["lib"],
) => ({
  Unit: sessionUnit(description, systemdTargets),
  Service: {
    Type: "simple",
    ExecStart: [
      `${lib.program(clipboardPackage, "wl-paste")} ${what}--watch`,
      lib.program(cliphist ?? "cliphist"),
      ...extraOptions,
      "store",
    ].join(" "),
    Restart: "on-failure",
  },
  Install: { WantedBy: systemdTargets },
});

export default defineProgram("services.cliphist", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  units: (own, { lib }) => ({
    services: {
      cliphist: watcher("Clipboard management daemon", "", own, lib),
      ...(own.allowImages && {
        "cliphist-images": watcher("Clipboard management daemon - images", "--type image ", own, lib),
      }),
    },
  }),
});
