import { expect, test } from "vitest";
import papis from "../../../modules/papis.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([papis], {
    programs: {
      papis: {
        enable: true,
        settings: { "add-edit": true },
        libraries: {
          papers: { isDefault: true, settings: { dir: "~/papers" } },
          b: { name: "books", settings: { dir: "~/books" } },
        },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/papis.golden");
});
