import { expect, test } from "vitest";
import fastfetch from "../../../modules/fastfetch.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([fastfetch], {
    programs: {
      fastfetch: {
        enable: true,
        settings: { logo: { source: "small" }, modules: ["title", { type: "memory", key: "RAM" }] },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/fastfetch.golden");
});
