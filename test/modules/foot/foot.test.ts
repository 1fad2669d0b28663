import * as fs from "node:fs";
import type { Definitions } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import foot from "../../../modules/foot.ts";
import systemd from "../../../modules/systemd/index.ts";
import wayland from "../../../modules/wayland.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const settings = { main: { font: "Fira Code:size=11" }, mouse: { "hide-when-typing": "yes" } };

test("the whole home of a rich configuration", async () => {
  const text = wholeHome([foot, systemd, wayland], {
    programs: {
      foot: {
        enable: true,
        settings,
        server: { enable: true, systemdTarget: "sway-session.target" },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/foot.golden");
});

test.skipIf(!has("foot"))("foot takes the settings, and would refuse others (needs foot)", () => {
  const check = (given: object) => {
    const home = writtenHome([foot, systemd, wayland], {
      programs: { foot: { enable: true, settings: given } },
    } as Definitions);
    onTestFinished(() => fs.rmSync(home, { recursive: true }));
    askAt(home, "foot", ["--check-config"]);
  };
  check(settings);
  expect(() => check({ mouse: { nonsense: true } })).toThrow("nonsense");
});
