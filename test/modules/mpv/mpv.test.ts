import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import mpv from "../../../modules/mpv.ts";

import { homeOf, textsOf } from "../home.ts";

const modules = [mpv];
const rich: Definitions = {
  programs: {
    mpv: {
      enable: true,
      config: { "force-window": true, "cache-default": 4000000, alang: ["en", "dé"], speed: 1.5 },
      includes: ["~~/more.conf"],
      profiles: { "protocol.dvd": { alang: "en" } },
      defaultProfiles: ["gpu-hq", "fast"],
      bindings: { WHEEL_UP: "seek 10", "Alt+0": "set window-scale 0.5" },
      extraInput: "esc quit #! Quit",
      scriptOpts: { osc: { vidscale: false, visibility: "always" } },
    },
  },
};

type Named = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

test("all files of a rich configuration", async () => {
  const home = homeOf(modules, rich);
  expect(home.failedAssertions).toEqual([]);
  const texts = textsOf(home);
  const text = Object.keys(texts)
    .sort()
    .map((name) => `==> ${name} <==\n${texts[name]}`)
    .join("\n");
  await expect(text).toMatchFileSnapshot("golden/mpv.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named).mpv!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { mpv: settings } } as Definitions))).toEqual({});
});
