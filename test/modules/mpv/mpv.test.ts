import * as fs from "node:fs";
import type { Definitions } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import mpv from "../../../modules/mpv.ts";

import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

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

test.skipIf(!has("mpv"))("mpv understands options and profiles (needs mpv)", () => {
  const home = writtenHome(modules, {
    programs: {
      mpv: {
        enable: true,
        config: { volume: 33, "ytdl-format": "bestvideo+bestaudio # not a comment" },
        profiles: { quiet: { volume: 5, alang: ["en", "de"] } },
        includes: ["~~/more.conf"],
      },
    },
  });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  fs.writeFileSync(`${home}/.config/mpv/more.conf`, "speed=2\n");
  const script = `${home}/say.lua`;
  const asked = ["volume", "ytdl-format", "speed"].map((name) => `mp.get_property("options/${name}")`);
  fs.writeFileSync(script, `print(${asked.join(' .. ", " .. ')})\nmp.commandv("quit")\n`);
  const answer = askAt(home, "mpv", ["--idle", "--vo=null", "--ao=null", `--script=${script}`]);
  expect(answer).toContain("33.000000, bestvideo+bestaudio # not a comment, 2.000000");
  expect(askAt(home, "mpv", ["--show-profile=quiet"])).toContain("volume=5");
});
