/** mpd-mpris lets the desktop's keys control mpd. */
import {
  type ConfigOf,
  defineProgram,
  option,
  programOptions,
  quoteShell,
  type TreeOf,
  t,
} from "lares/module";

const word = (description: string, example?: string) =>
  option(t.nullOr(t.str), { default: null, description, ...(example !== undefined && { example }) });

const options = {
  ...programOptions("mpd-mpris", "mpd-mpris"),
  mpd: {
    useLocal: option(t.bool, {
      default: ({ config }) => config.services.mpd.enable,
      defaultText: "services.mpd.enable",
      description: "Whether mpd is this home's own service.",
    }),
    host: word("Where mpd is.", "192.168.1.1"),
    network: word("The network it is reached by: `tcp`, or `unix` for a socket.", "unix"),
    port: option(t.nullOr(t.intBetween(0, 65535)), { default: null, description: "The port of mpd." }),
    password: word("The password of mpd; all that run on the machine can see it."),
  },
};
export interface MpdMprisOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly "mpd-mpris": MpdMprisOptions;
  }
}

const words = ({ mpd }: ConfigOf<typeof options>): readonly string[] => {
  const flag = (name: string, value: string | number | null) =>
    value === null ? [] : [`-${name}`, quoteShell(String(value))];
  return [
    ...flag("host", mpd.host),
    ...flag("network", mpd.network),
    "-no-instance",
    ...flag("port", mpd.port),
    ...flag("pwd", mpd.password),
  ];
};

export default defineProgram("services.mpd-mpris", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: () => [],
  units: (own, { lib }) => ({
    services: {
      "mpd-mpris": {
        Unit: {
          Description: "mpd-mpris: An implementation of the MPRIS protocol for MPD",
          After: ["mpd.service"],
          ...(own.mpd.useLocal && { Requires: ["mpd.service"] }),
        },
        Service: {
          Type: "simple",
          ExecStart: [lib.program(own.package ?? "mpd-mpris"), ...words(own)].join(" "),
          Restart: "on-failure",
          RestartSec: "5s",
        },
        Install: { WantedBy: ["default.target"] },
      },
    },
  }),
});
