/** What is written in the formats of few is read back by parsers that others wrote. */
import { parse as parseKdl } from "@bgotink/kdl/v1-compat";
import fc from "fast-check";
import postcss from "postcss";
import { expect, test } from "vitest";
import { toCssVariables } from "../../src/generators/css.ts";
import { toDesktopEntry } from "../../src/generators/desktop-entry.ts";
import { gvariantText } from "../../src/generators/gvariant.ts";
import { toKdl } from "../../src/generators/kdl.ts";
import { toKeyValue } from "../../src/generators/key-value.ts";
import { luaValue } from "../../src/generators/lua.ts";
import { nushellValue } from "../../src/generators/nushell.ts";
import { quoteSystemd, quoteSystemdAssignment } from "../../src/generators/systemd.ts";
import { toXml, type XmlElement } from "../../src/generators/xml.ts";
import { toXresources } from "../../src/generators/xresources.ts";
import { ask, fileWith, has } from "./real-programs.ts";

/** Debian's own Python, since its modules are not there for another. */
const python = "/usr/bin/python3";
const hasModule = (name: string): boolean => {
  try {
    return ask(python, ["-c", `import ${name}`]) === "";
  } catch {
    return false;
  }
};

const text = fc.string({ unit: "grapheme", maxLength: 10 }).filter((one) => !one.includes("\0"));
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true, min: -1e9, max: 1e9 }),
);
const scalar = fc.oneof(text, number, fc.boolean());
const many = <T>(arbitrary: fc.Arbitrary<T>, numRuns = 150): T[] =>
  fc.sample(arbitrary, { numRuns, seed: 11 });

type Data = string | number | boolean | readonly Data[] | { readonly [key: string]: Data };
const nested = (keys: fc.Arbitrary<string>): fc.Arbitrary<Data> =>
  fc.letrec<{ any: Data }>((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      scalar,
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(keys, tie("any"), { minKeys: 1, maxKeys: 3 }),
    ) as fc.Arbitrary<Data>,
  })).any;

