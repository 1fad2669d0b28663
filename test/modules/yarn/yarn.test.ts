import { expect, test } from "vitest";
import yarn from "../../../modules/yarn.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([yarn], {
    programs: { yarn: { enable: true, settings: { httpProxy: "http://proxy.example.org:3128" } } },
  });
  await expect(text).toMatchFileSnapshot("golden/yarn.golden");
});
