import { expect, test } from "vitest";
import systemd from "../../../modules/systemd/index.ts";
import tealdeer from "../../../modules/tealdeer.ts";
import tldrUpdate from "../../../modules/tldr-update.ts";
import { homeOf, textsOf } from "../home.ts";
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
