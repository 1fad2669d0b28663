import { expect, test } from "vitest";
import foot from "../../../modules/foot.ts";
import systemd from "../../../modules/systemd/index.ts";
import wayland from "../../../modules/wayland.ts";
import { wholeHome } from "../whole-home.ts";

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([foot, systemd, wayland], {
    programs: {
      foot: {
        enable: true,
        settings: { main: { font: "Fira Code:size=11" }, mouse: { "hide-when-typing": "yes" } },
        server: { enable: true, systemdTarget: "sway-session.target" },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/foot.golden");
});
