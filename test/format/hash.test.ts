import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { base32Length, decodeBase32, encodeBase32 } from "../../src/format/base32.ts";
import {
  compressHash,
  formatDigits,
  formatHash,
  type HashAlgorithm,
  hashBytes,
  hashSizes,
  parseHash,
} from "../../src/format/hash.ts";

/** What `nix-hash --flat --base32` (Nix 2.8) prints for a file that holds "hello\n". */
const nixBase32OfHello: Record<HashAlgorithm, string> = {
  md5: "4425hx5d1mc9y39llj4k4nm55i",
  sha1: "iwjz551fyw0cxcjgf4l6c879zabd6wpm",
  sha256: "00xyyr3fi8l6hb839bv3f7yb86yjv7xi1cgh1xnhipym4asvb4aq",
  sha512:
    "0lrc0dwnvipqviibf7qfm1y492qvjwb1zhkcyi05cndmva1mr5gjcgrnz1x36djmk0sfg8djd2n0qv68vib2jg590mwznar9jcjphp7",
};

describe("base32", () => {
  test.each(Object.entries(nixBase32OfHello))("%s is written as Nix writes it", (algorithm, digits) => {
    expect(formatDigits(hashBytes(algorithm as HashAlgorithm, "hello\n"), "base32")).toBe(digits);
  });

  test("bytes survive the round trip, at every length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const text = encodeBase32(bytes);
        expect(text).toHaveLength(base32Length(bytes.length));
        expect(decodeBase32(text)).toEqual(bytes);
      }),
    );
  });

  test("every text that decodes is the one that encodes to the same bytes", () => {
    const character = fc.constantFrom(..."0123456789abcdfghijklmnpqrsvwxyz");
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 12 }), (text) => {
        const bytes = decodeBase32(text);
        if (bytes !== undefined) expect(encodeBase32(bytes)).toBe(text);
      }),
    );
  });

  test.each(["e", "0E", "-0", "z", "zz", "0 00"])("%j is refused", (text) => {
    expect(decodeBase32(text)).toBeUndefined();
  });
});

describe("hashes", () => {
  test("every form reads back as the same hash", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(hashSizes) as HashAlgorithm[])),
        fc.uint8Array({ maxLength: 40 }),
        (algorithm, content) => {
          const hash = hashBytes(algorithm, content);
          for (const form of ["base16", "base32", "base64", "sri"] as const) {
            const read = parseHash(formatHash(hash, form));
            expect(read?.algorithm).toBe(algorithm);
            expect(Buffer.from(read!.bytes).equals(Buffer.from(hash.bytes))).toBe(true);
            expect(formatDigits(parseHash(formatDigits(hash, form), algorithm)!, "base16")).toBe(
              formatDigits(hash, "base16"),
            );
          }
        },
      ),
    );
  });

  test("the forms of one hash are those that everyone else writes", () => {
    const hash = hashBytes("sha256", "hello\n");
    expect(formatHash(hash, "sri")).toBe("sha256-WJG1tSLV3whtD/CxEPvZ0hu0/HFjrzTQgoai6Eb2vgM=");
    expect(formatHash(hash, "base16")).toBe(
      "sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03",
    );
  });

  test.each([
    "sha256:",
    "sha256:abc",
    "sha3:00",
    "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03",
    "sha256-5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03",
    "sha256:zz91b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03",
    "sha256-WJG1tSLV3whtD/CxEPvZ0hu0/HFjrzTQgoai6Eb2vgM",
    "sha256-WJG1tSLV3whtD/CxEPvZ0hu0/HFjrzTQgoai6Eb2vgN=",
  ])("%j is no hash", (text) => {
    expect(parseHash(text)).toBeUndefined();
  });

  test("a hash of another algorithm than the one asked for is refused", () => {
    expect(parseHash(formatHash(hashBytes("sha1", ""), "base16"), "sha256")).toBeUndefined();
  });

  test("compressing folds by exclusive or", () => {
    expect(compressHash(Uint8Array.of(1, 2, 3, 4, 5), 2)).toEqual(Uint8Array.of(1 ^ 3 ^ 5, 2 ^ 4));
  });
});
