import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import type { Definitions } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import ytdlp from "../../../modules/yt-dlp.ts";

import { has, homeOf, textsOf, writtenHome } from "../home.ts";

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

test.skipIf(!has("yt-dlp"))(
  "yt-dlp takes values with spaces whole, and quotes of one's own (needs yt-dlp)",
  () => {
    const settings = {
      output: "%(title)s [%(id)s].%(ext)s",
      "downloader-args": "aria2c:'-c -x8'",
      mtime: false,
      retries: 3,
    };
    const home = writtenHome(modules, { programs: { "yt-dlp": { enable: true, settings } } } as Definitions);
    onTestFinished(() => fs.rmSync(home, { recursive: true }));
    const { stderr } = spawnSync("yt-dlp", ["--verbose", "--simulate", "x:"], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: home, LC_ALL: "C.UTF-8" },
    });
    expect(/User config "[^"]*": (.*)/.exec(stderr)?.[1]).toBe(
      "['--downloader-args', 'aria2c:-c -x8', '--no-mtime', '--output', '%(title)s [%(id)s].%(ext)s', '--retries', '3']",
    );
  },
);
