/** What is in a home, seen as its owner would see it, and what of it is theirs. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { exceptErrno } from "../src/base/errors.ts";
import { decodeName, toFsPath } from "../src/system/names.ts";
import { oldTime, type Trial } from "./trial.ts";

/** Path → what is there. Managed links by what they show, a person's files to the bit and with their times. */
export type Look = Readonly<Record<string, string>>;

export const look = ({ home, places }: Trial): Look => {
  const found: Record<string, string> = {};
  for (const path of walk(home)) found[path] = show(`${home}/${path}`, places.anchor);
  return found;
};

export const sameLook = (a: Look, b: Look): boolean =>
  JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** The paths that differ, with what is at them. */
export const difference = (found: Look, wanted: Look): string =>
  [...new Set([...Object.keys(found), ...Object.keys(wanted)])]
    .filter((path) => found[path] !== wanted[path])
    .map((path) => `${path}: ${found[path] ?? "nothing"}, not ${wanted[path] ?? "nothing"}`)
    .join("; ");

const sorted = (look: Look): Look =>
  Object.fromEntries(Object.entries(look).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Lares' own folders; `.local` and the like themselves may come and go. */
const own = /^\.(local(\/(share|state)(\/lares)?)?|cache(\/lares)?|lares|config)(\/|$)/;
const ownBelow = /^\.(local\/(share|state)\/lares|cache\/lares|lares|cache)$/;

const walk = (home: string, path = ""): readonly string[] =>
  readNames(path === "" ? home : `${home}/${path}`).flatMap((name) => {
    const inner = path === "" ? name : `${path}/${name}`;
    if (ownBelow.test(inner)) return [];
    const isFolder = fs.lstatSync(toFsPath(`${home}/${inner}`)).isDirectory();
    return [...(own.test(inner) && isFolder ? [] : [inner]), ...(isFolder ? walk(home, inner) : [])];
  });

const readNames = (folder: string): readonly string[] =>
  fs.readdirSync(toFsPath(folder), { encoding: "buffer" }).map(decodeName);

const show = (place: string, anchor: string): string => {
  const status = fs.lstatSync(toFsPath(place));
  const mode = (status.mode & 0o7777).toString(8);
  if (status.isDirectory()) return `directory ${mode}`;
  if (status.isSymbolicLink()) return showLink(place, anchor);
  if (!status.isFile()) return `special ${mode}`;
  const time = status.mtimeMs === oldTime * 1000 ? " old" : "";
  return `file ${mode}${time} ${contents(place)}`;
};

const showLink = (place: string, anchor: string): string => {
  const text = fs.readlinkSync(toFsPath(place), "latin1");
  if (!text.startsWith(`${anchor}/`)) return `link ${text}`;
  const leads = fs.statSync(toFsPath(place), { throwIfNoEntry: false });
  if (leads === undefined) return "managed nowhere";
  return leads.isDirectory() ? `managed directory ${wholeTree(place)}` : `managed file ${contents(place)}`;
};

const wholeTree = (folder: string): string =>
  readNames(folder)
    .toSorted()
    .map((name) => {
      const inner = `${folder}/${name}`;
      return `${name}=${fs.statSync(toFsPath(inner)).isDirectory() ? wholeTree(inner) : contents(inner)}`;
    })
    .join(",");

const contents = (place: string): string => {
  const bytes = fs.readFileSync(toFsPath(place));
  return bytes.length <= 60
    ? bytes.toString("latin1")
    : createHash("sha256").update(bytes).digest("hex").slice(0, 16);
};

/** What would be a loss: every file of the person's, and every link that is not Lares'. Live ones lead to the configuration. */
export interface Treasure {
  readonly path: string;
  /** As `look` shows it. */
  readonly shown: string;
}

export const treasuresIn = (trial: Trial): readonly Treasure[] =>
  Object.entries(look(trial))
    .filter(([, shown]) => /^(file \d+ old |link )/.test(shown) && !shown.startsWith(`link ${trial.config}/`))
    .map(([path, shown]) => ({ path, shown }));

export const showTreasure = (trial: Trial, place: string): string | undefined =>
  exceptErrno(["ENOENT", "ENOTDIR"], undefined, () => show(place, trial.places.anchor));

/** Everything below a folder, as `look` has it: for backups, and to see whether two states on disk are one. */
export const everything = (folder: string, anchor: string): Look => {
  const found: Record<string, string> = {};
  const visit = (path: string): void => {
    for (const name of readNames(path)) {
      const place = `${path}/${name}`;
      const key = place.slice(folder.length).replaceAll(randomParts, "*");
      found[key] = recorded.test(name)
        ? withoutChance(place)
        : database.test(name)
          ? `database of ${fs.statSync(place).size} bytes`
          : show(place, anchor);
      if (fs.lstatSync(toFsPath(place)).isDirectory()) visit(place);
    }
  };
  if (fs.existsSync(folder)) visit(folder);
  return found;
};

/** SQLite's files have salts and times in them; what is written to them is appended to the log, which grows. */
const database = /^db\.sqlite|\.?lock-journal$/;
const recorded = /\.(json|jsonl|holder|roots)$/;

/** Records name what is made up anew in each run, and when it was. */
const withoutChance = (place: string): string => {
  const text = fs.readFileSync(toFsPath(place), "utf8");
  const same = text
    .replaceAll(randomParts, "*")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\d{4}-\d\d-\d\dT[\d:.]+Z|\n[0-9a-f]{8}\n/g, "*")
    .replaceAll(/"(inode|mtimeMs|pid)":[\d.e+]+/g, "*");
  return `record ${createHash("sha256").update(same).digest("hex")}`;
};

/** Names made up anew in each run: temporary ones, of switches, of running processes. */
const randomParts = /\.?(lares-)?tmp-(\d+-)?[0-9a-z]+|\d{8}-\d{6}-[0-9a-f]{6}|\d+-[0-9a-f]{8}(?=\.)/g;
