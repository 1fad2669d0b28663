import { expect, test } from "vitest";
import poetry from "../../../modules/poetry.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome(
    [poetry],
    {
      programs: { poetry: { enable: true, settings: { virtualenvs: { "in-project": true } } } },
    },
    { os: "darwin" },
  );
  await expect(text).toMatchFileSnapshot("golden/poetry.golden");
});
