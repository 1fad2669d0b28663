/**
 * Signatures of store paths, as Nix makes them: Ed25519 (RFC 8032), keys and signatures as `name:base64`.
 *
 *   public key  = name ":" base64(32 bytes)
 *   secret key  = name ":" base64(seed of 32 bytes, then the public key's 32)
 *   signature   = name ":" base64(64 bytes) over the fingerprint
 *   fingerprint = "1;" path ";sha256:" base32(NAR hash) ";" NAR size ";" references, sorted, with "," between
 *
 * A name is what people tell keys apart by, such as `cache.example.org-1`.
 */
import * as crypto from "node:crypto";
import { LaresError } from "../base/errors.ts";
import type { StorePath } from "../base/paths.ts";
import { formatHash, type Hash } from "./hash.ts";

export interface PublicKey {
  readonly name: string;
  readonly key: crypto.KeyObject;
}

export interface SecretKey {
  readonly name: string;
  readonly key: crypto.KeyObject;
  /** `name:base64` of the public key that goes with it. */
  readonly publicKey: string;
}

export interface Signed {
  readonly path: StorePath;
  readonly narHash: Hash;
  readonly narSize: number;
  /** Sorted; the path itself included where it refers to itself. */
  readonly references: readonly StorePath[];
}

export const fingerprint = ({ path, narHash, narSize, references }: Signed): string =>
  `1;${path};${formatHash(narHash, "base32")};${narSize};${references.join(",")}`;

/** `name:base64`. */
export const sign = ({ name, key }: SecretKey, signed: Signed): string =>
  `${name}:${crypto.sign(null, Buffer.from(fingerprint(signed)), key).toString("base64")}`;

/** The names of the keys, of those given, that signed this. */
export const signers = (
  keys: readonly PublicKey[],
  signed: Signed,
  signatures: readonly string[],
): readonly string[] => {
  const text = Buffer.from(fingerprint(signed));
  return signatures.flatMap((signature) => {
    const found = splitNamed(signature, signatureBytes);
    return found !== undefined &&
      keys.some(({ name, key }) => name === found.name && crypto.verify(null, text, key, found.bytes))
      ? [found.name]
      : [];
  });
};

export const isSignature = (text: string): boolean => splitNamed(text, signatureBytes) !== undefined;

/** Throws `bad-key`. */
export const parsePublicKey = (text: string): PublicKey => {
  const found = splitNamed(text, keyBytes);
  if (found === undefined)
    throw badKey(`${JSON.stringify(text)} is no public key`, "name:base64, with 32 bytes in the base64");
  return { name: found.name, key: publicKeyOf(found.bytes) };
};

/** Throws `bad-key`; what is in the text is not repeated. */
export const parseSecretKey = (text: string): SecretKey => {
  const found = splitNamed(text.trim(), 2 * keyBytes);
  if (found === undefined)
    throw badKey(
      "this is no secret key",
      "name:base64, with 64 bytes in the base64, as lares cache keygen writes",
    );
  const { name, bytes } = found;
  const key = secretKeyOf(bytes.subarray(0, keyBytes));
  const own = rawPublicKey(key);
  if (!own.equals(bytes.subarray(keyBytes)))
    throw badKey(
      "the two halves of the secret key do not belong together",
      "make a new one: lares cache keygen",
    );
  return { name, key, publicKey: `${name}:${own.toString("base64")}` };
};

/** A new pair of keys, as texts. Throws `bad-key` for a name that cannot be one. */
export const generateKeys = (name: string): { readonly secret: string; readonly public: string } => {
  if (!keyName.test(name))
    throw badKey(
      `${JSON.stringify(name)} cannot be the name of a key`,
      "letters, digits and . _ - such as cache.example.org-1",
    );
  const { privateKey } = crypto.generateKeyPairSync("ed25519");
  const own = rawPublicKey(privateKey);
  const seed = privateKey.export({ format: "der", type: "pkcs8" }).subarray(secretPrefix.length);
  return {
    secret: `${name}:${Buffer.concat([seed, own]).toString("base64")}`,
    public: `${name}:${own.toString("base64")}`,
  };
};

const keyBytes = 32;
const signatureBytes = 64;
const keyName = /^[A-Za-z0-9._-]{1,200}$/;

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in DER. */
const publicPrefix = Buffer.from("302a300506032b6570032100", "hex");
const secretPrefix = Buffer.from("302e020100300506032b657004220420", "hex");

const publicKeyOf = (bytes: Buffer): crypto.KeyObject =>
  crypto.createPublicKey({ key: Buffer.concat([publicPrefix, bytes]), format: "der", type: "spki" });

const secretKeyOf = (seed: Buffer): crypto.KeyObject =>
  crypto.createPrivateKey({ key: Buffer.concat([secretPrefix, seed]), format: "der", type: "pkcs8" });

const rawPublicKey = (key: crypto.KeyObject): Buffer =>
  crypto.createPublicKey(key).export({ format: "der", type: "spki" }).subarray(publicPrefix.length);

const splitNamed = (text: string, size: number): { name: string; bytes: Buffer } | undefined => {
  const colon = text.indexOf(":");
  const name = text.slice(0, colon);
  const digits = text.slice(colon + 1);
  if (colon < 1 || /[\s:]/.test(name)) return undefined;
  const bytes = Buffer.from(digits, "base64");
  return bytes.length === size && bytes.toString("base64") === digits ? { name, bytes } : undefined;
};

const badKey = (message: string, hint: string): LaresError =>
  new LaresError({ code: "bad-key", message, hint });
