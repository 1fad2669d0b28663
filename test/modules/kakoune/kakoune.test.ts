import * as fs from "node:fs";
import type { DefsOf } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import kakoune from "../../../modules/kakoune/index.ts";
import type { KakouneOptions } from "../../../modules/kakoune/options.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const rich: DefsOf<KakouneOptions> = {
  enable: true,
  defaultEditor: true,
  config: {
    colorScheme: "gruvbox-dark",
    tabStop: 4,
    indentWidth: 0,
    incrementalSearch: false,
    autoInfo: ["command", "normal"],
    autoComplete: [],
    autoReload: "ask",
    scrollOff: { lines: 3 },
    ui: { statusLine: "top", assistant: "cat", shiftFunctionKeys: 12 },
    showMatching: true,
    wrapLines: { enable: true, word: true, marker: "⏎", maxWidth: 80 },
    numberLines: { enable: true, relative: true, separator: "'" },
    showWhitespace: { enable: true, tab: "→", lineFeed: "¬" },
    keyMappings: [{ mode: "user", key: "w", effect: ":write 'it'<ret>", docstring: "write" }],
    hooks: [
      {
        name: "WinSetOption",
        option: "filetype=c",
        group: "mine",
        once: true,
        commands: "set-option window tabstop 2",
      },
    ],
  },
  extraConfig: "declare-option str own yes\n",
};

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([kakoune], { programs: { kakoune: { ...rich, plugins: ["kak-plugin"] } } });
  await expect(text).toMatchFileSnapshot("golden/kakoune.golden");
});

test.skipIf(!has("kak"))("Kakoune understands the settings", () => {
  const home = writtenHome([kakoune], { programs: { kakoune: rich } });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  const write = `echo -to-file ${home}/said -quoting raw %opt{tabstop} %opt{incsearch} %opt{autoinfo} %opt{own}`;
  askAt(home, "kak", ["-ui", "dummy", "-e", `${write}; quit!`]);
  expect(fs.readFileSync(`${home}/said`, "utf8")).toBe("4 false command|normal yes");
});
