/** What keeps objects alive, as `lares gc --roots`, `lares store roots` and `why-alive` print it. */
import { resolve } from "node:path";
import { type ExitCode, exitCode, LaresError } from "../base/errors.ts";
import { objectAt } from "../store/object-at.ts";
import { openStore } from "../store/open-store.ts";
import { allRoots, chainsTo, measureRoots } from "../store/root-chains.ts";
import type { Root } from "../store/roots.ts";
import type { Store } from "../store/store.ts";
import type { Places } from "../system/places.ts";
import type { Output } from "./output.ts";
import { alignColumns } from "./render/layout.ts";
import { shortPath } from "./render/paths.ts";
import { printable } from "./render/printable.ts";
import { counted, sizeForPeople } from "./render/quantities.ts";

export const printRoots = (places: Places, output: Output): ExitCode => {
  const store = openStore(places);
  try {
    const roots = measureRoots(store, rootsOf(store, places)).map((root) => ({
      ...root,
      holder: holderText(places, root.holder),
    }));
    if (output.asJson) output.json(roots);
    else if (roots.length === 0) output.say("nothing is kept alive");
    else
      for (const line of alignColumns(
        [
          ["all", "alone", ""],
          ...roots.map(({ holder, size, onlyHere }) => [
            sizeForPeople(size),
            onlyHere === 0 ? "" : sizeForPeople(onlyHere),
            printable(holder),
          ]),
        ],
        { right: [0, 1] },
      ))
        output.print(line);
  } finally {
    store.close();
  }
  return exitCode.done;
};

/** Exits with 1 where nothing keeps it alive, so that a script can ask. */
export const printWhyAlive = (places: Places, given: string, output: Output): ExitCode => {
  const store = openStore(places);
  try {
    const path = objectAt(store, resolve(given));
    if (path === undefined) throw notInStore(given);
    const roots = chainsTo(store, rootsOf(store, places), path).map(({ holder, chain }) => ({
      holder: holderText(places, holder),
      chain,
    }));
    if (output.asJson) output.json({ path, roots });
    else if (roots.length === 0) output.say(`nothing keeps ${path} alive: the next lares gc deletes it`);
    else for (const line of chainLines(roots, output.verbose)) output.print(line);
    return roots.length === 0 ? exitCode.failed : exitCode.done;
  } finally {
    store.close();
  }
};

/** The roots that reach it the same way are told together. */
const chainLines = (
  roots: readonly { readonly holder: string; readonly chain: readonly string[] }[],
  verbose: boolean,
): readonly string[] => {
  const shown = verbose ? roots : roots.slice(0, mostShown);
  const lines = shown.flatMap(({ holder, chain }) => [
    printable(holder),
    ...chain.map((path, depth) => `${"  ".repeat(depth + 1)}→ ${path}`),
  ]);
  const left = roots.length - shown.length;
  return left === 0 ? lines : [...lines, `and ${counted(left, "other root")} (--verbose shows all)`];
};

const mostShown = 5;

/** The profile's own link leads to a generation that is a root itself. */
const rootsOf = (store: Store, places: Places): readonly Root[] => {
  const roots = allRoots(store, places);
  const others = new Set(roots.filter(({ holder }) => holder !== places.profile).map(({ path }) => path));
  return roots.filter(({ holder, path }) => holder !== places.profile || !others.has(path));
};

/** A generation by its number, another link by its path. */
const holderText = ({ profile, stateDir }: Places, holder: string): string => {
  const [, number] =
    holder.startsWith(`${stateDir}/`) || holder.startsWith(profile)
      ? (/-(\d+)-link$/.exec(holder) ?? [])
      : [];
  if (number !== undefined) return `generation ${number}`;
  return holder.startsWith("/") ? shortPath(holder) : holder;
};

export const notInStore = (path: string): LaresError =>
  new LaresError({
    code: "not-in-store",
    message: `${shortPath(path)} is no object of the store`,
    hint: "lares store path-info lists all of them",
  });
