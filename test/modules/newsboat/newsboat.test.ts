import * as fs from "node:fs";
import type { Definitions } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import newsboat from "../../../modules/newsboat.ts";
import systemd from "../../../modules/systemd/index.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

const modules = [newsboat, systemd];
const rich: Definitions = {
  programs: {
    newsboat: {
      enable: true,
      maxItems: 10,
      autoReload: true,
      browser: "w3m",
      urls: [{ url: "https://a.org/feed", tags: ["x", "y z"], title: "A" }, { url: "https://b.org" }],
      queries: { foo: 'rssurl =~ "b"' },
      extraConfig: "color info red default",
      autoVacuum: { enable: true },
      autoFetchArticles: { enable: true, onCalendar: "hourly" },
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
  await expect(text).toMatchFileSnapshot("golden/newsboat.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named).newsboat!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { newsboat: settings } } as Definitions))).toEqual({});
});

test.skipIf(!has("newsboat"))("Newsboat knows the feeds by their titles (needs newsboat)", () => {
  const home = writtenHome(modules, rich);
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  fs.mkdirSync(`${home}/.local/share/newsboat`, { recursive: true });
  const opml = askAt(home, "newsboat", ["--export-to-opml"]);
  expect(
    [...opml.matchAll(/xmlUrl="([^"]*)" htmlUrl="" title="([^"]*)"/g)].map(([, ...found]) => found),
  ).toEqual([
    ["https://a.org/feed", "A"],
    ["https://b.org", ""],
  ]);
});
