import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import ytdlp from "../../../modules/yt-dlp.ts";

import { homeOf, textsOf } from "../home.ts";

const modules = [ytdlp];
const rich: Definitions = {
  programs: {
    "yt-dlp": {
      enable: true,
      settings: {
        "embed-subs": true,
        "embed-thumbnail": false,
        color: ["stdout:no_color", "stderr:always"],
        "trim-filenames": 30,
      },
      extraConfig: "--update",
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
  await expect(text).toMatchFileSnapshot("golden/yt-dlp.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named)["yt-dlp"]!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { "yt-dlp": settings } } as Definitions))).toEqual({});
});
