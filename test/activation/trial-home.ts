/** Homes to try activation in: real folders, with small generations made by hand. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { StorePath } from "../../src/base/paths.ts";
import type { ActivationStep } from "../../src/home/description.ts";
import { formatManifest, formatSteps, type ManifestEntry } from "../../src/home/manifest.ts";
import { decodeName, toFsPath } from "../../src/system/names.ts";
import { findPlaces, type Places } from "../../src/system/places.ts";

export interface TrialHome {
  readonly home: string;
  readonly places: Places;
  /** A file of the person's: with a mode and an old time of its own. */
  write(path: string, content: string, mode?: number): void;
  read(path: string): string;
  at(path: string): string;
  remove(): void;
}

export const trialHome = (folder?: string): TrialHome => {
  const home = folder ?? fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "lares-activation-")));
  const at = (path: string) => `${home}/${path}`;
  return {
    home,
    places: findPlaces({ HOME: home }),
    at,
    write: (path, content, mode = 0o640) => {
      fs.mkdirSync(toFsPath(at(path).replace(/\/[^/]*$/, "")), { recursive: true });
      fs.writeFileSync(toFsPath(at(path)), content);
      fs.chmodSync(toFsPath(at(path)), mode);
      fs.utimesSync(toFsPath(at(path)), 1_500_000_000, 1_500_000_000.25);
    },
    read: (path) => fs.readFileSync(toFsPath(at(path)), "utf8"),
    remove: () => fs.rmSync(home, { recursive: true, force: true }),
  };
};

/** text: a link to a file. tree: a link to a directory. */
export type Wish =
  | string
  | {
      readonly text: string;
      readonly executable?: boolean;
      readonly onChange?: string;
      readonly force?: boolean;
    }
  | {
      readonly copy: string;
      readonly mode?: number;
      readonly onChange?: string;
      readonly force?: boolean;
    }
  | { readonly tree: Readonly<Record<string, string>> }
  | { readonly symlink: string }
  | { readonly live: string };

export type Wishes = Readonly<Record<string, Wish>>;

/** Writes a generation into the store of `places`, named by its contents as a real one is. `others`: texts beside the home's. */
export const makeGeneration = (
  places: Places,
  wishes: Wishes,
  steps: readonly ActivationStep[] = [],
  others: Readonly<Record<string, string>> = {},
): StorePath => {
  const entries = Object.entries(wishes).map(([path, wish]) => entryOf(path, wish));
  const manifest = formatManifest({ version: 1, entries });
  const digest = sha256(JSON.stringify([wishes, steps, manifest, others])).slice(0, 32);
  const path = `${places.storeDir}/${digest}-home-generation`;
  if (fs.existsSync(path)) return path as StorePath;
  fs.mkdirSync(`${path}/home-files`, { recursive: true });
  for (const [target, wish] of Object.entries(wishes)) writeWish(`${path}/home-files/${target}`, wish);
  fs.writeFileSync(`${path}/manifest.json`, manifest);
  for (const [name, text] of Object.entries(others)) {
    fs.mkdirSync(dirname(`${path}/${name}`), { recursive: true });
    fs.writeFileSync(`${path}/${name}`, text);
  }
  if (steps.length > 0) fs.writeFileSync(`${path}/activation.json`, formatSteps(steps));
  return path as StorePath;
};

const entryOf = (path: string, wish: Wish): ManifestEntry => {
  const origin = { option: `home.file.${JSON.stringify(path)}`, place: { file: "home.config.ts", line: 7 } };
  const base = { path: path as never, origin };
  if (typeof wish === "string") return { ...base, kind: "link", leads: "file", hash: sha256(wish) };
  if ("live" in wish) return { ...base, kind: "live", source: wish.live };
  if ("symlink" in wish) return { ...base, kind: "link", leads: "link", hash: sha256(wish.symlink) };
  if ("tree" in wish)
    return { ...base, kind: "link", leads: "directory", hash: sha256(JSON.stringify(wish.tree)) };
  const force = wish.force === undefined ? {} : { force: wish.force };
  const onChange = wish.onChange === undefined ? {} : { onChange: wish.onChange };
  if ("copy" in wish)
    return {
      ...base,
      ...force,
      ...onChange,
      kind: "copy",
      mode: wish.mode ?? 0o600,
      hash: sha256(wish.copy),
    };
  return { ...base, ...force, ...onChange, kind: "link", leads: "file", hash: sha256(wish.text) };
};

const writeWish = (place: string, wish: Wish): void => {
  if (typeof wish !== "string" && "live" in wish) return;
  fs.mkdirSync(toFsPath(place.slice(0, place.lastIndexOf("/"))), { recursive: true });
  if (typeof wish === "string") return fs.writeFileSync(toFsPath(place), wish, { mode: 0o444 });
  if ("symlink" in wish) return fs.symlinkSync(wish.symlink, toFsPath(place));
  if ("copy" in wish) return fs.writeFileSync(toFsPath(place), wish.copy, { mode: 0o444 });
  if ("text" in wish)
    return fs.writeFileSync(toFsPath(place), wish.text, { mode: wish.executable ? 0o555 : 0o444 });
  fs.mkdirSync(toFsPath(place));
  for (const [name, text] of Object.entries(wish.tree))
    fs.writeFileSync(toFsPath(`${place}/${name}`), text, { mode: 0o444 });
};

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What a person sees in the home but for Lares' own folders; links by what they lead to. */
export const seen = ({ home }: TrialHome): Record<string, string> => walk(home, "", showFollowed);

/** The home to the bit: kinds, modes, times, bytes and link texts. */
export const exactly = ({ home }: TrialHome): Record<string, string> => walk(home, "", showExactly);

const own = new Set([".local", ".cache", ".lares"]);

const walk = (home: string, path: string, show: (place: string) => string): Record<string, string> => {
  const all: Record<string, string> = {};
  for (const bytes of fs.readdirSync(toFsPath(`${home}/${path}`), { encoding: "buffer" })) {
    const name = decodeName(bytes);
    if (path === "" && own.has(name)) continue;
    const inner = path === "" ? name : `${path}/${name}`;
    all[inner] = show(`${home}/${inner}`);
    if (fs.lstatSync(toFsPath(`${home}/${inner}`)).isDirectory()) Object.assign(all, walk(home, inner, show));
  }
  return all;
};

const showFollowed = (place: string): string => {
  const found = fs.statSync(toFsPath(place), { throwIfNoEntry: false });
  if (found === undefined) return "nowhere";
  const link = fs.lstatSync(toFsPath(place)).isSymbolicLink() ? "link " : "";
  if (found.isDirectory())
    return link === "" ? "directory" : `${link}directory ${fs.readdirSync(toFsPath(place)).sort().join(" ")}`;
  return `${link}file ${fs.readFileSync(toFsPath(place), "utf8")}`;
};

const showExactly = (place: string): string => {
  const found = fs.lstatSync(toFsPath(place));
  const mode = (found.mode & 0o7777).toString(8);
  if (found.isDirectory()) return `directory ${mode}`;
  if (found.isSymbolicLink()) return `link ${fs.readlinkSync(toFsPath(place), "latin1")}`;
  return `file ${mode} ${found.mtimeMs} ${fs.readFileSync(toFsPath(place), "latin1")}`;
};
