/** khal, calendars in the terminal: `khal/config`. */
import {
  type Context,
  defineProgram,
  formats,
  option,
  programOptions,
  sortedEntries,
  type TreeOf,
  t,
  toIni,
} from "lares/module";

const text = (standard: string, what: string) => option(t.str, { default: standard, description: what });
const zone = (what: string) =>
  option(t.nullOr(t.str), {
    default: null,
    description: `${what}; null for the machine's.`,
    example: "Europe/Berlin",
  });

const locale = t.submodule({
  dateformat: text("%x", "How a date is written, as strftime(3) says it."),
  datetimeformat: text("%c", "How date and time are written."),
  longdateformat: text("%x", "How a date with its year is written."),
  longdatetimeformat: text("%c", "How a date with its year and the time are written."),
  timeformat: text("%X", "How a time is written."),
  default_timezone: zone("The time zone of new events"),
  local_timezone: zone("The time zone that times are shown in"),
  firstweekday: option(t.intBetween(0, 6), {
    default: 0,
    description: "The first day of the week; 0 is Monday.",
  }),
  unicode_symbols: option(t.bool, { default: true, description: "Whether signs beyond ASCII are used." }),
  weeknumbers: option(t.enum("off", "left", "right"), {
    default: "off",
    description: "Where weeks' numbers stand.",
  }),
});

const options = {
  ...programOptions("khal, calendars in the terminal", "khal"),
  locale: option(locale, { description: "How dates and times are written." }),
  settings: option(t.attrsOf(t.attrsOf(formats.iniAtom)), {
    default: {},
    description: "Further sections and settings. Calendars are those of accounts.calendar.",
    example: { default: { default_calendar: "Calendar", timedelta: "5d" } },
  }),
};
export interface KhalOptions extends TreeOf<typeof options> {}

const shared = {
  enable: option(t.bool, { default: false, description: "Whether khal shows this account." }),
  readOnly: option(t.bool, { default: false, description: "Whether khal may not change it." }),
  color: option(t.nullOr(t.str), { default: null, description: "Its colour.", example: "light green" }),
  priority: option(t.int, {
    default: 10,
    description: "Which calendar's colour a day gets; the highest wins.",
  }),
  addresses: option(t.listOf(t.str), {
    default: [],
    description: "The person's addresses in this calendar.",
  }),
};
const calendarOptions = {
  ...shared,
  type: option(t.nullOr(t.enum("birthdays", "calendar", "discover")), {
    default: null,
    description: "What kind of calendar it is; null for `calendar`.",
  }),
  glob: option(t.str, { default: "*", description: "Which folders are calendars, for `discover`." }),
};
const contactOptions = {
  ...shared,
  collections: option(t.nullOr(t.listOf(t.str)), {
    default: null,
    description: "The address books whose birthdays are shown; null for the account itself.",
  }),
};
export interface KhalCalendarOptions extends TreeOf<typeof calendarOptions> {}
export interface KhalContactOptions extends TreeOf<typeof contactOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly khal: KhalOptions;
  }
  interface CalendarAccountOptions {
    readonly khal: KhalCalendarOptions;
  }
  interface ContactAccountOptions {
    readonly khal: KhalContactOptions;
  }
}

export default defineProgram("programs.khal", {
  url: import.meta.url,
  options,
  more: {
    "accounts.calendar.accounts.<name>.khal": calendarOptions,
    "accounts.contact.accounts.<name>.khal": contactOptions,
  },
  files: (own, { config }) => ({
    "khal/config": { text: [calendars(config), toIni(sectionsOf(own, config))].join("\n") },
  }),
});

type Own = Context["config"]["programs"]["khal"];
type Config = Context["config"];

const calendars = (config: Config): string => {
  const own = sortedEntries(config.accounts.calendar.accounts)
    .map(([, account]) => account)
    .filter((account) => account.khal.enable)
    .map((account) => {
      const { type, glob } = account.khal;
      const path = pathOf(account.local);
      return calendar(
        account.name,
        type === "discover" ? `${path}${glob}` : path,
        type ?? "calendar",
        account.khal,
      );
    });
  const birthdays = sortedEntries(config.accounts.contact.accounts)
    .map(([, account]) => account)
    .filter((account) => account.khal.enable)
    .flatMap(({ name, local, khal }) =>
      khal.collections === null
        ? [calendar(name, pathOf(local), "birthdays", khal)]
        : [...khal.collections]
            .sort()
            .map((book) => calendar(`${name}-${book}`, `${pathOf(local)}${book}`, "birthdays", khal)),
    );
  return ["[calendars]\n", ...own, ...birthdays].join("");
};

const pathOf = (local: { readonly type: string; readonly path: string } | null): string =>
  local === null ? "" : local.type === "singlefile" ? local.path : `${local.path}/`;

interface Shown {
  readonly readOnly: boolean;
  readonly color: string | null;
  readonly priority: number;
  readonly addresses: readonly string[];
}

const calendar = (
  name: string,
  path: string,
  type: string,
  { readOnly, color, priority, addresses }: Shown,
): string =>
  [
    `[[${name}]]`,
    `path = ${path}`,
    ...(readOnly ? ["readonly = True"] : []),
    ...(color === null ? [] : [`color = '${color}'`]),
    ...(addresses.length > 0 ? [`addresses= ${addresses.join(", ")}`] : []),
    `priority=${priority}`,
    `type=${type}`,
    "",
    "",
  ].join("\n");

const sectionsOf = ({ locale: own, settings }: Own, config: Config) => {
  const primary = Object.values(config.accounts.calendar.accounts).find((account) => account.primary);
  const sections: Readonly<Record<string, Readonly<Record<string, string | number | boolean | null>>>> = {
    default: {
      highlight_event_days: true,
      ...(primary && { default_calendar: primary.primaryCollection ?? primary.name }),
    },
    locale: {
      dateformat: own.dateformat,
      datetimeformat: own.datetimeformat,
      longdateformat: own.longdateformat,
      longdatetimeformat: own.longdatetimeformat,
      timeformat: own.timeformat,
      firstweekday: own.firstweekday,
      unicode_symbols: own.unicode_symbols,
      weeknumbers: own.weeknumbers,
      ...(own.default_timezone !== null && { default_timezone: own.default_timezone }),
      ...(own.local_timezone !== null && { local_timezone: own.local_timezone }),
    },
  };
  const names = [...new Set([...Object.keys(sections), ...Object.keys(settings)])];
  return Object.fromEntries(names.map((name) => [name, { ...sections[name], ...settings[name] }]));
};
