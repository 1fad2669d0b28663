import { expect, test } from "vitest";
import rio from "../../../modules/rio.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([rio], {
    programs: {
      rio: {
        enable: true,
        settings: { cursor: "_" },
        themes: { mine: { colors: { background: "#1e1e2e" } }, file: "/themes/x.toml" },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/rio.golden");
});
