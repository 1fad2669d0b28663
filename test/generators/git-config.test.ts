import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LaresError } from "../../src/base/errors.ts";
import { type GitConfig, toGitConfig } from "../../src/generators/git-config.ts";
import { ask, fileWith, has } from "./real-programs.ts";

test("the whole file", async () => {
  const config: GitConfig = {
    user: { name: 'Alice "Al" \\ O\'Neil', email: "alice@example.org" },
    core: { pager: "less -R # not a comment; really", autocrlf: false, compression: 9 },
    url: { "ssh://git@host": { insteadOf: ["otherhost", "third"] } },
    'filter "lfs"': { required: true },
    "diff.pdf": { textconv: "one\ntwo\tthree" },
    "diff-so-fancy": { markEmptyLines: false },
    alias: { undefined: undefined as never, st: "status" },
    empty: {},
  };
  await expect(toGitConfig(config)).toMatchFileSnapshot("golden/git-config.golden");
});

test("sections come by name, a section before its subsections", () => {
  const text = toGitConfig({
    gpg: { openpgp: { program: "gpg" }, format: "openpgp" },
    b: { x: 1 },
    a: { y: 1 },
  });
  expect(text.match(/^\[.*\]$/gm)).toEqual(["[a]", "[b]", "[gpg]", '[gpg "openpgp"]']);
});

test("a section written nested and dotted is printed once", () => {
  const text = toGitConfig({ "diff.pdf": { textconv: "a" }, diff: { pdf: { binary: true } } });
  expect(text).toBe('[diff "pdf"]\n\tbinary = true\n\ttextconv = "a"\n');
});

test.each([
  ["a key with an underscore", { core: { hooks_path: "x" } }],
  ["a key that begins with a digit", { core: { "1st": "x" } }],
  ["a section with a space", { "my core": { x: "y" } }],
  ["a subsection with a line break", { url: { "a\nb": { x: "y" } } }],
])("%s is refused, by name", (_, config) => {
  expect(() => toGitConfig(config)).toThrow(LaresError);
});

describe.skipIf(!has("git"))("git reads back what was written (needs git)", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const word = fc.string({ unit: fc.constantFrom(...letters, ..."0123456789-"), maxLength: 8 });
  const key = fc.tuple(fc.constantFrom(...letters), word).map((parts) => parts.join(""));
  const section = key.filter((name) => name !== "include");
  const text = fc
    .string({
      unit: fc.oneof(fc.constantFrom(..." \t\n\"'\\#;$%=[]b\b"), fc.string({ unit: "binary", maxLength: 1 })),
    })
    .filter((value) => !value.includes("\0") && value.isWellFormed());
  const subsection = text.filter((name) => name !== "" && !/[\n\0]/.test(name));

  test("text, through `git config -z --list`", () => {
    fc.assert(
      fc.property(
        section,
        subsection,
        key,
        fc.array(text, { minLength: 1, maxLength: 3 }),
        (top, sub, name, values) => {
          const file = fileWith(toGitConfig({ [top]: { [name]: values, [sub]: { [name]: values[0]! } } }));
          const lists = ask("git", ["config", "-z", "--list", "--file", file]).split("\0").slice(0, -1);
          const expected = [
            ...values.map((value) => `${top}.${name}\n${value}`),
            `${top}.${sub}.${name}\n${values[0]}`,
          ];
          expect(lists).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("numbers and truth, by type", () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.boolean(), (int, bool) => {
        const file = fileWith(toGitConfig({ a: { int, bool } }));
        expect(ask("git", ["config", "--file", file, "--type=int", "a.int"])).toBe(`${int}\n`);
        expect(ask("git", ["config", "--file", file, "--type=bool", "a.bool"])).toBe(`${bool}\n`);
      }),
      { numRuns: 10 },
    );
  });
});
