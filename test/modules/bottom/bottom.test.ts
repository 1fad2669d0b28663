import { expect, test } from "vitest";
import bottom from "../../../modules/bottom.ts";
import { describeProgram } from "../whole-program.ts";

test("everything that a rich configuration comes to", async () => {
  const home = describeProgram(bottom, {
    bottom: { settings: { flags: { avg_cpu: true, rate: 500 }, colors: { low_battery_color: "red" } } },
  });
  await expect(home).toMatchFileSnapshot("golden/rich.golden");
});
