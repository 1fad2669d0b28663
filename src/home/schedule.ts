/** When things run, said once for systemd and launchd. */

/** A time as launchd.plist(5) gives it: what is absent matches any. */
export interface CalendarInterval {
  readonly Minute?: number;
  readonly Hour?: number;
  readonly Day?: number;
  readonly Weekday?: number;
  readonly Month?: number;
}

/** systemd.time(7)'s shorthands at the times they stand for; weeks begin on Monday. */
const intervals: Readonly<Record<string, readonly CalendarInterval[]>> = {
  minutely: [{}],
  hourly: [{ Minute: 0 }],
  daily: [{ Hour: 0, Minute: 0 }],
  weekly: [{ Weekday: 1, Hour: 0, Minute: 0 }],
  monthly: [{ Day: 1, Hour: 0, Minute: 0 }],
  quarterly: [1, 4, 7, 10].map((Month) => ({ Month, Day: 1, Hour: 0, Minute: 0 })),
  semiannually: [1, 7].map((Month) => ({ Month, Day: 1, Hour: 0, Minute: 0 })),
  annually: [{ Month: 1, Day: 1, Hour: 0, Minute: 0 }],
  yearly: [{ Month: 1, Day: 1, Hour: 0, Minute: 0 }],
};

/**
 * launchd's intervals for a schedule of systemd: one of the shorthands, or a time of day (`03:15`). Undefined for a
 * calendar expression that launchd cannot say.
 */
export const calendarIntervals = (schedule: string): readonly CalendarInterval[] | undefined => {
  const time = /^(?:\*-\*-\* )?(\d{1,2}):(\d{2})(?::00)?$/.exec(schedule);
  if (time !== null) return [{ Hour: Number(time[1]), Minute: Number(time[2]) }];
  return Object.hasOwn(intervals, schedule) ? intervals[schedule] : undefined;
};
