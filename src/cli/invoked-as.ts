/** How the person called Lares, for the commands that messages propose: as short as it works from here. */
import { isAbsolute } from "node:path";
import { shortPath } from "./render/paths.ts";
import { shellQuoted } from "./render/printable.ts";

export const invokedAs = (): string => {
  const called = process.env.LARES_INVOKED_AS;
  if (called === undefined || isOnPath(called)) return "lares";
  const short = isAbsolute(called) ? shortPath(called) : called;
  if (short.startsWith("~/")) return `~/${shellQuoted(short.slice(2))}`;
  return shellQuoted(/^\.{0,2}\//.test(short) ? short : `./${short}`);
};

/** The shell gives what it found on PATH with its folder. */
const isOnPath = (called: string): boolean =>
  (process.env.PATH ?? "").split(":").some((folder) => folder !== "" && called === `${folder}/lares`);
