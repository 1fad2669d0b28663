import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toIni, toIniWithGlobalSection } from "../../src/generators/ini.ts";
import { toKeyValue, yesNoValue } from "../../src/generators/key-value.ts";
import { ask, fileWith, has } from "./real-programs.ts";

describe("key = value", () => {
  const values = { b: true, a: "text", list: [1, 2], nothing: null, left: undefined, "with=sign": 1.5 };

  test("plain", () => {
    expect(toKeyValue(values)).toBe("a=text\nb=true\nlist=1\nlist=2\nnothing=null\nwith\\=sign=1.500000\n");
  });

  test("separator, indent, joined lists, own values", () => {
    const style = {
      separator: " = ",
      indent: "  ",
      lists: { join: ", " },
      value: yesNoValue,
      key: (k: string) => k,
    };
    expect(toKeyValue(values, style)).toBe(
      "  a = text\n  b = yes\n  list = 1, 2\n  nothing = null\n  with=sign = 1.500000\n",
    );
  });

  test("a separator of a space needs no escape", () => {
    expect(toKeyValue({ "a b": 1 }, { separator: " " })).toBe("a b 1\n");
  });

  test("nothing for nothing", () => expect(toKeyValue({})).toBe(""));
});

describe("INI", () => {
  const sections = { "b [x]": { key: "value" }, a: { many: ["1", "2"], one: true }, empty: {} };

  test("the whole file", async () => {
    await expect(toIniWithGlobalSection({ global: { top: 1 }, sections })).toMatchFileSnapshot(
      "golden/ini.golden",
    );
  });

  test("without a global section it is plain INI", () => {
    expect(toIniWithGlobalSection({ sections })).toBe(toIni(sections));
    expect(toIniWithGlobalSection({ global: { a: 1 } })).toBe("a=1\n");
  });

  test.skipIf(!has("python3"))("Python's configparser reads it back (needs python3)", () => {
    const name = fc.string({ unit: fc.constantFrom(..."abcXYZ09_-."), minLength: 1, maxLength: 8 });
    const value = fc
      .string({ unit: fc.constantFrom(..."abc 09:=#;'\"$[]%\\é"), maxLength: 12 })
      .map((s) => s.trim());
    const section = fc.dictionary(name, value, { maxKeys: 4 });
    const script = `
import configparser, json, sys
p = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=(), default_section="\\0")
p.optionxform = str
p.read(sys.argv[1], encoding="utf-8")
print(json.dumps({s: dict(p.items(s)) for s in p.sections()}))`;
    fc.assert(
      fc.property(fc.dictionary(name, section, { maxKeys: 4 }), (written) => {
        const read = ask("python3", ["-c", script, fileWith(toIni(written))]);
        expect(JSON.parse(read)).toEqual(JSON.parse(JSON.stringify(written)));
      }),
      { numRuns: 25 },
    );
  });
});
