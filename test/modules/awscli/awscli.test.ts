import { expect, test } from "vitest";
import awscli from "../../../modules/awscli.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([awscli], {
    programs: {
      awscli: {
        enable: true,
        settings: { default: { region: "eu-central-1" }, "profile work": { output: "json" } },
        credentials: { default: { credential_process: "pass show aws" } },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/awscli.golden");
});
