import { expect, test } from "vitest";
import payRespects from "../../../modules/pay-respects.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([payRespects, ...shells], {
    programs: {
      ...allShells,
      "pay-respects": {
        enable: true,
        options: ["--alias", "f"],
        rules: { cargo: { command: "cargo", match_err: [{ pattern: ["run"], suggest: ["cargo init"] }] } },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/pay-respects.golden");
});
