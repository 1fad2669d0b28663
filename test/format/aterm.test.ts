import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StorePath } from "../../src/base/paths.ts";
import { formatDerivation, parseDerivation } from "../../src/format/aterm.ts";
import type { Derivation } from "../../src/format/derivation.ts";

const sample: Derivation = {
  name: "a",
  outputs: {
    out: { path: "/store/o" as StorePath, hashAlgorithm: "", hash: "" },
    dev: { path: "/store/d" as StorePath, hashAlgorithm: "r:sha256", hash: "00" },
  },
  inputDerivations: { ["/store/b.drv" as StorePath]: ["out", "dev"] },
  inputSources: ["/store/y", "/store/x"] as StorePath[],
  system: "x86_64-linux",
  builder: "/bin/sh",
  args: ["-c", 'a "b" \\ \n\r\t'],
  environment: { z: "", a: "é💀" },
};

const sampleText =
  'Derive([("dev","/store/d","r:sha256","00"),("out","/store/o","","")],[("/store/b.drv",["dev","out"])],' +
  '["/store/x","/store/y"],"x86_64-linux","/bin/sh",["-c","a \\"b\\" \\\\ \\n\\r\\t"],[("a","é💀"),("z","")])';

test("everything but arguments is sorted, and five characters are escaped", () => {
  expect(formatDerivation(sample)).toBe(sampleText);
});

/** Any text, with what is escaped, what sorts differently in UTF-16 and what is a name in JavaScript in it often. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom('"', "\\", "\n", "\r", "\t", "n", "é", "\u{ffff}", "💀", "\udc80") }),
  fc.constantFrom("__proto__", "constructor", ""),
);
const derivation: fc.Arbitrary<Derivation> = fc.record({
  name: fc.constant("a"),
  outputs: fc.dictionary(text, fc.record({ path: text, hashAlgorithm: text, hash: text }), {
    noNullPrototype: true,
  }),
  inputDerivations: fc.dictionary(text, fc.uniqueArray(text), { noNullPrototype: true }),
  inputSources: fc.uniqueArray(text),
  system: text,
  builder: text,
  args: fc.array(text),
  environment: fc.dictionary(text, text, { noNullPrototype: true }),
}) as never;

test("what is written is read back, whatever is in it", () => {
  fc.assert(
    fc.property(derivation, (given) => {
      const written = formatDerivation(given);
      const read = parseDerivation("a", written);
      expect(formatDerivation(read)).toBe(written);
      expect(read.args).toEqual(given.args);
      expect(new Map(Object.entries(read.environment))).toEqual(new Map(Object.entries(given.environment)));
      expect(new Map(Object.entries(read.outputs))).toEqual(new Map(Object.entries(given.outputs)));
      expect(new Set(read.inputSources)).toEqual(new Set(given.inputSources));
    }),
  );
});

describe("any other text is refused", () => {
  const refused: Readonly<Record<string, string>> = {
    nothing: "",
    "an end that is missing": sampleText.slice(0, -1),
    "more after the end": `${sampleText}\n`,
    "a space": sampleText.replace(",[", ", ["),
    "another constructor": sampleText.replace("Derive", "DrvWithVersion"),
    "outputs that are not sorted": 'Derive([("out","/o","",""),("dev","/d","","")],[],[],"s","b",[],[])',
    "a source twice": 'Derive([("out","/o","","")],[],["/x","/x"],"s","b",[],[])',
    "a variable twice": 'Derive([("out","/o","","")],[],[],"s","b",[],[("a","1"),("a","2")])',
    "an output of three parts": 'Derive([("out","/o","")],[],[],"s","b",[],[])',
    "a newline that is not escaped": 'Derive([("out","/o","","")],[],[],"s\n","b",[],[])',
    "an escape that is none": 'Derive([("out","/o","","")],[],[],"\\s","b",[],[])',
    "a comma before the first": 'Derive([("out","/o","","")],[],[,"/x"],"s","b",[],[])',
    "a comma after the last": 'Derive([("out","/o","","")],[],["/x",],"s","b",[],[])',
    "a string without an end": 'Derive([("out","/o","","")],[],[],"s","b',
  };
  for (const [what, given] of Object.entries(refused))
    test(what, () =>
      expect(() => parseDerivation("a", given)).toThrow(expect.objectContaining({ code: "bad-derivation" })),
    );

  test("every beginning of a derivation, and every one with a character left out", () => {
    for (let at = 0; at < sampleText.length; at++) {
      expect(() => parseDerivation("a", sampleText.slice(0, at))).toThrow("a.drv is not a derivation");
      const without = sampleText.slice(0, at) + sampleText.slice(at + 1);
      if (/^[[\](),"D]/.test(sampleText.slice(at)))
        expect(() => parseDerivation("a", without)).toThrow("a.drv is not a derivation");
    }
  });
});