test("KDL", () => {
  const node = fc.record({
    _args: fc.array(scalar, { maxLength: 3 }),
    _props: fc.dictionary(name, scalar, { maxKeys: 3 }),
    child: fc.array(scalar, { minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.dictionary(name, node, { maxKeys: 4 }), (document) => {
      const read = parseKdl(toKdl(document)).nodes.map((found) => {
        const child = found.children!.nodes[0]!;
        return [
          found.getName(),
          {
            _args: found.getArguments(),
            _props: Object.fromEntries(found.getProperties()),
            child: child.getArguments(),
          },
        ];
      });
      expect(Object.fromEntries(read)).toEqual(
        Object.fromEntries(
          Object.entries(document).map(([key, value]) => [key, { ...value, _props: { ...value._props } }]),
        ),
      );
    }),
  );
});

test("style sheets", () => {
  const value = fc.oneof(fc.stringMatching(/^#[0-9a-f]{6}$/), fc.integer(), fc.constant("var(--b, 1px)"));
  fc.assert(
    fc.property(fc.dictionary(name, value), (variables) => {
      const [rule] = postcss.parse(toCssVariables(variables)).nodes as [postcss.Rule];
      expect(rule.selector).toBe(":root");
      expect(
        Object.fromEntries(
          (rule.nodes as postcss.Declaration[]).map((one) => [one.prop.slice(2), one.value]),
        ),
      ).toEqual(Object.fromEntries(Object.entries(variables).map(([key, one]) => [key, String(one)])));
    }),
  );
});

const luaJson = `
local function quoted(text)
  return '"' .. text:gsub('[%c"\\\\]', function(c) return string.format("\\\\u%04x", c:byte()) end) .. '"'
end
local function json(value)
  if type(value) == "string" then return quoted(value) end
  if type(value) ~= "table" then return type(value) == "number" and string.format("%.17g", value) or tostring(value) end
  local parts = {}
  if #value > 0 or next(value) == nil then
    for _, one in ipairs(value) do parts[#parts + 1] = json(one) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for key, one in pairs(value) do parts[#parts + 1] = quoted(key) .. ":" .. json(one) end
  return "{" .. table.concat(parts, ",") .. "}"
end
`;

test.skipIf(!has("lua5.4"))("Lua (needs lua5.4)", () => {
  const values = many(nested(text));
  const program = `${luaJson}print(json(${luaValue(values)}))`;
  expect(JSON.parse(ask("lua5.4", [fileWith(program)]))).toEqual(JSON.parse(JSON.stringify(values)));
});

test.skipIf(!has("nu"))("Nushell (needs nu)", () => {
  const values = many(nested(text));
  const program = `${nushellValue(values as never)} | to json --raw | print`;
  expect(JSON.parse(ask("nu", ["--no-config-file", fileWith(program)]))).toEqual(values);
});

test.skipIf(!hasModule("gi"))("GVariant's text (needs Python's gi)", () => {
  const list = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
  const value = fc.oneof(text, number, fc.boolean(), list(text), list(fc.integer()));
  // GLib reads no integer beyond 32 bits unless it is told its type, and no number that is nearly none.
  const isReadable = (one: unknown) =>
    typeof one !== "number" || (Number.isInteger(one) ? Math.abs(one) < 2 ** 31 : Math.abs(one) > 1e-300);
  const values = many(value).filter((one) => [one].flat().every(isReadable));
  const program = `import json, sys
from gi.repository import GLib
print(json.dumps([GLib.Variant.parse(None, one, None, None).unpack() for one in json.load(open(sys.argv[1]))]))`;
  const texts = fileWith(JSON.stringify(values.map((one) => gvariantText(one))));
  expect(JSON.parse(ask(python, ["-c", program, texts]))).toEqual(values);
});

test.skipIf(!hasModule("gi"))("desktop entries (needs Python's gi)", () => {
  const line = text.map((one) => one.trim());
  const keys = fc.record({
    Name: line,
    Comment: line,
    Terminal: fc.boolean(),
    Keywords: fc.array(
      line.map((one) => `${one}.`),
      { minLength: 1 },
    ),
  });
  const entries = many(keys);
  const program = `import json, sys
from gi.repository import GLib
read = []
for text in json.load(open(sys.argv[1])):
  file = GLib.KeyFile.new()
  file.load_from_data(text, len(text.encode()), GLib.KeyFileFlags.NONE)
  group = "Desktop Entry"
  read.append({"Name": file.get_string(group, "Name"), "Comment": file.get_string(group, "Comment"),
    "Terminal": file.get_boolean(group, "Terminal"), "Keywords": file.get_string_list(group, "Keywords")})
print(json.dumps(read))`;
  const texts = fileWith(JSON.stringify(entries.map((entry) => toDesktopEntry({ "Desktop Entry": entry }))));
  expect(JSON.parse(ask(python, ["-c", program, texts]))).toEqual(entries);
});

test.skipIf(!hasModule("xml.etree.ElementTree"))("XML (needs python3)", () => {
  // XML has no other control characters than these, and a reader makes one line end of all.
  const content = fc.string({ unit: fc.constantFrom(..."ab <>&'\"é\n]"), maxLength: 10 });
  const elements = many(
    fc.letrec<{ element: XmlElement }>((tie) => ({
      element: fc.record({
        name,
        attributes: fc.dictionary(
          name,
          content.map((one) => one.replaceAll("\n", " ")),
        ),
        content: fc.oneof(
          { depthSize: "small" },
          content,
          fc.array(tie("element"), { minLength: 1, maxLength: 3 }),
        ),
      }),
    })).element,
  );
  const program = `import json, sys
import xml.etree.ElementTree as tree
def data(one):
  return {"name": one.tag, "attributes": one.attrib, "content": [data(inner) for inner in one] if len(one) else one.text or ""}
print(json.dumps([data(tree.fromstring(text.encode())) for text in json.load(open(sys.argv[1]))]))`;
  const texts = fileWith(JSON.stringify(elements.map((one) => toXml(one))));
  expect(JSON.parse(ask(python, ["-c", program, texts]))).toEqual(JSON.parse(JSON.stringify(elements)));
});

test.skipIf(!hasModule("Xlib.rdb"))("X resources (needs Python's Xlib)", () => {
  const value = fc.oneof(fc.stringMatching(/^[a-z#:,]{1,8}$/), fc.integer(), fc.boolean());
  const resources = many(fc.dictionary(fc.stringMatching(/^[a-z]{1,4}\.[a-z]{1,4}$/), value, { maxKeys: 5 }));
  const program = `import json, sys
from Xlib.rdb import ResourceDB
print(json.dumps([{name: ResourceDB(string=one["text"]).get(name, name) for name in one["names"]} for one in json.load(open(sys.argv[1]))]))`;
  const texts = resources.map((one) => ({ text: toXresources(one), names: Object.keys(one) }));
  expect(JSON.parse(ask(python, ["-c", program, fileWith(JSON.stringify(texts))]))).toEqual(
    resources.map((one) => Object.fromEntries(Object.entries(one).map(([key, each]) => [key, String(each)]))),
  );
});

test.skipIf(!hasModule("configparser"))("key = value (needs python3)", () => {
  const value = fc.oneof(
    fc.stringMatching(/^[a-zA-Z0-9 ,:/]*$/).map((one) => one.trim()),
    fc.integer(),
    fc.boolean(),
  );
  const files = many(fc.dictionary(name, value, { minKeys: 1, maxKeys: 5 }));
  const program = `import configparser, json, sys
def read(text):
  parser = configparser.RawConfigParser(delimiters=("=",))
  parser.read_string("[all]\\n" + text)
  return dict(parser["all"])
print(json.dumps([read(text) for text in json.load(open(sys.argv[1]))]))`;
  const texts = fileWith(JSON.stringify(files.map((one) => toKeyValue(one))));
  expect(JSON.parse(ask(python, ["-c", program, texts]))).toEqual(
    files.map((one) => Object.fromEntries(Object.entries(one).map(([key, each]) => [key, String(each)]))),
  );
});

/** What `verify` says of a service with these lines. */
const verified = (lines: string): string => {
  const unit = `${fileWith("")}.service`;
  const script = `printf %s "$UNIT" >${unit}; systemd-analyze --user --man=no verify ${unit} 2>&1; rm ${unit}`;
  return ask("sh", ["-c", script], { UNIT: `[Service]\nType=oneshot\n${lines}`, XDG_RUNTIME_DIR: "/tmp" });
};
const words = (characters: string) =>
  many(fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 8 }), 60);

/** A program that is not there is named as systemd has read it; its name may have no quotes and no backslash, and `$` is read later. */
test.skipIf(!has("systemd-analyze"))("words of systemd's commands (needs systemd-analyze)", () => {
  for (const word of words("ab %{};#=é").slice(0, 25)) {
    const program = `/nowhere/${word}x`;
    expect(verified(`ExecStart=${quoteSystemd(program)}\n`)).toContain(
      `Command ${program} is not executable`,
    );
  }
});

/** And so is what is no assignment. */
test.skipIf(!has("systemd-analyze"))("systemd's assignments (needs systemd-analyze)", () => {
  const wrong = words("ab \\'\"$%{};#\té").map((word) => `!${word}x`);
  const lines = wrong.map((word) => `Environment=${quoteSystemdAssignment(word)}\n`).join("");
  const said = verified(`${lines}ExecStart=/bin/true\n`);
  expect(
    [...said.matchAll(/Invalid environment assignment, ignoring: (.*)/g)].map(([, word]) => word),
  ).toEqual(wrong);
});
