import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import contact from "../../../modules/accounts-contact.ts";
import khard from "../../../modules/khard.ts";
import { homeOf, textsOf } from "../home.ts";

const described = (khardOfAccount: object) =>
  homeOf([contact, khard], {
    accounts: {
      contact: {
        basePath: ".contacts",
        accounts: { work: { local: { type: "filesystem" }, khard: { enable: true, ...khardOfAccount } } },
      },
    },
    programs: { khard: { enable: true } },
  } as Definitions);

test("the former name of addressbooks counts, and is told", () => {
  const home = described({ defaultCollection: "friends" });
  expect(textsOf(home)[".config/khard/khard.conf"]).toBe(
    textsOf(described({ addressbooks: ["friends"] }))[".config/khard/khard.conf"],
  );
  expect(home.description.warnings).toEqual([expect.stringContaining("addressbooks")]);
});
