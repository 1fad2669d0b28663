import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CalendarInterval, calendarIntervals, saidByLaunchd } from "../../src/home/schedule.ts";
import { has } from "../modules/home.ts";

test.each<[string, readonly CalendarInterval[]]>([
  ["hourly", [{ Minute: 0 }]],
  ["Daily", [{ Hour: 0, Minute: 0 }]],
  ["weekly", [{ Weekday: 1, Hour: 0, Minute: 0 }]],
  ["minutely", [{}]],
  ["semiannually", [1, 7].map((Month) => ({ Month, Day: 1, Hour: 0, Minute: 0 }))],
  ["03:15", [{ Hour: 3, Minute: 15 }]],
  ["*-*-* 3:15:00", [{ Hour: 3, Minute: 15 }]],
  ["Mon..Wed,Sun 6:30", [0, 1, 2, 3].map((Weekday) => ({ Weekday: (Weekday + 1) % 4, Hour: 6, Minute: 30 }))],
  ["*:0/20", [0, 20, 40].map((Minute) => ({ Minute }))],
  ["*-*-1,15 12:00", [1, 15].map((Day) => ({ Day, Hour: 12, Minute: 0 }))],
  ["Mon-Tue *:1..2/9", [1, 2].map((Weekday) => ({ Weekday, Minute: 1 }))],
  ["12-24", [{ Month: 12, Day: 24, Hour: 0, Minute: 0 }]],
  ["monday..sunday 0..23:30", [{ Minute: 30 }]],
])("%s", (schedule, intervals) => {
  expect(calendarIntervals(schedule)).toEqual(intervals);
});

test.each([
  ...["2026-*-* 03:00", "03:00:30", "03:00 UTC", "Mon *-*-1", "*-*~1", "whenever", "", "25:00", "*:60"],
  ...["Sun..Mon", "*-13-01", "*:0/0", "a:b", "1-2-3-4", "Mon,", "3", "*-*-* */2:00"],
])("launchd cannot say %j", (schedule) => {
  expect(calendarIntervals(schedule)).toBeUndefined();
});

test("on macOS alone, what it cannot say is named", () => {
  expect(saidByLaunchd("a.b", ["daily", "03:00 UTC"], { os: "darwin" })).toEqual({
    assertion: false,
    message: expect.stringMatching(/^a\.b is "03:00 UTC", which launchd cannot say: use hourly/),
  });
  expect(saidByLaunchd("a.b", ["03:00 UTC"], { os: "linux" }).assertion).toBe(true);
  expect(saidByLaunchd("a.b", ["daily"], { os: "darwin" }).assertion).toBe(true);
});

/** When systemd would run it next, after a moment; undefined where it does not understand the schedule. */
const nextBySystemd = (schedule: string, after: string): string | undefined => {
  const { status, stdout } = spawnSync("systemd-analyze", ["calendar", `--base-time=${after}`, schedule], {
    encoding: "utf8",
    env: { ...process.env, TZ: "UTC", LC_ALL: "C" },
  });
  return status === 0 ? /Next elapse: \w+ (\S+ \S+)/.exec(stdout)?.[1] : undefined;
};

/** The same by launchd.plist(5), minute by minute. */
const nextByLaunchd = (intervals: readonly CalendarInterval[], after: string): string => {
  const time = new Date(`${after.replace(" ", "T")}Z`);
  const isDue = () =>
    intervals.some(
      ({ Minute, Hour, Day, Weekday, Month }) =>
        [undefined, time.getUTCMonth() + 1].includes(Month) &&
        [undefined, time.getUTCDate()].includes(Day) &&
        [undefined, time.getUTCDay()].includes(Weekday) &&
        [undefined, time.getUTCHours()].includes(Hour) &&
        [undefined, time.getUTCMinutes()].includes(Minute),
    );
  do time.setUTCMinutes(time.getUTCMinutes() + 1);
  while (!isDue());
  return time.toISOString().slice(0, 19).replace("T", " ");
};

const number = (least: number, most: number) => fc.integer({ min: least, max: most });
const part = (least: number, most: number) =>
  fc.oneof(
    fc.constant("*"),
    number(least, most).map(String),
    fc.tuple(number(least, most), number(1, 9)).map(([first, step]) => `${first}/${step}`),
    fc.tuple(number(least, most), number(least, most)).map((pair) => pair.sort((a, b) => a - b).join("..")),
    fc.uniqueArray(number(least, most), { minLength: 1, maxLength: 3 }).map((all) => all.join(",")),
  );
const days = ["Mon", "Tue", "Wed", "Thursday", "Fri", "Sat", "sun"];
const weekdays = fc.oneof(
  fc.uniqueArray(fc.constantFrom(...days), { minLength: 1 }).map((all) => all.join(",")),
  fc.tuple(number(0, 6), number(0, 6)).map(([a, b]) => `${days[Math.min(a, b)]}..${days[Math.max(a, b)]}`),
);
const date = fc.tuple(part(1, 12), part(1, 28)).map(([month, day]) => `*-${month}-${day}`);
const schedules = fc
  .tuple(fc.oneof(weekdays, date, fc.constant("")), part(0, 23), part(0, 59))
  .map(([day, hour, minute]) => `${day} ${hour}:${minute}`.trim());

test.skipIf(!has("systemd-analyze"))(
  "launchd runs when systemd would (needs systemd-analyze)",
  () => {
    const moments = fc.constantFrom("2026-02-27 23:58:00", "2026-11-21 09:30:00", "2027-12-31 12:00:00");
    fc.assert(
      fc.property(schedules, moments, (schedule, after) => {
        const intervals = calendarIntervals(schedule);
        if (intervals !== undefined)
          expect(nextByLaunchd(intervals, after)).toBe(nextBySystemd(schedule, after));
      }),
      { numRuns: 60 },
    );
  },
  60_000,
);
