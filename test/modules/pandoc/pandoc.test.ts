import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import pandoc from "../../../modules/pandoc.ts";
import { homeOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([pandoc], {
    programs: {
      pandoc: {
        enable: true,
        defaults: { citeproc: true, metadata: { author: "Ada" } },
        templates: { "default.latex": "/t.latex" },
        citationStyles: ["/styles/ieee.csl"],
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/pandoc.golden");
});

test("whoever runs it, it reads its defaults", () => {
  const made = (pandocOptions: object) =>
    Object.values(
      homeOf([pandoc], { programs: { pandoc: { enable: true, ...pandocOptions } } } as Definitions)
        .description.derivations,
    ).join("");
  expect(made({ defaults: { citeproc: true } })).toContain(
    "--defaults' '/home/ada/.local/share/pandoc/defaults/home.yaml'",
  );
  expect(made({ defaultsFile: "/own.yaml" })).toContain("--defaults' '/own.yaml'");
  expect(made({})).toBe("");
});
