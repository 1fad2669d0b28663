/**
 * Store paths, by Nix's rules:
 *
 *   path        = store "/" digest "-" name
 *   digest      = base32(fold(sha256(fingerprint), 20))                      32 characters
 *   fingerprint = type ":sha256:" base16 ":" store ":" name
 *   type        = "text" references | "source" references [":self"] | "output:" output-id
 *   references  = { ":" path }                                               sorted
 *   name        = 1 to 211 of A-Z a-z 0-9 + - . _ ? =, not beginning with "."
 *
 * The hash in the fingerprint is that of the text (`text`), of the NAR (`source`), of the derivation (`output`), or for a
 * fixed output that is neither a text nor a NAR hashed with SHA-256, that of `fixed:out:` ["r:"] algorithm ":" base16 ":".
 */
import { LaresError } from "../base/errors.ts";
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import { encodeBase32 } from "./base32.ts";
import { compressHash, formatHash, type Hash, hashBytes } from "./hash.ts";

/** What an object names beside itself. `self`: the object's own path, which is not known before its name is. */
export interface References {
  readonly paths?: readonly StorePath[];
  readonly self?: boolean;
}

export type IngestionMethod = "flat" | "recursive";

/** The path of a tree or file by the hash of its NAR (`recursive`), or of a file by the hash of its bytes (`flat`). */
export const fixedPath = (
  storeDir: AbsolutePath,
  name: string,
  method: IngestionMethod,
  hash: Hash,
  references: References = {},
): StorePath => {
  if (method === "recursive" && hash.algorithm === "sha256")
    return makeStorePath(storeDir, typeWith("source", references), hash, name);
  if (references.self || references.paths?.length)
    throw new Error(`a fixed output of ${hash.algorithm} cannot have references: ${name}`);
  const inner = `fixed:out:${methodPrefix(method)}${formatHash(hash, "base16")}:`;
  return makeStorePath(storeDir, "output:out", hashBytes("sha256", inner), name);
};

/** The path of a text file; `hash` is the SHA-256 of its bytes. */
export const textPath = (
  storeDir: AbsolutePath,
  name: string,
  hash: Hash,
  paths: readonly StorePath[] = [],
): StorePath => makeStorePath(storeDir, typeWith("text", { paths }), hash, name);

/** The path of one output of a derivation; `hash` is the derivation's, modulo its fixed outputs. */
export const outputPath = (storeDir: AbsolutePath, name: string, output: string, hash: Hash): StorePath =>
  makeStorePath(storeDir, `output:${output}`, hash, output === "out" ? name : `${name}-${output}`);

/** The path for a fingerprint of this type. Throws `bad-store-name`. */
export const makeStorePath = (storeDir: AbsolutePath, type: string, hash: Hash, name: string): StorePath => {
  assertStoreName(name);
  const fingerprint = `${type}:${formatHash(hash, "base16")}:${storeDir}:${name}`;
  const digest = encodeBase32(compressHash(hashBytes("sha256", fingerprint).bytes, digestBytes));
  return `${storeDir}/${digest}-${name}` as StorePath;
};

/** `fixed:r:sha256:<base32>`: how Nix's database notes that a path is named by its contents. */
export const fixedContentAddress = (method: IngestionMethod, hash: Hash): string =>
  `fixed:${methodPrefix(method)}${formatHash(hash, "base32")}`;
export const textContentAddress = (hash: Hash): string => `text:${formatHash(hash, "base32")}`;

/** The store path that `text` is or lies in: `<store>/<digest>-<name>/bin/git` gives the first part. */
export const storePathOf = (storeDir: AbsolutePath, text: string): StorePath | undefined => {
  if (!text.startsWith(`${storeDir}/`)) return undefined;
  const end = text.indexOf("/", storeDir.length + 1);
  return parseStorePath(storeDir, end < 0 ? text : text.slice(0, end));
};

/** `text` as a store path of this store; undefined where it is none, or lies inside of one. */
export const parseStorePath = (storeDir: AbsolutePath, text: string): StorePath | undefined =>
  text.startsWith(`${storeDir}/`) && baseName.test(text.slice(storeDir.length + 1))
    ? (text as StorePath)
    : undefined;

/** The 32 characters before the name. */
export const digestOf = (path: StorePath): string => {
  const base = path.slice(path.lastIndexOf("/") + 1);
  return base.slice(0, digestLength);
};

export const nameOf = (path: StorePath): string => path.slice(path.lastIndexOf("/") + digestLength + 2);

export const isStoreName = (name: string): boolean => storeName.test(name);

/** Characters of a digest in a path. */
export const digestLength = 32;

const digestBytes = 20;
const storeName = /^(?!\.)[A-Za-z0-9+\-._?=]{1,211}$/;
const baseName = /^[0-9a-df-np-sv-z]{32}-(?!\.)[A-Za-z0-9+\-._?=]{1,211}$/;

const methodPrefix = (method: IngestionMethod): string => (method === "recursive" ? "r:" : "");

const typeWith = (type: string, { paths = [], self = false }: References): string =>
  [type, ...[...paths].sort(), ...(self ? ["self"] : [])].join(":");

const assertStoreName = (name: string): void => {
  if (isStoreName(name)) return;
  throw new LaresError({
    code: "bad-store-name",
    message: `${JSON.stringify(name)} cannot be the name of a store object`,
    hint: "1 to 211 letters, digits and + - . _ ? =, not beginning with a dot",
  });
};
