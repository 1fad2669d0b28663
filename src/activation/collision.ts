/** What stands in the way of a switch. All of it is found before the first write, and reported together. */
import { exitCode, formatPlace, LaresError } from "../base/errors.ts";
import { shownPath } from "../base/shown.ts";
import type { Origin } from "../home/description.ts";

export interface Collision {
  /** Relative to the home; absolute for the anchor. */
  readonly path: string;
  readonly kind: CollisionKind;
  /** What is there, in words: `a file that lares did not write`. */
  readonly what: string;
  readonly origin?: Origin;
  /** Whether `--backup` or `force` would get it out of the way. */
  readonly canBackUp: boolean;
}

export type CollisionKind =
  | "file"
  | "replaced"
  | "directory"
  | "link"
  | "dangling-link"
  | "drifted"
  | "special"
  | "parent-file"
  | "parent-outside"
  | "parent-dangling"
  | "unwritable"
  | "own-folder"
  | "nested"
  | "same-place"
  | "anchor";

export const collisionError = (collisions: readonly Collision[]): LaresError => {
  const only = collisions.length === 1 ? collisions[0]! : undefined;
  return new LaresError({
    code: "collision",
    message: only ? `${inHome(only.path)} is in the way` : `${collisions.length} files are in the way`,
    details: [...collisions.map(line), "nothing was changed"],
    ...(only?.origin?.place && { place: only.origin.place }),
    hint: waysOut(collisions),
    exitCode: exitCode.collision,
  });
};

const line = ({ path, what, origin }: Collision): string =>
  `${inHome(path)}: ${what}${origin === undefined ? "" : ` (wanted by ${wanted(origin)})`}`;

const wanted = ({ option, place }: Origin): string =>
  place === undefined ? option : `${option}, ${formatPlace(place)}`;

const waysOut = (collisions: readonly Collision[]): string => {
  const example = collisions.find(({ kind }) => kind === "file" || kind === "replaced" || kind === "drifted");
  const ways = [
    collisions.some(({ canBackUp }) => canBackUp) &&
      "`--backup` moves them to a backup (`lares backups` lists and restores them), `force: true` on an entry does so for it",
    example && `\`lares adopt ${inHome(example.path)}\` takes a file into the configuration`,
    collisions.some(({ canBackUp }) => !canBackUp) &&
      "what cannot be backed up has to be moved by hand, or its entry changed",
  ];
  return ways.filter((way) => way !== undefined && way !== false).join("; ");
};

const inHome = (path: string): string => shownPath(path.startsWith("/") ? path : `~/${path}`);
