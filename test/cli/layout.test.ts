import { expect, test } from "vitest";
import { hangingText } from "../../src/cli/render/layout.ts";

const hint = "lares switch puts them right; lares adopt PATH keeps what is there";

test("a sentence behind its label stays on one line where there is room", () => {
  expect(hangingText("  hint: ", hint, 74)).toEqual([`  hint: ${hint}`]);
  expect(hangingText("  hint: ", hint, Number.POSITIVE_INFINITY)).toEqual([`  hint: ${hint}`]);
});

test("else it is broken between words, below its first one; a label's colours take no room", () => {
  for (const label of ["  hint: ", "  \x1b[36mhint:\x1b[39m "])
    expect(hangingText(label, hint, 40)).toEqual([
      `${label}lares switch puts them right;`,
      "        lares adopt PATH keeps what is",
      "        there",
    ]);
});
