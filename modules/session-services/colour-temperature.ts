/** Redshift and Gammastep, which are one program under two names. */
import { type ConfigOf, type Context, formats, option, packageNamed, programOptions, t } from "lares/module";
import { graphicalSession, sessionUnit, trayUnit } from "./unit.ts";

export interface Adjuster {
  readonly name: string;
  readonly title: string;
  /** Its configuration below the XDG folder, and the section of what concerns the program as a whole. */
  readonly file: string;
  readonly section: string;
  readonly description: string;
  readonly documentation: string;
}

const place = (description: string, example: string) =>
  option(t.nullOr(t.oneOf(t.str, t.numeral)), { default: null, description, example });
const time = (description: string, example: string) =>
  option(t.nullOr(t.str), { default: null, description, example });

export const adjusterOptions = ({ name, title }: Adjuster) => ({
  ...programOptions(title, packageNamed(name)),
  dawnTime: time("When it dawns: a time or a span, instead of the sun's.", "6:00-7:45"),
  duskTime: time("When dusk falls: a time or a span, instead of the sun's.", "18:35-20:15"),
  latitude: place("Where you are, from south (-90) to north (90).", "0.0"),
  longitude: place("Where you are, from west (-180) to east (180).", "0.0"),
  provider: option(t.enum("manual", "geoclue2"), {
    default: "manual",
    description: "Who says where you are: these options, or GeoClue.",
  }),
  temperature: {
    day: option(t.int, { default: 5500, description: "The colour temperature of the day, in kelvin." }),
    night: option(t.int, { default: 3700, description: "The colour temperature of the night, in kelvin." }),
  },
  tray: option(t.bool, { default: false, description: "Whether it has an icon in the tray." }),
  enableVerboseLogging: option(t.bool, { default: false, description: "Whether it says what it does." }),
  settings: formats.ini().option({ example: { randr: { screen: 0 } } }),
});

type Own = ConfigOf<ReturnType<typeof adjusterOptions>>;

/** The options as keys; what `settings` says of a key counts. */
const allSettings = (own: Own, section: string): Own["settings"] => {
  const set = (keys: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== null));
  const { temperature, settings } = own;
  return {
    ...settings,
    [section]: {
      ...set({
        "dawn-time": own.dawnTime,
        "dusk-time": own.duskTime,
        "temp-day": temperature.day,
        "temp-night": temperature.night,
        "location-provider": own.provider,
      }),
      ...settings[section],
    },
    manual: { ...set({ lat: own.latitude, lon: own.longitude }), ...settings.manual },
  } as Own["settings"];
};

export const adjusterColumns = ({ name, file, section, description, documentation }: Adjuster) => ({
  platforms: ["linux"] as const,
  assertions: (own: Own) => [
    {
      assertion:
        own.provider !== "manual" ||
        (own.latitude !== null && own.longitude !== null) ||
        (own.dawnTime !== null && own.duskTime !== null) ||
        ["lat", "lon"].every((key) => key in (own.settings.manual ?? {})),
      message: `services.${name} must know when the sun sets: set latitude and longitude, or dawnTime and duskTime, or provider to "geoclue2".`,
    },
  ],
  files: (own: Own) => ({ [file]: formats.ini().file(allSettings(own, section)) }),
  units: (own: Own, { config, lib }: Context) => ({
    services: {
      [name]: {
        Unit: (own.tray ? trayUnit : trayless)(description, {
          Documentation: documentation,
          ...(own.provider === "geoclue2" && { Wants: ["geoclue-agent.service"] }),
        }),
        Service: {
          ExecStart: `${lib.program(own.package ?? name, own.tray ? `${name}-${name === "redshift" ? "gtk" : "indicator"}` : name)} ${own.enableVerboseLogging ? "-v " : ""}-c${config.xdg.configHome}/${file}`,
          RestartSec: 3,
          Restart: "on-failure",
        },
        Install: { WantedBy: [graphicalSession] },
      },
    },
  }),
});

const trayless = (description: string, more: Readonly<Record<string, unknown>>) =>
  sessionUnit(description, graphicalSession, more);
