import * as fs from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import screen from "../../../modules/screen.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([screen], {
    programs: { screen: { enable: true, screenrc: "startup_message off\n" } },
  });
  await expect(text).toMatchFileSnapshot("golden/screen.golden");
});

test("a path is put there as it is", () => {
  const home = homeOf([screen], { programs: { screen: { enable: true, screenrc: "/my/screenrc" } } });
  expect(textsOf(home)).toEqual({ ".screenrc": "-> /my/screenrc" });
});

test.skipIf(!has("screen"))("Screen reads it (needs screen)", () => {
  const screenrc = "setenv FROM_LARES yes\n";
  const home = writtenHome([screen], { programs: { screen: { enable: true, screenrc } } });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  fs.mkdirSync(`${home}/sockets`, { mode: 0o700 });
  const inside = ["screen", "-D", "-m", "sh", "-c", `echo $FROM_LARES > ${home}/said`];
  askAt(home, "env", [`SCREENDIR=${home}/sockets`, ...inside]);
  expect(fs.readFileSync(`${home}/said`, "utf8")).toBe("yes\n");
});
