/** Fixed outputs: their contents are known by hash before they are made, so that making them may use the network. */
import { LaresError } from "../../base/errors.ts";
import type { Derivation, DerivationOutput } from "../../format/derivation.ts";
import { formatHash, type Hash, type HashAlgorithm, hashSizes, parseHash } from "../../format/hash.ts";
import type { IngestionMethod } from "../../format/store-path.ts";

export interface FixedHash {
  readonly method: IngestionMethod;
  readonly hash: Hash;
}

export const isFixed = ({ outputs }: Derivation): boolean =>
  Object.values(outputs).some(({ hash }) => hash !== "");

/** What an output must hash to; undefined where it is not fixed. */
export const fixedHashOf = (
  name: string,
  { hashAlgorithm, hash }: DerivationOutput,
): FixedHash | undefined => {
  if (hash === "") return undefined;
  const [, recursive, algorithm] = /^(r:)?(\w+)$/.exec(hashAlgorithm) ?? [];
  const known = algorithm !== undefined && Object.hasOwn(hashSizes, algorithm);
  const parsed = known ? parseHash(hash, algorithm as HashAlgorithm) : undefined;
  if (parsed !== undefined) return { method: recursive ? "recursive" : "flat", hash: parsed };
  throw new LaresError({
    code: "bad-derivation",
    message: `${name}: ${JSON.stringify(`${hashAlgorithm} ${hash}`)} is no hash of a fixed output`,
    hint: "hashes are md5, sha1, sha256 or sha512, with r: before it for a folder",
  });
};

/** What was got is not what was asked for; the place where the hash is written is added by whoever knows it. */
export const hashMismatch = (name: string, expected: Hash, got: Hash, urls: string | undefined): LaresError =>
  new LaresError({
    code: "hash-mismatch",
    message: `${name} does not have the hash that it should have`,
    details: [
      ...(urls === undefined ? [] : [`from:     ${urls}`]),
      `expected: ${formatHash(expected, "sri")}`,
      `got:      ${formatHash(got, "sri")}`,
    ],
    hint: `if you trust what came, write ${formatHash(got, "sri")} where the expected hash stands; nothing was kept`,
  });
