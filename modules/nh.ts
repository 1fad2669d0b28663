/** nh, a command for configurations in Nix: its variables, and a clean-up from time to time. */
import { type Context, defineProgram, option, programOptions, type TreeOf, t } from "lares/module";

const flake = (of: string) =>
  option(t.nullOr(t.str), {
    default: null,
    description: `The flake of ${of}, where nh is not told another.`,
    example: "/home/alice/config",
  });

const options = {
  ...programOptions("nh, a command for configurations in Nix", "nh"),
  flake: flake("all configurations"),
  osFlake: flake("NixOS configurations"),
  homeFlake: flake("homes"),
  darwinFlake: flake("macOS configurations"),
  clean: {
    enable: option(t.bool, {
      default: false,
      description: "Whether old generations are cleaned away from time to time.",
    }),
    dates: option(t.singleLineStr, {
      default: "weekly",
      description:
        "When, in systemd's calendar notation; on macOS hourly, daily, weekly, monthly, semiannually or annually.",
      example: "daily",
    }),
    extraArgs: option(t.singleLineStr, {
      default: "",
      description: "Further arguments of `nh clean user`.",
      example: "--keep 5 --keep-since 3d",
    }),
  },
};
export interface NhOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly nh: NhOptions;
  }
}

type Own = Context["config"]["programs"]["nh"];

const words = ({ package: nh, clean }: Own, { lib }: Context): readonly string[] => [
  lib.program(nh ?? "nh"),
  "clean",
  "user",
  ...clean.extraArgs.split(/\s+/).filter((word) => word !== ""),
];

/** launchd has no calendar notation: the times that systemd's shorthands stand for. */
const launchdTimes = (): Readonly<Record<string, readonly Readonly<Record<string, number>>[]>> => {
  const midnight = { Hour: 0, Minute: 0 };
  return {
    hourly: [{ Minute: 0 }],
    daily: [midnight],
    weekly: [{ Weekday: 1, ...midnight }],
    monthly: [{ Day: 1, ...midnight }],
    semiannually: [1, 7].map((Month) => ({ Month, Day: 1, ...midnight })),
    annually: [{ Month: 1, Day: 1, ...midnight }],
  };
};

/** nh before its fourth version knew one flake for all. */
const flakeVariable = ({ package: nh }: Own): string =>
  /^[0-3]\./.test(nh?.version ?? "") ? "FLAKE" : "NH_FLAKE";

export default defineProgram("programs.nh", {
  url: import.meta.url,
  options,
  enabled: ({ enable, clean }) => enable || clean.enable,
  packages: ({ enable, package: nh }) => [enable && nh],
  variables: (own) => ({
    [flakeVariable(own)]: own.enable ? own.flake : null,
    NH_OS_FLAKE: own.enable ? own.osFlake : null,
    NH_HOME_FLAKE: own.enable ? own.homeFlake : null,
    NH_DARWIN_FLAKE: own.enable ? own.darwinFlake : null,
  }),
  warnings: ({ clean }, { config }) => [
    clean.enable &&
      config.nix.gc.automatic &&
      "programs.nh.clean and nix.gc both clean up from time to time: turn one of them off.",
  ],
  assertions: ({ clean }, { host }) => [
    {
      assertion: !clean.enable || host.os !== "darwin" || Object.hasOwn(launchdTimes(), clean.dates),
      message: `programs.nh.clean.dates is ${JSON.stringify(clean.dates)}, but launchd knows no calendar notation: use one of ${Object.keys(launchdTimes()).join(", ")}.`,
    },
  ],
  units: (own, context) =>
    !own.clean.enable
      ? {}
      : {
          services: {
            "nh-clean": {
              Unit: { Description: "Nh clean (user)" },
              Service: { Type: "oneshot", ExecStart: words(own, context).join(" ") },
            },
          },
          timers: {
            "nh-clean": {
              Unit: { Description: "Run nh clean" },
              Timer: { OnCalendar: own.clean.dates, Persistent: true },
              Install: { WantedBy: ["timers.target"] },
            },
          },
        },
  agents: (own, context) =>
    !own.clean.enable
      ? {}
      : {
          "nh-clean": {
            enable: true,
            config: {
              ProgramArguments: words(own, context),
              StartCalendarInterval: launchdTimes()[own.clean.dates] ?? null,
            },
          },
        },
});
