/** Sizes, ages and counts as people say them. */

/** `512 B`, `1.4 KiB`, `23 MiB`. */
export const sizeForPeople = (bytes: number): string => {
  if (bytes < 1024) return `${bytes} B`;
  const power = Math.min(units.length, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${units[power - 1]}`;
};

const units = ["KiB", "MiB", "GiB", "TiB"];

/** `just now`, `5 minutes ago`, `3 days ago`; the date once it is more than a year. */
export const ageForPeople = (then: Date, now: Date = new Date()): string => {
  const seconds = Math.floor((now.getTime() - then.getTime()) / 1000);
  if (seconds < 60) return "just now";
  if (seconds > aYear) return dateForPeople(then);
  for (const [name, length, least] of steps)
    if (seconds >= least) return `${counted(Math.floor(seconds / length), name)} ago`;
  return dateForPeople(then);
};

const aYear = 31_557_600;

const steps: readonly (readonly [name: string, seconds: number, from: number])[] = [
  ["month", 2_629_800, 2 * 2_629_800],
  ["day", 86_400, 2 * 86_400],
  ["hour", 3600, 2 * 3600],
  ["minute", 60, 60],
];

/** `2026-11-21 14:03`, local time. */
export const dateForPeople = (date: Date): string => {
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
};

/** `1 file`, `12 files`, `2 entries`. */
export const counted = (
  count: number,
  one: string,
  many = one.endsWith("y") && !/[aeo]y$/.test(one) ? `${one.slice(0, -1)}ies` : `${one}s`,
): string => `${grouped(count)} ${count === 1 ? one : many}`;

/** `12,345`. The first toLocaleString of a process loads ICU's tables, which takes 10 ms. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");
