import { expect, test } from "vitest";
import cargo from "../../../modules/cargo.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([cargo], {
    programs: {
      cargo: {
        enable: true,
        cargoHome: "~/.local/share/cargo",
        settings: { net: { "git-fetch-with-cli": true } },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/cargo.golden");
});
