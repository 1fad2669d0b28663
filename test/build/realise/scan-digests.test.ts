import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createDigestScanner } from "../../../src/build/realise/scan-digests.ts";

const alphabet = "0123456789abcdfghijklmnpqrsvwxyz";
const digest = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 32, maxLength: 32 });
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 40 }).map((text) => Buffer.from(text)),
);

test("finds exactly the digests that the whole has, however it is cut", () => {
  fc.assert(
    fc.property(
      fc.array(digest, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(noise, fc.nat(5)), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 20 }),
      (digests, parts, cuts) => {
        const whole = Buffer.concat(
          parts.flatMap(([bytes, pick]) => [bytes, Buffer.from(digests[pick] ?? "")]),
        );
        const scanner = createDigestScanner(digests);
        for (let at = 0, turn = 0; at < whole.length; turn++) {
          const size = cuts[turn % cuts.length]!;
          scanner.scan(whole.subarray(at, at + size));
          at += size;
        }
        const expected = digests.filter((one) => whole.includes(one));
        expect([...scanner.found].sort()).toEqual([...new Set(expected)].sort());
      },
    ),
  );
});
