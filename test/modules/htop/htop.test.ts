import { expect, test } from "vitest";
import htop from "../../../modules/htop.ts";
import { homeOf, textsOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([htop], {
    programs: {
      htop: {
        enable: true,
        settings: {
          header_layout: "two_50_50",
          column_meters_0: ["AllCPUs2", "Memory"],
          column_meters_modes_0: [1, 1],
          hide_kernel_threads: true,
          shadow_other_users: false,
          delay: 15,
        },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/htop.golden");
});

test("the usual columns are those of the system", () => {
  const fields = (os: "linux" | "darwin") =>
    textsOf(homeOf([htop], { programs: { htop: { enable: true, settings: { delay: 15 } } } }, { os }))[
      ".config/htop/htoprc"
    ];
  expect(fields("linux")).toContain("fields=0 48 17 18 38 39 40 2 46 47 49 1\n");
  expect(fields("darwin")).toContain("fields=0 48 17 18 38 39 2 46 47 49 1\n");
});

test("nothing set, nothing written", () => {
  expect(textsOf(homeOf([htop], { programs: { htop: { enable: true } } }))).toEqual({});
});
