/**
 * The numbered generations of a home: `<state>/profiles/home-42-link` → the store path, and the profile
 * `<state>/profiles/home` → `home-42-link`, whose rename is the switch.
 */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, absolutePath, type StorePath } from "../base/paths.ts";
import { lstat, readDirectory, readlink, unlink } from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { forgetRoot } from "./roots.ts";

export interface Generation {
  readonly number: number;
  readonly link: AbsolutePath;
  readonly path: StorePath;
}

export interface ListedGeneration extends Generation {
  /** When it was made; milliseconds since the epoch. */
  readonly time: number;
  readonly current: boolean;
}

/** All generations, oldest first. */
export const listGenerations = (places: Places): readonly ListedGeneration[] => {
  const current = currentNumber(places);
  return numbersOf(places).flatMap((number) => {
    const generation = findGeneration(places, number);
    const found = lstat(generationLink(places, number));
    if (generation === undefined || found === undefined) return [];
    return [{ ...generation, time: found.mtimeMs, current: number === current }];
  });
};

/**
 * The generation that the profile leads to; undefined before the first switch. Read without a lock: another command may go
 * elsewhere between the look at the profile and that at its generation, and give that one up. So what is missing counts only
 * where the profile is still the link that it was. Throws `damaged-profile`.
 */
export const currentGeneration = (places: Places): Generation | undefined => {
  for (let before: string | undefined; ; ) {
    const number = currentNumber(places);
    if (number === undefined) return undefined;
    const generation = findGeneration(places, number);
    if (generation !== undefined) return generation;
    const now = stampOfLink(places.profile);
    if (now === before) throw damagedProfile(places, `generation ${number}, which it leads to, is not there`);
    before = now;
  }
};

/** A flip puts another link in its place. */
const stampOfLink = (link: AbsolutePath): string => {
  const found = lstat(link);
  return `${found?.inode} ${found?.mtimeMs}`;
};

export const findGeneration = (places: Places, number: number): Generation | undefined => {
  const link = generationLink(places, number);
  const path = readlink(link);
  return path === undefined ? undefined : { number, link, path: path as StorePath };
};

/** The generation of this number. Throws `no-such-generation`. */
export const generationNumbered = (places: Places, number: number): Generation => {
  const generation = findGeneration(places, number);
  if (generation !== undefined) return generation;
  throw new LaresError({
    code: "no-such-generation",
    message: `there is no generation ${number}`,
    details: [`there are: ${numbersOf(places).join(", ") || "none"}`],
    hint: "`lares generations` lists them",
  });
};

/** The newest generation before the current one. Throws `no-previous-generation`. */
export const previousGeneration = (places: Places): Generation => {
  const current = currentNumber(places) ?? 0;
  const number = numbersOf(places).findLast((candidate) => candidate < current);
  if (number !== undefined) return generationNumbered(places, number);
  throw new LaresError({
    code: "no-previous-generation",
    message: "there is no generation before the current one",
    hint: "`lares generations` lists what there is",
  });
};

export const nextNumber = (places: Places): number => Math.max(0, ...numbersOf(places)) + 1;

export const generationLink = (places: Places, number: number): AbsolutePath =>
  absolutePath(`${places.profile}-${number}-link`);

/** What the profile's own text is when it leads to this generation. */
export const profileText = (places: Places, number: number): string =>
  `${baseOf(places.profile)}-${number}-link`;

export interface Expiry {
  /** Keep this many of the newest. */
  readonly keep?: number;
  /** Keep what was made after this time; milliseconds since the epoch. */
  readonly olderThan?: number;
}

/** The generations that `expiry` gives up: never the current one. */
export const expiredGenerations = (
  places: Places,
  { keep = 0, olderThan }: Expiry,
): readonly ListedGeneration[] => {
  const all = listGenerations(places);
  const kept = new Set(all.slice(keep === 0 ? all.length : -keep));
  return all.filter(
    (generation) =>
      !generation.current &&
      !kept.has(generation) &&
      (olderThan === undefined || generation.time < olderThan),
  );
};

/** Removes a generation's link and root; its store paths go with the next collection. Refuses the current one. */
export const deleteGeneration = (places: Places, number: number): void => {
  if (currentNumber(places) === number)
    throw new LaresError({
      code: "current-generation",
      message: `generation ${number} is the current one and cannot be deleted`,
      hint: "switch to another one first: `lares switch --generation N`",
    });
  const { link } = generationNumbered(places, number);
  unlink(link);
  forgetRoot(places, number);
};

const currentNumber = (places: Places): number | undefined => {
  const text = readlink(places.profile);
  if (text === undefined) {
    if (lstat(places.profile) !== undefined) throw damagedProfile(places, "it is not a link");
    return undefined;
  }
  const number = numberIn(text, baseOf(places.profile));
  if (number === undefined) throw damagedProfile(places, `it leads to ${JSON.stringify(text)}`);
  return number;
};

const numbersOf = (places: Places): readonly number[] => {
  const folder = folderOf(places.profile);
  if (lstat(folder) === undefined) return [];
  const base = baseOf(places.profile);
  return readDirectory(folder)
    .flatMap(({ name, kind }) => (kind === "link" ? (numberIn(name, base) ?? []) : []))
    .sort((a, b) => a - b);
};

const numberIn = (name: string, base: string): number | undefined => {
  if (!name.startsWith(`${base}-`) || !name.endsWith("-link")) return undefined;
  const digits = name.slice(base.length + 1, -"-link".length);
  return /^[1-9][0-9]{0,14}$/.test(digits) ? Number(digits) : undefined;
};

const baseOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

const damagedProfile = (places: Places, why: string): LaresError =>
  new LaresError({
    code: "damaged-profile",
    message: "the link to the current generation is damaged",
    details: [`${places.profile}: ${why}`],
    hint: "`lares doctor` says which generations are whole; `ln -sfn home-N-link` in that folder goes to one of them",
  });
