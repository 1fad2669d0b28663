import { expect, test } from "vitest";
import screen from "../../../modules/screen.ts";
import { homeOf, textsOf } from "../home.ts";
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
