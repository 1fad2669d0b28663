/** KDL, Lua, property lists, XML, GVariant, Nix: the whole text of one sample each, and what real parsers read. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { float } from "../../src/base/float.ts";
import { gvariant, toDconf } from "../../src/generators/gvariant.ts";
import { toCompactJson } from "../../src/generators/json.ts";
import { toKdl } from "../../src/generators/kdl.ts";
import { toKeyValue } from "../../src/generators/key-value.ts";
import { luaAssignments, luaInline, luaValue } from "../../src/generators/lua.ts";
import { toNix, toNixConf } from "../../src/generators/nix.ts";
import { nushellValue } from "../../src/generators/nushell.ts";
import { toPlist } from "../../src/generators/plist.ts";
import { toToml } from "../../src/generators/toml.ts";
import { toXml } from "../../src/generators/xml.ts";
import { toYaml } from "../../src/generators/yaml.ts";
import { ask, fileWith, has } from "./real-programs.ts";

const sample = {
  text: 'a "quoted"\ttext\nof \\ two lines',
  "key with spaces": true,
  number: -3,
  half: 0.5,
  whole: float(1),
  nothing: null,
  list: ["x", 1, false],
  deep: { list: [{ a: 1 }, {}], empty: [] },
} as const;

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const data = fc.letrec<{ any: Data }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true }),
    fc.boolean(),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(text, tie("any"), { maxKeys: 3 }),
  ) as fc.Arbitrary<Data>,
})).any;
type Data = string | number | boolean | readonly Data[] | { readonly [key: string]: Data };

/** Many values at once, since starting a program for each would be slow. */
const samples = (arbitrary: fc.Arbitrary<Data> = data): Data[] =>
  fc.sample(arbitrary, { numRuns: 200, seed: 7 });

test("a float stays one wherever the format has them", () => {
  const value = { a: float(1), b: 2, c: 0.5 };
  expect(toToml(value)).toBe("a = 1.0\nb = 2\nc = 0.5\n");
  expect(toYaml(value)).toBe("a: 1.0\nb: 2\nc: 0.5\n");
  expect(toCompactJson(value)).toBe('{"a":1,"b":2,"c":0.5}');
  expect(toKeyValue(value)).toBe("a=1.000000\nb=2\nc=0.500000\n");
});

describe("KDL", () => {
  test("arguments, properties, ordered and other children", () => {
    const document = {
      keybinds: {
        _props: { "clear-defaults": true },
        normal: { 'bind "Ctrl g"': { SwitchToMode: { _args: ["locked"] } }, unbind: ["a", "b"] },
      },
      _children: [
        { "spawn-at-startup": { _args: ["waybar"] } },
        { output: { _args: ["eDP-1"], scale: float(2) } },
      ],
      plugins: [{ path: "a" }, "b"],
      theme: 'a "name"',
      empty: {},
      nothing: null,
    };
    expect(toKdl(document)).toBe(`spawn-at-startup "waybar"
output "eDP-1" {
	scale 2.0
}
empty
keybinds clear-defaults=true {
	normal {
		bind "Ctrl g" {
			SwitchToMode "locked"
		}
		unbind "a" "b"
	}
}
nothing null
plugins {
	- {
		path "a"
	}
	- "b"
}
theme "a \\"name\\""
`);
  });
});

describe("Lua", () => {
  test("values and assignments", () => {
    expect(
      luaAssignments({ a: { list: [1, luaInline("os.time()")], "b c": null } }, "config."),
    ).toBe(`config.a = {
  ["b c"] = nil,
  ["list"] = {
    1,
    (os.time()),
  },
}
`);
  });

  test.skipIf(!has("lua5.4"))("Lua itself reads texts as they were (needs lua5.4)", () => {
    const texts = fc
      .sample(fc.string({ unit: "binary", maxLength: 8 }), { numRuns: 300, seed: 3 })
      .filter((s) => s.isWellFormed());
    const program = `for _, text in ipairs(${luaValue(texts)}) do
  print((text:gsub(".", function(c) return string.format("%02x", c:byte()) end)))
end`;
    const read = ask("lua5.4", [fileWith(program)])
      .split("\n")
      .slice(0, -1);
    expect(read).toEqual(texts.map((one) => Buffer.from(one).toString("hex")));
  });
});

describe("property lists", () => {
  test("the whole file", async () => {
    await expect(toPlist({ ...sample, date: new Date(0), data: new Uint8Array([1, 2]) })).toMatchFileSnapshot(
      "golden/plist.golden",
    );
  });

  test.skipIf(!has("python3"))("read back by another implementation (needs python3)", () => {
    const printable = fc.string({ unit: "grapheme-ascii", maxLength: 12 });
    const values = samples(
      fc.dictionary(printable, fc.oneof(printable, fc.integer(), fc.boolean(), fc.array(printable))) as never,
    );
    const program = "import plistlib,json,sys; print(json.dumps(plistlib.load(open(sys.argv[1],'rb'))))";
    const read = JSON.parse(ask("python3", ["-c", program, fileWith(toPlist(values))]));
    expect(read).toEqual(JSON.parse(JSON.stringify(values)));
  });
});

