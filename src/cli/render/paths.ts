/** Paths as short as they stay clear. */
import * as path from "node:path";
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
