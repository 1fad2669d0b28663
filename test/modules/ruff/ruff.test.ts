import { expect, test } from "vitest";
import ruff from "../../../modules/ruff.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([ruff], {
    programs: {
      ruff: { enable: true, settings: { "line-length": 100, lint: { select: ["E4"], ignore: [] } } },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/ruff.golden");
});
