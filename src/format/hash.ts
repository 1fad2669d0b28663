/**
 * Hashes as Nix writes them.
 *
 *   hash   = algorithm ":" digits | digits | algorithm "-" base64      the last is SRI (W3C Subresource Integrity)
 *   digits = base16 | Nix base32 | base64                              told apart by their length
 *   algorithm = "md5" | "sha1" | "sha256" | "sha512"
 */
import * as crypto from "node:crypto";
import { base32Length, decodeBase32, encodeBase32 } from "./base32.ts";

export type HashAlgorithm = keyof typeof hashSizes;

/** Bytes of a digest. */
export const hashSizes = { md5: 16, sha1: 20, sha256: 32, sha512: 64 } as const;

export interface Hash {
  readonly algorithm: HashAlgorithm;
  readonly bytes: Uint8Array;
}

export type HashForm = "base16" | "base32" | "base64" | "sri";

export const hashBytes = (algorithm: HashAlgorithm, content: string | Uint8Array): Hash => ({
  algorithm,
  bytes: crypto.hash(algorithm, content, "buffer"),
});

/** `sha256:<digits>`, or `sha256-<base64>` for SRI. */
export const formatHash = (hash: Hash, form: HashForm): string =>
  `${hash.algorithm}${form === "sri" ? "-" : ":"}${formatDigits(hash, form)}`;

/** The digits alone, without the algorithm. */
export const formatDigits = ({ bytes }: Hash, form: HashForm): string => {
  switch (form) {
    case "base16":
      return asBuffer(bytes).toString("hex");
    case "base32":
      return encodeBase32(bytes);
    case "base64":
    case "sri":
      return asBuffer(bytes).toString("base64");
  }
};

/** Reads any of the forms; `algorithm` is needed for bare digits. Undefined where the text is none of them. */
export const parseHash = (text: string, algorithm?: HashAlgorithm): Hash | undefined => {
  const found = /^(?:(md5|sha1|sha256|sha512)([:-]))?([0-9A-Za-z+/]+={0,2})$/.exec(text);
  const named = (found?.[1] as HashAlgorithm | undefined) ?? algorithm;
  if (found === null || named === undefined) return undefined;
  if (algorithm !== undefined && named !== algorithm) return undefined;
  const bytes = parseDigits(found[3]!, hashSizes[named], found[2] === "-");
  return bytes && { algorithm: named, bytes };
};

/** Folds a digest to `size` bytes by exclusive or, as the hash in a store path is folded to 20. */
export const compressHash = (bytes: Uint8Array, size: number): Uint8Array => {
  const folded = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at++) folded[at % size]! ^= bytes[at]!;
  return folded;
};

const parseDigits = (digits: string, size: number, base64Only: boolean): Uint8Array | undefined => {
  if (!base64Only && digits.length === size * 2)
    return /^[0-9a-fA-F]+$/.test(digits) ? Buffer.from(digits, "hex") : undefined;
  if (!base64Only && digits.length === base32Length(size)) return decodeBase32(digits);
  const bytes = Buffer.from(digits, "base64");
  return bytes.length === size && bytes.toString("base64") === digits ? bytes : undefined;
};

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
