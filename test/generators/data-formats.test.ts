import fc from "fast-check";
import { parse as parseToml } from "smol-toml";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { LaresError } from "../../src/base/errors.ts";
import { type JsonValue, toCompactJson, toJson } from "../../src/generators/json.ts";
import { type TomlTable, toToml } from "../../src/generators/toml.ts";
import { toYaml } from "../../src/generators/yaml.ts";

const sample = {
  window: { opacity: 0.9, padding: { x: 4, y: -1 }, title: 'a "quoted" # title: yes' },
  enabled: true,
  "key with spaces": "no",
  bindings: [
    { key: "N", mods: "Control|Shift", action: { name: "new", repeat: [1, 2] } },
    { key: "Q", mods: "" },
  ],
  words: ["plain", "yes", "12", "- dash", "http://example.org", ""],
  script: "#!/bin/sh\n\n  echo indented\nexit 0\n",
  empty: { list: [], table: {} },
  only: { deeper: { value: 1 } },
} as const;

describe("JSON", () => {
  test("the whole file", () => expect(toJson(sample)).toMatchFileSnapshot("golden/json.golden"));

  test("equal values give equal text, in whichever order they were written", () => {
    expect(toCompactJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  });

  test("read back", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(toJson(value as JsonValue))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe("YAML", () => {
  test("the whole file", () => expect(toYaml(sample)).toMatchFileSnapshot("golden/yaml.golden"));

  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."ab:#-?|>&*!%@`'\"\\ \t\n,[]{}~.01e"), maxLength: 12 }),
    fc.constantFrom(
      "yes",
      "NO",
      "null",
      "~",
      "1.5",
      "0x1f",
      "2020-01-01",
      "<<",
      "=",
      ".inf",
      "---",
      "a\n\n",
      " a\nb",
    ),
  );
  const wellFormed = text.filter((value) => value.isWellFormed());
  const value = fc.letrec<{ any: JsonValue }>((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      wellFormed,
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("any"), { maxLength: 4 }),
      fc.dictionary(wellFormed, tie("any"), { maxKeys: 4 }),
    ) as fc.Arbitrary<JsonValue>,
  })).any;

  test.each(["1.2", "1.1"] as const)("read back as YAML %s", (version) => {
    fc.assert(
      fc.property(value, (written) => {
        const read = parseYaml(toYaml(written), { version });
        expect(toCompactJson(read)).toBe(toCompactJson(written));
      }),
      { numRuns: 400 },
    );
  });
});

describe("TOML", () => {
  test("the whole file", () => expect(toToml(sample)).toMatchFileSnapshot("golden/toml.golden"));

  test("null is refused with its place", () => {
    const wrong = { a: { b: [1, null] } } as unknown as TomlTable;
    expect(() => toToml(wrong)).toThrow(LaresError);
    expect(() => toToml(wrong)).toThrow("a.b");
  });

  test("an empty file, an empty table", () => {
    expect(toToml({})).toBe("");
    expect(toToml({ a: { b: {} } })).toBe("[a.b]\n");
  });

  const text = fc.string({ unit: "binary" }).filter((value) => value.isWellFormed());
  const table = fc.letrec<{ any: JsonValue; table: TomlTable }>((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      text,
      fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }),
      fc.double({ noNaN: true, noInteger: true }),
      fc.boolean(),
      fc.array(tie("any"), { maxLength: 4 }),
      tie("table"),
    ) as fc.Arbitrary<JsonValue>,
    table: fc.dictionary(text, tie("any"), { maxKeys: 4 }) as fc.Arbitrary<TomlTable>,
  })).table;

  test("read back", () => {
    fc.assert(
      fc.property(table, (written) => {
        expect(toCompactJson(parseToml(toToml(written)) as JsonValue)).toBe(
          toCompactJson(written as JsonValue),
        );
      }),
      { numRuns: 400 },
    );
  });

  test("U+007F is escaped, as TOML asks beyond JSON", () => {
    expect(toToml({ a: "\x7f" })).toBe('a = "\\u007f"\n');
  });

  test("numbers that are not plain decimals", () => {
    const read = parseToml(toToml({ a: Infinity, b: -Infinity, c: NaN, d: 1e21, e: 1e-7, f: 10n }));
    expect(read).toEqual({ a: Infinity, b: -Infinity, c: NaN, d: 1e21, e: 1e-7, f: 10 });
  });
});