describe("XML", () => {
  test("attributes, text and children", () => {
    const document = {
      name: "a",
      attributes: { x: '<"&' },
      content: [{ name: "b", content: "1 < 2" }, { name: "c" }],
    };
    expect(toXml(document, { doctype: "<!DOCTYPE a>" })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE a>
<a x="&lt;&quot;&amp;">
  <b>1 &lt; 2</b>
  <c/>
</a>
`);
  });
});

describe("GVariant", () => {
  test("plain data and typed values", () => {
    const settings = {
      "org/gnome/a": {
        text: "it's \\ a\n",
        count: 5,
        half: 0.5,
        whole: float(1),
        on: true,
        words: ["a", "b"],
        none: [],
        size: gvariant.uint32(32),
        sources: gvariant.array("(ss)", [gvariant.tuple("(ss)", ["xkb", "us"])]),
        maybe: gvariant.nothing("s"),
        any: gvariant.variant("x"),
        dict: gvariant.array("{sv}", []),
      },
      "/": { top: gvariant.tuple("(i)", [1]) },
    };
    expect(toDconf(settings)).toBe(`[/]
top=@(i) (1,)

[org/gnome/a]
any=<'x'>
count=5
dict=@a{sv} []
half=0.5
maybe=@ms nothing
none=@as []
on=true
size=uint32 32
sources=@a(ss) [@(ss) ('xkb', 'us')]
text='it\\'s \\\\ a\\n'
whole=1.0
words=['a', 'b']
`);
  });

  test.skipIf(!has("dconf"))("dconf itself reads it (needs dconf)", () => {
    const texts = fc
      .sample(fc.string({ unit: "grapheme", maxLength: 10 }), { numRuns: 100, seed: 5 })
      .filter((one) => !one.includes("\0"));
    const folder = mkdtempSync(join(tmpdir(), "lares-dconf-"));
    mkdirSync(join(folder, "keys"));
    const keys = { texts, ...typed };
    writeFileSync(join(folder, "keys/a"), toDconf({ "org/a": keys }));
    writeFileSync(join(folder, "profile"), `file-db:${folder}/database\n`);
    ask("dconf", ["compile", join(folder, "database"), join(folder, "keys")]);
    const env = { DCONF_PROFILE: join(folder, "profile"), HOME: folder, LC_ALL: "C.UTF-8" };
    const read = Object.fromEntries(
      Object.keys(keys).map((key) => [key, ask("dconf", ["read", `/org/a/${key}`], env).trimEnd()]),
    );
    expect(read).toEqual({
      texts: expect.any(String),
      size: "uint32 32",
      sources: "[('xkb', 'us')]",
      maybe: "@ms nothing",
      any: "<'x'>",
      whole: "1.0",
    });
    expect(read.texts!.startsWith("[") && read.texts!.endsWith("]")).toBe(true);
  });
});

const typed = {
  size: gvariant.uint32(32),
  sources: gvariant.array("(ss)", [gvariant.tuple("(ss)", ["xkb", "us"])]),
  maybe: gvariant.nothing("s"),
  any: gvariant.variant("x"),
  whole: float(1),
};

describe("Nix", () => {
  test("a value", async () => {
    await expect(`${toNix({ ...sample, with: "${a} $b", negative: [-1] })}\n`).toMatchFileSnapshot(
      "golden/nix.golden",
    );
  });

  test.skipIf(!has("nix-instantiate"))("read back by Nix (needs nix-instantiate)", () => {
    const whole = fc.oneof(text, fc.integer(), fc.boolean());
    const values = samples(fc.dictionary(text, fc.array(whole, { maxLength: 4 }), { maxKeys: 4 }) as never);
    const read = ask("nix-instantiate", ["--eval", "--strict", "--json", fileWith(toNix(values as never))]);
    expect(JSON.parse(read)).toEqual(values);
  });

  test("nix.conf", () => {
    expect(toNixConf({ "extra-a": ["x", "y"], sandbox: true, cores: 4, none: null, zz: "last" })).toBe(
      "cores = 4\nnone = \nsandbox = true\nzz = last\nextra-a = x y\n",
    );
  });
});

describe("Nushell", () => {
  test("a value", async () => {
    await expect(
      `${nushellValue({ ...sample, inline: { _type: "nushell-inline", expr: "$env.HOME" } })}\n`,
    ).toMatchFileSnapshot("golden/nushell.golden");
  });
});
