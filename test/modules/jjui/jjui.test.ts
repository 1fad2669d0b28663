import { expect, test } from "vitest";
import jjui from "../../../modules/jjui.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([jjui], {
    programs: {
      jjui: {
        enable: true,
        configDir: "/home/ada/.jjui",
        settings: { revisions: { revset: "" } },
        configLua: "function setup(config) end\n",
        plugins: { mine: "return {}\n", file: "/x.lua" },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/jjui.golden");
});
