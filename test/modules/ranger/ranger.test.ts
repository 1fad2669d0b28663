import * as fs from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import ranger from "../../../modules/ranger.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([ranger], {
    programs: {
      ranger: {
        enable: true,
        settings: { column_ratios: "1,3,3", scroll_offset: 8, unicode_ellipsis: true, ratio: 0.5 },
        aliases: { e: "edit" },
        mappings: { Q: "quitall" },
        extraConfig: "unmap gd\n",
        extraPackages: ["highlight"],
        plugins: [{ name: "zoxide", src: "/plugins/zoxide" }],
        rifle: [{ condition: "mime ^text, label editor", command: 'vim -- "$@"' }],
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/ranger.golden");
});

test.skipIf(!has("rifle"))("rifle opens a file by the first rule that fits (needs ranger)", () => {
  const rifle = [
    { condition: "ext md", command: "false" },
    { condition: "ext txt, has cat", command: 'cat -- "$@"' },
    { condition: "else", command: "false" },
  ];
  const home = writtenHome([ranger], { programs: { ranger: { enable: true, rifle } } });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  fs.writeFileSync(`${home}/a file.txt`, "hello");
  expect(askAt(home, "rifle", ["-l", "a file.txt"])).toBe('0:::cat -- "$@"\n1:::false\n');
  expect(askAt(home, "rifle", ["a file.txt"])).toBe("hello");
});
