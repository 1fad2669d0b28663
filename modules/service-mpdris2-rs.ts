/** mpdris2-rs lets the desktop's keys control mpd, and tells of what plays. */
import {
  type ConfigOf,
  defineProgram,
  option,
  plainValue,
  programOptions,
  quoteShell,
  type TreeOf,
  t,
} from "lares/module";

const text = (description: string, example: string) =>
  option(t.nullOr(t.str), { default: null, description, example });

const options = {
  ...programOptions("mpdris2-rs", "mpdris2-rs"),
  host: text("Where mpd is; null for this machine.", "192.168.1.1"),
  notifications: {
    enable: option(t.bool, { default: false, description: "Whether it tells of what plays." }),
    summary: text("What it says first.", "%artist% - %album%"),
    summaryPaused: text("The same while nothing plays.", "%artist% - %album%"),
    body: text("What it says then.", "%title% (%elapsed%/%duration%)"),
    bodyPaused: text("The same while nothing plays.", "%title% (%elapsed%/%duration%)"),
    timeout: option(t.nullOr(t.numeral), {
      default: null,
      description: "For how many seconds it is seen.",
      example: 10,
    }),
  },
};
export interface Mpdris2RsOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly "mpdris2-rs": Mpdris2RsOptions;
  }
}

/** Percent signs are doubled: systemd takes single ones for its own specifiers. */
const words = ({ host, notifications: own }: ConfigOf<typeof options>): readonly string[] => {
  const flag = (name: string, value: string | null) =>
    value === null ? [] : [`--${name}`, quoteShell(value).replaceAll("%", "%%")];
  return [
    ...flag("host", host),
    ...(own.enable
      ? [
          ...flag("notification-body", own.body),
          ...flag("notification-body-paused", own.bodyPaused),
          ...flag("notification-summary", own.summary),
          ...flag("notification-summary-paused", own.summaryPaused),
          ...flag("notification-timeout", own.timeout === null ? null : plainValue(own.timeout)),
        ]
      : ["--no-notification"]),
  ];
};

export default defineProgram("services.mpdris2-rs", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: () => [],
  units: (own, { lib }) => ({
    services: {
      "mpdris2-rs": {
        Unit: { Description: "Music Player Daemon D-Bus Bridge", After: ["mpd.service"] },
        Service: {
          Type: "dbus",
          BusName: "org.mpris.MediaPlayer2.mpd",
          ExecStart: [lib.program(own.package ?? "mpdris2-rs"), ...words(own)].join(" "),
          Restart: "on-failure",
        },
        Install: { WantedBy: ["default.target"] },
      },
    },
  }),
});
