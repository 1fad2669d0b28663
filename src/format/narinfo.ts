/**
 * What a binary cache says of one store path: `<digest>.narinfo`. Lines of `Name: value`; source of the format: what Nix
 * writes, checked against it in the tests.
 *
 *   StorePath    the whole path
 *   URL          of the packed NAR, relative to the cache
 *   Compression  none, xz, bzip2, gzip, zstd, br; bzip2 where the line is missing
 *   FileHash, FileSize     of the packed NAR; may be missing
 *   NarHash, NarSize       of the NAR itself
 *   References   base names, in one line; the path itself among them where it refers to itself
 *   Deriver      base name; may be missing, or `unknown-deriver`
 *   Sig          any number of these
 *   CA           where the path is named by its contents
 *
 * A signature covers StorePath, NarHash, NarSize and References. All else is a hint of the cache.
 */
import { LaresError } from "../base/errors.ts";
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import { formatHash, type Hash, parseHash } from "./hash.ts";
import { isSignature } from "./signature.ts";
import { parseStorePath } from "./store-path.ts";

export interface NarInfo {
  readonly path: StorePath;
  /** Relative to the cache, with `/` between its parts and neither `.` nor `..` among them. */
  readonly url: string;
  readonly compression: NarCompression;
  readonly fileHash?: Hash;
  /** Bytes. */
  readonly fileSize?: number;
  /** SHA-256. */
  readonly narHash: Hash;
  /** Bytes. */
  readonly narSize: number;
  /** Sorted, without doubles. */
  readonly references: readonly StorePath[];
  readonly deriver?: StorePath;
  readonly signatures: readonly string[];
  readonly ca?: string;
}

export type NarCompression = (typeof narCompressions)[number];
export const narCompressions = ["none", "xz", "bzip2", "gzip", "zstd", "br"] as const;

/** Throws `bad-narinfo`. `from` is where the text was read, for the error. */
export const parseNarInfo = (storeDir: AbsolutePath, text: string, from: string): NarInfo => {
  const fields = readFields(text, from);
  const bad = (problem: string): LaresError => badNarInfo(problem, from);
  const only = (name: string): string | undefined => {
    const values = fields.get(name) ?? [];
    if (values.length > 1) throw bad(`says ${name} more than once`);
    return values[0];
  };
  const needed = (name: string): string => {
    const value = only(name);
    if (value === undefined || value === "") throw bad(`does not say ${name}`);
    return value;
  };
  const parsed = <T>(name: string, value: string, parse: (value: string) => T | undefined): T => {
    const result = parse(value);
    if (result === undefined)
      throw bad(`has a ${name} that cannot be: ${JSON.stringify(value.slice(0, 200))}`);
    return result;
  };
  const optional = <T>(name: string, parse: (value: string) => T | undefined): T | undefined => {
    const value = only(name);
    return value === undefined || value === "" ? undefined : parsed(name, value, parse);
  };
  const named = (name: string): StorePath | undefined => parseStorePath(storeDir, `${storeDir}/${name}`);

  const path = parsed("StorePath", needed("StorePath"), (value) => parseStorePath(storeDir, value));
  const references = (only("References") ?? "").split(" ").filter((name) => name !== "");
  const fileHash = optional("FileHash", (value) => parseHash(value));
  const fileSize = optional("FileSize", wholeNumber);
  const deriver = optional("Deriver", (value) => (value === unknownDeriver ? null : named(value)));
  const ca = optional("CA", (value) => (contentAddress.test(value) ? value : undefined));
  return {
    path,
    url: parsed("URL", needed("URL"), safeUrl),
    compression: optional("Compression", compressionOf) ?? "bzip2",
    ...(fileHash !== undefined && { fileHash }),
    ...(fileSize !== undefined && { fileSize }),
    narHash: parsed("NarHash", needed("NarHash"), (value) => parseHash(value, "sha256")),
    narSize: parsed("NarSize", needed("NarSize"), positive),
    references: [...new Set(references.map((name) => parsed("References", name, named)))].sort(),
    ...(deriver != null && { deriver }),
    signatures: (fields.get("Sig") ?? []).map((value) =>
      parsed("Sig", value, (text) => (isSignature(text) ? text : undefined)),
    ),
    ...(ca !== undefined && { ca }),
  };
};

export const formatNarInfo = (info: NarInfo): string => {
  const lines: readonly (readonly [string, string | number | undefined])[] = [
    ["StorePath", info.path],
    ["URL", info.url],
    ["Compression", info.compression],
    ["FileHash", info.fileHash && formatHash(info.fileHash, "base32")],
    ["FileSize", info.fileSize],
    ["NarHash", formatHash(info.narHash, "base32")],
    ["NarSize", info.narSize],
    ["References", info.references.map(baseName).join(" ")],
    ["Deriver", info.deriver && baseName(info.deriver)],
    ...info.signatures.map((signature) => ["Sig", signature] as const),
    ["CA", info.ca],
  ];
  return lines
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("");
};

const readFields = (text: string, from: string): ReadonlyMap<string, readonly string[]> => {
  const fields = new Map<string, string[]>();
  const lines = text.split("\n");
  if (lines.pop() !== "") throw badNarInfo("does not end with a line end: it may have been cut short", from);
  for (const [at, line] of lines.entries()) {
    const [, name, value] = /^([A-Za-z][A-Za-z0-9-]*):(?: (.*))?$/.exec(line) ?? [];
    if (name === undefined || controls.test(line))
      throw badNarInfo(`has a line ${at + 1} that says nothing: ${JSON.stringify(line.slice(0, 100))}`, from);
    const values = fields.get(name) ?? [];
    values.push(value ?? "");
    fields.set(name, values);
  }
  return fields;
};

/** Cut from everything that could lead out of the cache: another host, a folder above, a query. */
const safeUrl = (value: string): string | undefined =>
  value.length <= 1000 &&
  /^[A-Za-z0-9+._=@~/-]+$/.test(value) &&
  value.split("/").every((part) => part !== "" && part !== "." && part !== "..")
    ? value
    : undefined;

const compressionOf = (value: string): NarCompression | undefined =>
  narCompressions.find((known) => known === value);

const wholeNumber = (value: string): number | undefined =>
  /^(0|[1-9]\d{0,15})$/.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : undefined;

const positive = (value: string): number | undefined => wholeNumber(value) || undefined;

const baseName = (path: StorePath): string => path.slice(path.lastIndexOf("/") + 1);

const unknownDeriver = "unknown-deriver";
const contentAddress = /^(text|fixed(:r)?):(md5|sha1|sha256|sha512):[0-9a-z]+$/;
const controls = /[\0-\x1f\x7f]/;

const badNarInfo = (problem: string, from: string): LaresError =>
  new LaresError({
    code: "bad-narinfo",
    message: `the description of a store path ${problem}`,
    details: [from],
    hint: "the cache is damaged or hostile: leave it out, or have it mended",
  });
