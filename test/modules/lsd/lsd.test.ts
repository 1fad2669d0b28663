import * as fs from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import lsd from "../../../modules/lsd.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([lsd, ...shells], {
    programs: {
      ...allShells,
      lsd: {
        enable: true,
        settings: { date: "relative", "ignore-globs": [".git"] },
        colors: { size: { none: "grey" } },
        icons: "/icons.yaml",
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/lsd.golden");
});

test.skipIf(!has("lsd"))("lsd takes the settings (needs lsd)", () => {
  const home = writtenHome([lsd], {
    programs: {
      lsd: { enable: true, settings: { blocks: ["size", "name"], size: "bytes", "ignore-globs": ["*.bak"] } },
    },
  });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  fs.mkdirSync(`${home}/folder`);
  fs.writeFileSync(`${home}/folder/a`, "12345");
  fs.writeFileSync(`${home}/folder/b.bak`, "");
  expect(askAt(home, "lsd", ["-l", "--color", "never", "--icon", "never", "folder"])).toMatch(/^5 *a\n$/);
});
