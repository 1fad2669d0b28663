/** Formats of lines: systemd units, desktop entries, X resources, command lines, fish. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commandLineWords } from "../../src/generators/command-line.ts";
import { toCssVariables, toGtkColors } from "../../src/generators/css.ts";
import { toDesktopEntry } from "../../src/generators/desktop-entry.ts";
import { quoteFish } from "../../src/generators/fish.ts";
import { toHyprland } from "../../src/generators/hyprland.ts";
import { toSystemdUnit } from "../../src/generators/systemd.ts";
import { toXresources } from "../../src/generators/xresources.ts";
import { ask, fileWith, has } from "./real-programs.ts";

test("a systemd unit says nothing where there is nothing to say", () => {
  const unit = {
    Unit: { Description: "x", After: ["a.service", "b.service"], Documentation: [], Before: null },
    Service: { PrivateTmp: true, Nice: 5 },
    Install: {},
  };
  expect(toSystemdUnit(unit)).toBe(
    "[Service]\nNice=5\nPrivateTmp=true\n\n[Unit]\nAfter=a.service\nAfter=b.service\nDescription=x\n",
  );
});

describe("a desktop entry", () => {
  const entry = toDesktopEntry({
    "Desktop Entry": {
      Type: "Application",
      Name: "A\\B\nC",
      Exec: "true %U",
      Categories: ["Utility", "X-a;b"],
      Terminal: false,
      Comment: null,
      Actions: ["new"],
    },
    "Desktop Action new": { Name: "New", Exec: "true --new" },
  });

  test("the whole text", () => {
    expect(entry).toBe(`[Desktop Entry]
Actions=new
Categories=Utility;X-a\\;b
Exec=true %U
Name=A\\\\B\\nC
Terminal=false
Type=Application

[Desktop Action new]
Exec=true --new
Name=New
`);
  });

  test.skipIf(!has("desktop-file-validate"))("is valid (needs desktop-file-validate)", () => {
    const valid = entry
      .replace("X-a\\;b", "X-b")
      .replace("Actions=new", "Actions=new;")
      .replace("X-b", "X-b;");
    expect(
      ask("sh", [
        "-c",
        `cp ${fileWith(valid)} /tmp/$$.desktop && desktop-file-validate /tmp/$$.desktop; rm /tmp/$$.desktop`,
      ]),
    ).toBe("");
  });
});

test("Hyprland: variables first, then sections, then the rest", () => {
  const config = {
    bind: ["$mod, Q, killactive", "$mod, F, exec, firefox"],
    $mod: "SUPER",
    general: { gaps_in: 5, "col.active": "rgb(ff0000)", snap: { enabled: true } },
    device: [{ name: "a", sensitivity: -0.5 }, { name: "b" }],
    monitor: [],
  };
  expect(toHyprland(config)).toBe(`$mod=SUPER
device {
  name=a
  sensitivity=-0.500000
}
device {
  name=b
}
general {
  snap {
    enabled=true
  }
  col.active=rgb(ff0000)
  gaps_in=5
}
bind=$mod, Q, killactive
bind=$mod, F, exec, firefox
`);
  expect(toHyprland({ a: 1, source: "x" }, { importantPrefixes: ["$", "source"] })).toBe("source=x\na=1\n");
});

test("style sheets", () => {
  expect(toCssVariables({ b: 1, a: "#fff" })).toBe(":root {\n  --a: #fff;\n  --b: 1;\n}\n");
  expect(toGtkColors({ accent: "#fff" })).toBe("@define-color accent #fff;\n");
});

test("X resources", () => {
  expect(
    toXresources({ "XTerm*charClass": ["37:48", 5], "A*b": true, "A*c": 12.3, "URxvt.font": "xft:a" }),
  ).toBe("A*b: true\nA*c: 12.300000\nURxvt.font: xft:a\nXTerm*charClass: 37:48, 5\n");
});

test("options of a command", () => {
  const options = { quiet: true, off: false, n: 3, word: ["a b", 1], none: null };
  expect(commandLineWords(options)).toEqual(["-n=3", "--quiet", "--word=a b", "--word=1"]);
  expect(commandLineWords(options, { separator: null, option: (key) => `-${key}` })).toEqual([
    ...["-n", "3", "-quiet", "-word", "a b", "-word", "1"],
  ]);
});

test.skipIf(!has("fish"))("fish takes quoted words as they are (needs fish)", () => {
  const words = fc.sample(
    fc.string({ unit: fc.constantFrom(..."ab \\'\"$(){}*?~#;\n&|<>!%"), maxLength: 8 }),
    { numRuns: 200, seed: 9 },
  );
  const script = `for word in ${words.map((word) => (word === "" ? "''" : quoteFish(word))).join(" ")}\n  printf '%s\\0' $word\nend\n`;
  const read = ask("fish", ["--no-config", fileWith(script)])
    .split("\0")
    .slice(0, -1);
  expect(read).toEqual(words);
});
