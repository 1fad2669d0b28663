/** wlsunset: warmer colours after sunset, on Wayland. */
import {
  type ConfigOf,
  defineProgram,
  float,
  option,
  plainValue,
  programOptions,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";
import { waylandUnit } from "./session-services/unit.ts";

const options = {
  ...programOptions("wlsunset", "wlsunset"),
  latitude: option(t.nullOr(t.oneOf(t.str, t.numeral)), {
    default: null,
    description: "Where you are, from south (-90) to north (90).",
    example: -74.3,
  }),
  longitude: option(t.nullOr(t.oneOf(t.str, t.numeral)), {
    default: null,
    description: "Where you are, from west (-180) to east (180).",
    example: 12.5,
  }),
  sunrise: option(t.nullOr(t.str), {
    default: null,
    description: "When the sun rises (HH:MM), instead of a place.",
    example: "06:30",
  }),
  sunset: option(t.nullOr(t.str), {
    default: null,
    description: "When the sun sets (HH:MM), instead of a place.",
    example: "18:00",
  }),
  duration: option(t.nullOr(t.positive), {
    default: null,
    description: "How many seconds dawn and dusk take, where the times are given.",
    example: 1800,
  }),
  temperature: {
    day: option(t.int, {
      default: 6500,
      description: "The colour temperature of the day, in kelvin; above that of the night.",
    }),
    night: option(t.int, { default: 4000, description: "The colour temperature of the night, in kelvin." }),
  },
  gamma: option(t.oneOf(t.str, t.numeral), {
    default: () => float(1),
    description: "The gamma.",
    example: 0.6,
  }),
  output: option(t.nullOr(t.str), {
    default: null,
    description: "The output it is for; all where null.",
    example: "HDMI-A-1",
  }),
  systemdTarget: option(t.str, {
    default: ({ config }) => config.wayland.systemd.target,
    defaultText: "wayland.systemd.target",
    description: "The target that starts the service.",
    example: "sway-session.target",
  }),
};
export interface WlsunsetOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly wlsunset: WlsunsetOptions;
  }
}

type Own = ConfigOf<typeof options>;

const flagsOf = ({ latitude, longitude, sunrise, sunset, duration, temperature, gamma, output }: Own) =>
  sortedEntries({
    L: longitude,
    S: sunrise,
    T: temperature.day,
    d: duration,
    g: gamma,
    l: latitude,
    o: output,
    s: sunset,
    t: temperature.night,
  }).flatMap(([flag, value]) => (value === null ? [] : [`-${flag}${plainValue(value)}`]));

export default defineProgram("services.wlsunset", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  assertions: ({ latitude, longitude, sunrise, sunset }) => [
    {
      assertion: (sunrise !== null && sunset !== null) !== (latitude !== null && longitude !== null),
      message:
        "services.wlsunset must know when the sun sets: set either latitude and longitude, or sunrise and sunset, not both.",
    },
  ],
  units: (own, { lib }) => ({
    services: {
      wlsunset: {
        Unit: waylandUnit("Day/night gamma adjustments for Wayland compositors.", own.systemdTarget),
        Service: { ExecStart: [lib.program(own.package ?? "wlsunset"), ...flagsOf(own)].join(" ") },
        Install: { WantedBy: [own.systemdTarget] },
      },
    },
  }),
});
