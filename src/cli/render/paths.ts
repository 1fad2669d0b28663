/** Paths as short as they stay clear. */
import * as path from "node:path";
import { formatPlace, type Place } from "../../base/errors.ts";
import { printable } from "./printable.ts";

/** Relative to the working folder or to `~`, whichever is shortest; else absolute. */
export const shortPath = (file: string, base: { cwd?: string; home?: string } = {}): string => {
  if (!path.isAbsolute(file)) return printable(file);
  const home = base.home ?? process.env.HOME;
  const candidates = [file, path.relative(base.cwd ?? process.cwd(), file) || "."];
  if (home !== undefined && (file === home || file.startsWith(`${home}/`)))
    candidates.push(`~${file.slice(home.length)}`);
  return printable(candidates.reduce((best, other) => (other.length < best.length ? other : best)));
};

/** `home.config.ts:9:11`, the file as short as it stays clear. */
export const placeText = (place: Place): string => formatPlace({ ...place, file: shortPath(place.file) });

/** A path of a plan: relative to the home, or absolute outside it. */
export const homePath = (file: string): string => printable(file.startsWith("/") ? file : `~/${file}`);

/** A sentence with the home's folder written `~`, where a path begins. */
export const shortPathsIn = (text: string): string => {
  const home = process.env.HOME;
  if (home === undefined || !path.isAbsolute(home) || home === "/") return printable(text);
  const pieces = text.split(home);
  return printable(
    pieces.reduce(
      (before, after) => before + (/(^|[\s"'(])$/.test(before) && /^(\/|$)/.test(after) ? "~" : home) + after,
    ),
  );
};
