/** Hashes of outputs that are known beforehand, as configurations write them. */
import { LaresError } from "../base/errors.ts";
import { type Hash, type HashAlgorithm, hashSizes, parseHash } from "../format/hash.ts";

/** Stands for a hash that is not known yet: the build that then fails says which one it is. */
export const fakeHash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/** One of these; `hash` with its algorithm in it, the others in base 16, base 32 or base 64. */
export interface Hashes {
  /**
   * `sha256-<base64>` (as browsers have it) or `sha256:<digits>`. An empty text stands for a hash that is not known yet: the
   * build fails and says which one it is.
   */
  readonly hash?: string | undefined;
  readonly sha256?: string | undefined;
  readonly sha512?: string | undefined;
  readonly sha1?: string | undefined;
  readonly md5?: string | undefined;
}

/** `outputHash` and `outputHashAlgo`, as Nix has them in the environment, and what they mean. */
export interface GivenHash {
  readonly text: string;
  /** Empty where the text itself says it. */
  readonly algorithm: HashAlgorithm | "";
  readonly hash: Hash;
}

/** Throws `bad-hash`. `what` is what the hash is of, for messages. */
export const givenHash = (what: string, hashes: Hashes): GivenHash => {
  const given = (["hash", "sha256", "sha512", "sha1", "md5"] as const).filter(
    (name) => hashes[name] !== undefined,
  );
  if (given.length !== 1)
    throw badHash(what, given.length === 0 ? "it has none" : `it has both ${given.join(" and ")}`);
  const name = given[0]!;
  const text = hashes[name]!;
  return name === "hash" ? readHash(what, text) : readHash(what, text, name);
};

/** Throws `bad-hash`. An empty text is a hash of zeros, of SHA-256 unless said otherwise. */
export const readHash = (what: string, text: string, algorithm?: HashAlgorithm): GivenHash => {
  if (text === "") return emptyHash(algorithm ?? "sha256");
  const hash = parseHash(text, algorithm);
  if (hash === undefined) throw badHash(what, `${JSON.stringify(text)} is ${mistakeIn(text, algorithm)}`);
  return { text, algorithm: algorithm ?? "", hash };
};

const emptyHash = (algorithm: HashAlgorithm): GivenHash => ({
  text: "",
  algorithm,
  hash: { algorithm, bytes: new Uint8Array(hashSizes[algorithm]) },
});

const mistakeIn = (text: string, algorithm: HashAlgorithm | undefined): string => {
  const found = /^(md5|sha1|sha256|sha512)[:-](.*)$/.exec(text);
  const named = found?.[1] as HashAlgorithm | undefined;
  if (algorithm !== undefined && named !== undefined && named !== algorithm)
    return `no ${algorithm} but a ${named}`;
  const expected = algorithm ?? named;
  if (expected === undefined)
    return "no hash with its algorithm: sha256-… (base 64), or sha256:… (base 16 or base 32)";
  const { base16, base32, base64 } = lengthsOf(expected);
  return `no ${expected} hash: that has ${base16} characters in base 16, ${base32} in base 32, ${base64} in base 64, not ${(found?.[2] ?? text).length}, or some that do not belong there`;
};

const lengthsOf = (algorithm: HashAlgorithm) => {
  const size = hashSizes[algorithm];
  return { base16: size * 2, base32: Math.ceil((size * 8) / 5), base64: Math.ceil(size / 3) * 4 };
};

const badHash = (what: string, problem: string): LaresError =>
  new LaresError({
    code: "bad-hash",
    message: `the hash of ${what} cannot be read: ${problem}`,
    hint: 'write hash: "" to have the right one told by the build that then fails',
  });
