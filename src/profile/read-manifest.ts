/** Manifests as bytes: read strictly (a generation decides who owns a file in $HOME), written canonically. */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, below, type StorePath } from "../base/paths.ts";
import { readTextIfAny } from "../system/files.ts";
import { type Manifest, type ManifestEntry, manifestVersion } from "./manifest.ts";

/** The manifest of a generation in the store. Throws `damaged-manifest` or `newer-manifest`. */
export const readManifest = (generation: StorePath | AbsolutePath): Manifest => {
  const file = below(generation, "manifest.json");
  const text = readTextIfAny(file);
  if (text === undefined) throw damagedManifest(file, "the file is not there");
  return parseManifest(text, file);
};

export const parseManifest = (text: string, file: string): Manifest => {
  const manifest = parseJson(text, file);
  if (!isRecord(manifest)) throw damagedManifest(file, "not an object");
  if (typeof manifest.version === "number" && manifest.version > manifestVersion)
    throw newerManifest(file, manifest.version);
  if (manifest.version !== manifestVersion) throw damagedManifest(file, "no version that was ever written");
  if (!Array.isArray(manifest.entries)) throw damagedManifest(file, "it lists no entries");
  let isSorted = true;
  let last = "";
  for (const entry of manifest.entries) {
    const fault = faultOf(entry) ?? (entry.path === last ? "listed twice" : undefined);
    if (fault !== undefined) throw damagedManifest(file, `${JSON.stringify(entry?.path)}: ${fault}`);
    isSorted &&= last < entry.path;
    last = entry.path;
  }
  if (!isSorted) refuseDoubles(manifest.entries, file);
  return manifest as unknown as Manifest;
};

/** Asked only where the order does not tell already. */
const refuseDoubles = (entries: readonly ManifestEntry[], file: string): void => {
  const paths = new Set<string>();
  for (const { path } of entries) {
    if (paths.has(path)) throw damagedManifest(file, `${JSON.stringify(path)}: listed twice`);
    paths.add(path);
  }
};

export { formatManifest } from "../home/manifest.ts";

/** What is wrong with an entry, in a few words. */
const faultOf = (entry: ManifestEntry | null | undefined): string | undefined => {
  if (!isRecord(entry)) return "not an object";
  if (typeof entry.path !== "string" || !isHomePath(entry.path)) return "not a path below the home";
  if (!isRecord(entry.origin) || typeof entry.origin.option !== "string") return "no origin";
  if (entry.force !== undefined && typeof entry.force !== "boolean") return "force is neither true nor false";
  if (entry.onChange !== undefined && typeof entry.onChange !== "string") return "onChange is not a text";
  switch (entry.kind) {
    case "link":
      return typeof entry.hash === "string" && leads.has(entry.leads) ? undefined : "a damaged link";
    case "copy":
      return isHexHash(entry.hash) && isMode(entry.mode) ? undefined : "a damaged copy";
    case "live":
      return typeof entry.source === "string" && entry.source.startsWith("/")
        ? undefined
        : "a damaged live link";
    default:
      return "of an unknown kind";
  }
};

/** Relative, with no empty segment, `.` or `..`, and no NUL. */
export const isHomePath = (path: string): boolean => path !== "" && !/(^|\/)\.{0,2}(\/|$)|\0/.test(path);

const leads: ReadonlySet<unknown> = new Set(["file", "directory", "link"]);
const isHexHash = (hash: unknown): boolean => typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash);
const isMode = (mode: unknown): boolean =>
  Number.isInteger(mode) && (mode as number) >= 0 && (mode as number) <= 0o777;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parseJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw damagedManifest(file, error.message);
    throw error;
  }
};

const damagedManifest = (file: string, why: string): LaresError =>
  new LaresError({
    code: "damaged-manifest",
    message: "the list of managed files of a generation is damaged",
    details: [`${file}: ${why}`],
    hint: "run `lares store verify --repair`, or go to another generation with `lares switch --generation N`",
  });

const newerManifest = (file: string, version: number): LaresError =>
  new LaresError({
    code: "newer-manifest",
    message: `this generation was made by a newer lares (manifest version ${version}, known here: ${manifestVersion})`,
    details: [file],
    hint: "update lares, or go to an older generation with `lares switch --generation N`",
  });
