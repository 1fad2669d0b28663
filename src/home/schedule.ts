/** When things run, said once for systemd and launchd. */

/** A time as launchd.plist(5) gives it: what is absent matches any. */
export interface CalendarInterval {
  readonly Minute?: number;
  readonly Hour?: number;
  readonly Day?: number;
  /** 0 is Sunday. */
  readonly Weekday?: number;
  readonly Month?: number;
}

/**
 * launchd's intervals for a schedule of systemd, in the notation of systemd.time(7) or one of its shorthands. Undefined for
 * what launchd cannot say: years, seconds, time zones, a day of the month together with one of the week, days counted from
 * the month's end.
 */
export const calendarIntervals = (schedule: string): readonly CalendarInterval[] | undefined => {
  const fields = parse(shorthands[schedule.trim().toLowerCase()] ?? schedule.trim());
  if (fields === undefined || (fields.Day !== any && fields.Weekday !== any)) return undefined;
  const chosen = Object.entries(fields).filter(
    (field): field is [keyof CalendarInterval, number[]] => field[1] !== any,
  );
  if (chosen.reduce((count, [, values]) => count * values.length, 1) > mostIntervals) return undefined;
  return chosen.reduce<readonly CalendarInterval[]>(
    (intervals, [name, values]) =>
      intervals.flatMap((interval) => values.map((value) => ({ ...interval, [name]: value }))),
    [{}],
  );
};

/** That launchd, where it is what runs them, can say all of these schedules: for a module's `assertions`. */
export const saidByLaunchd = (
  option: string,
  schedules: readonly string[],
  { os }: { readonly os: string },
): { readonly assertion: boolean; readonly message: string } => {
  const wrong = schedules.filter((schedule) => calendarIntervals(schedule) === undefined);
  return {
    assertion: os !== "darwin" || wrong.length === 0,
    message: `${option} is ${wrong.map((one) => JSON.stringify(one)).join(", ")}, which launchd cannot say: use hourly, daily, weekly, monthly, a time of day ("03:15"), days of the week ("Mon..Fri 03:15") or of the month ("*-*-1,15 03:15").`,
  };
};

/** More would be a property list that nobody can read; a schedule that asks for them is hardly meant. */
const mostIntervals = 1000;

const shorthands: Readonly<Record<string, string>> = {
  minutely: "*-*-* *:*",
  hourly: "*-*-* *:00",
  daily: "*-*-*",
  weekly: "Mon *-*-*",
  monthly: "*-*-01",
  quarterly: "*-01,04,07,10-01",
  semiannually: "*-01,07-01",
  "semi-annually": "*-01,07-01",
  biannually: "*-01,07-01",
  "bi-annually": "*-01,07-01",
  annually: "*-01-01",
  yearly: "*-01-01",
};

const any = "any";
type Field = readonly number[] | typeof any;
type Fields = Readonly<Record<Required<keyof CalendarInterval>, Field>>;

/** `[weekdays] [[year-]month-day] [hour:minute[:second]]`, where a time alone is each day's and a day alone its midnight. */
const parse = (text: string): Fields | undefined => {
  const words = text.split(/\s+/);
  const weekdays = /^[a-z]/i.test(words[0]!) ? words.shift()! : "";
  const date = words[0]?.includes("-") ? words.shift()! : "*-*-*";
  const time = words.shift() ?? "00:00";
  const [day, month, year = "*", ...further] = date.split("-").reverse();
  const [hour, minute, second = "00"] = time.split(":");
  if (words.length > 0 || further.length > 0 || year !== "*" || !/^0+$/.test(second)) return undefined;
  const fields = {
    Month: component(month, 1, 12),
    Weekday: weekdays === "" ? any : weekdayField(weekdays),
    Day: component(day, 1, 31),
    Hour: component(hour, 0, 23),
    Minute: component(minute, 0, 59),
  };
  return Object.values(fields).includes(undefined) ? undefined : (fields as Fields);
};

/** `*`, or values, ranges (`1..5`) and steps (`0/15`, `1..9/2`), apart by commas. */
const component = (text: string | undefined, least: number, most: number): Field | undefined => {
  if (text === "*") return any;
  return fieldOf(text?.split(",").map((part) => numbers(part, least, most)) ?? [], least, most);
};

const numbers = (part: string, least: number, most: number): readonly number[] | undefined => {
  const [, first, last, step] = /^(\d+)(?:\.\.(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
  if (first === undefined || Number(step ?? 1) === 0) return undefined;
  const end = Number(last ?? (step === undefined ? first : most));
  if (
    Number(first) < least ||
    end > most ||
    (step !== undefined && last === undefined && Number(first) + Number(step) > end)
  )
    return undefined;
  return from(Number(first), end, Number(step ?? 1));
};

const from = (first: number, last: number, step = 1): readonly number[] =>
  Array.from({ length: Math.max(0, Math.floor((last - first) / step) + 1) }, (_, at) => first + at * step);

const weekdayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const wholeNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** systemd's week ends with Sunday, and no range goes beyond. */
const weekdayField = (text: string): Field | undefined => {
  const parts = text
    .toLowerCase()
    .split(",")
    .map((part) => {
      const [first = 0, last = first, ...further] = part.split(/\.\.|-/).map(weekdayNumber);
      return further.length > 0 || first === 0 || last === 0 ? undefined : from(first, last);
    });
  const field = fieldOf(parts, 1, 7);
  return field === undefined || field === any ? field : field.map((day) => day % 7);
};

/** 1 to 7; 0 for none. */
const weekdayNumber = (name: string): number =>
  1 + Math.max(weekdayNames.indexOf(name), wholeNames.indexOf(name));

const fieldOf = (
  parts: readonly (readonly number[] | undefined)[],
  least: number,
  most: number,
): Field | undefined => {
  if (parts.length === 0 || parts.some((part) => part === undefined || part.length === 0)) return undefined;
  const values = [...new Set(parts.flatMap((part) => part!))].sort((a, b) => a - b);
  return values.length === most - least + 1 ? any : values;
};
