import * as fs from "node:fs";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import vim from "../../../modules/vim.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const files = path.join(import.meta.dirname, "files");

const rich = {
  enable: true,
  defaultEditor: true,
  plugins: [`${files}/plugin`, "only-a-name"],
  settings: { background: "dark", expandtab: true, number: false, history: 77, backupdir: ["/a b", "/c,d"] },
  extraConfig: "let g:own = 1\n",
} as const;

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([vim], { programs: { vim: rich } }, { here: files, stubs: false });
  await expect(text).toMatchFileSnapshot("golden/vim.golden");
});

test.skipIf(!has("vim"))("Vim understands the settings", () => {
  const home = writtenHome([vim], { programs: { vim: rich } });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  const values = ["&background", "&expandtab", "&history", "&backupdir", "g:own"].join(", ");
  const write = `call writefile(map([${values}], 'string(v:val)'), '${home}/said')`;
  askAt(home, "vim", ["-es", "-u", `${home}/.vimrc`, "-c", write, "-c", "qa!"]);
  expect(fs.readFileSync(`${home}/said`, "utf8")).toBe("'dark'\n1\n77\n'/a b,/c\\,d'\n1\n");
});
