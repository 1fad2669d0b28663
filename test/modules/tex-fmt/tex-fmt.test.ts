import { expect, test } from "vitest";
import texFmt from "../../../modules/tex-fmt.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome(
    [texFmt],
    {
      programs: { "tex-fmt": { enable: true, settings: { tabsize: 2, lists: [] } } },
    },
    { os: "darwin" },
  );
  await expect(text).toMatchFileSnapshot("golden/tex-fmt.golden");
});
