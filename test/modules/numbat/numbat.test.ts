import { expect, test } from "vitest";
import numbat from "../../../modules/numbat.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome(
    [numbat],
    {
      programs: {
        numbat: {
          enable: true,
          settings: { prompt: "> " },
          initFile: "unit kohm: ElectricResistance = kV/A\n",
        },
      },
    },
    { os: "darwin" },
  );
  await expect(text).toMatchFileSnapshot("golden/numbat.golden");
});
