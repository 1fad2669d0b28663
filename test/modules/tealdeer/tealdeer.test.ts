import * as fs from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import systemd from "../../../modules/systemd/index.ts";
import tealdeer from "../../../modules/tealdeer.ts";
import tldrUpdate from "../../../modules/tldr-update.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([tealdeer, tldrUpdate, systemd], {
    programs: {
      tealdeer: { enable: true, settings: { display: { use_pager: true }, updates: { auto_update: true } } },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/tealdeer.golden");
});

test("nothing said, nothing written; on macOS nothing runs in the background", () => {
  const programs = { tealdeer: { enable: true } };
  const home = homeOf([tealdeer, tldrUpdate, systemd], { programs }, { os: "darwin" });
  expect(textsOf(home)).toEqual({});
  expect(home.failedAssertions).toEqual([]);
});

test.skipIf(!has("tldr"))("tealdeer reads it (needs tealdeer)", () => {
  const settings = { directories: { cache_dir: "/var/tmp" }, display: { use_pager: true } };
  const home = writtenHome([tealdeer, tldrUpdate, systemd], {
    programs: { tealdeer: { enable: true, settings } },
  });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  expect(askAt(home, "tldr", ["--show-paths"])).toContain(`${home}/.config/tealdeer/config.toml\n`);
  fs.appendFileSync(`${home}/.config/tealdeer/config.toml`, "[");
  expect(() => askAt(home, "tldr", ["--list"])).toThrow(/config/i);
});
