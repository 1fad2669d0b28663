import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  aliasLines,
  exportLines,
  quoteShell,
  quoteShellWords,
  zshAssignments,
  zshQuote,
} from "../../src/generators/shell.ts";
import { ask, fileWith, has } from "./real-programs.ts";

const shells = ["sh", "bash", "zsh"] as const;
const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(..."ab '\"\\$`!~*?[]{}()<>|&;#=\n\t-"),
      fc.string({ unit: "grapheme", maxLength: 1 }),
    ),
  })
  .filter((value) => !value.includes("\0"));

describe.each(shells)("%s", (shell) => {
  test.skipIf(!has(shell))(`takes quoted words literally (needs ${shell})`, () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (words) => {
        const script = fileWith(`printf '%s\\0' ${quoteShellWords(words)}\n`);
        expect(ask(shell, [script]).split("\0").slice(0, -1)).toEqual(words);
      }),
      { numRuns: 25 },
    );
  });

  test.skipIf(!has(shell))(`expands exported variables (needs ${shell})`, () => {
    const lines = exportLines({
      EMPTY: "",
      FROM_HOME: "$HOME/bin",
      DEFAULT: "${NOT_SET:-other}/x",
      COMMAND: '$(echo "a  b")',
      NONE: null,
      YES: true,
      NUMBER: 30,
    });
    const script = fileWith(`${lines}\nenv\n`);
    const environment = ask(shell, [script], { HOME: "/home/me" }).split("\n");
    for (const expected of [
      "EMPTY=",
      "FROM_HOME=/home/me/bin",
      "DEFAULT=other/x",
      "COMMAND=a  b",
      "YES=true",
      "NUMBER=30",
    ])
      expect(environment).toContain(expected);
    expect(environment.join("\n")).not.toContain("NONE");
  });
});

test("words that are safe stay bare, as people write them", () => {
  expect(quoteShell("@pls@/bin/pls")).toBe("@pls@/bin/pls");
  expect(quoteShell("")).toBe("''");
  expect(quoteShell("it's")).toBe("'it'\\''s'");
});

test("aliases, sorted, with any name", () => {
  expect(aliasLines({ ll: "ls -l", "..": "cd ..", "-": "cd -" })).toBe(
    "alias -- -='cd -'\nalias -- ..='cd ..'\nalias -- ll='ls -l'",
  );
  expect(aliasLines({ G: "| grep" }, ["-g"])).toBe("alias -g -- G='| grep'");
});

test.skipIf(!has("bash"))("bash knows the aliases (needs bash)", () => {
  const script = fileWith(`shopt -s expand_aliases\n${aliasLines({ q: "echo 'a b' \"$HOME\"" })}\nq\n`);
  expect(ask("bash", [script], { HOME: "/home/me" })).toBe("a b /home/me\n");
});

test("zsh's quotes keep quotes and backticks, expand the rest, and leave what is escaped", () => {
  expect(zshQuote('say "hi" `x`')).toBe('"say \\"hi\\" \\`x\\`"');
  expect(zshQuote("$HOME/bin")).toBe('"$HOME/bin"');
  expect(zshQuote('\\$HOME \\"q\\"')).toBe('"\\$HOME \\"q\\""');
  expect(zshQuote("ends in \\")).toBe('"ends in \\\\"');
});

test.skipIf(!has("zsh"))("zsh takes lists, numbers and truth (needs zsh)", () => {
  const lines = zshAssignments({ LIST: ["a b", "c"], NUMBER: 3, TRUTH: true, TEXT: "$HOME/`x`" });
  const script = fileWith(`${lines}\nprint -l $#LIST $LIST[1] $NUMBER $TRUTH $TEXT\n`);
  expect(ask("zsh", ["-f", script], { HOME: "/home/me" })).toBe("2\na b\n3\ntrue\n/home/me/`x`\n");
});
