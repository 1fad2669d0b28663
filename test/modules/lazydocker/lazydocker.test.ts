import { expect, test } from "vitest";
import lazydocker from "../../../modules/lazydocker.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome(
    [lazydocker],
    {
      programs: { lazydocker: { enable: true } },
    },
    { os: "darwin" },
  );
  await expect(text).toMatchFileSnapshot("golden/lazydocker.golden");
});
