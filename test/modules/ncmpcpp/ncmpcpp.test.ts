import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import launchd from "../../../modules/launchd/index.ts";
import ncmpcpp from "../../../modules/ncmpcpp.ts";
import mpd from "../../../modules/service-mpd.ts";
import systemd from "../../../modules/systemd/index.ts";

import { homeOf, textsOf } from "../home.ts";

const modules = [ncmpcpp];
const rich: Definitions = {
  programs: {
    ncmpcpp: {
      enable: true,
      mpdMusicDir: "~/music",
      settings: { autocenter_mode: true, lines_scrolled: 2, ncmpcpp_directory: "~/.x" },
      bindings: [
        { key: "j", command: "scroll_down" },
        { key: "J", command: ["select_item", "scroll_down"] },
      ],
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
  await expect(text).toMatchFileSnapshot("golden/ncmpcpp.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named).ncmpcpp!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { ncmpcpp: settings } } as Definitions))).toEqual({});
});

test("the music is where MPD has it, unless one says otherwise", () => {
  const config = (own: object) =>
    textsOf(
      homeOf([ncmpcpp, mpd, systemd, launchd], {
        programs: { ncmpcpp: { enable: true, ...own } },
        services: { mpd: { enable: true, musicDirectory: "/srv/music" } },
      } as Definitions),
    )[".config/ncmpcpp/config"];
  expect(config({})).toBe("mpd_music_dir=/srv/music\n");
  expect(config({ mpdMusicDir: "/own" })).toBe("mpd_music_dir=/own\n");
});
