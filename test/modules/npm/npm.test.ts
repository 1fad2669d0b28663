import { expect, test } from "vitest";
import npm from "../../../modules/npm.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([npm], {
    programs: {
      npm: {
        enable: true,
        settings: { color: true, include: ["dev", "prod"], "//npm.example.org/:_authToken": "$TOKEN" },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/npm.golden");
});
