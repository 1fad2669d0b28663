import { expect, test } from "vitest";
import launchd from "../../../modules/launchd/index.ts";
import nh from "../../../modules/nh.ts";
import nix from "../../../modules/nix.ts";
import nixGc from "../../../modules/nix-gc.ts";
import systemd from "../../../modules/systemd/index.ts";
import { homeOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([nh, nix, nixGc, systemd, launchd], {
    programs: {
      nh: {
        enable: true,
        flake: "/flake",
        osFlake: "/os",
        homeFlake: "/home",
        darwinFlake: "/darwin",
        clean: { enable: true, dates: "Mon 03:00", extraArgs: "--keep 5" },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/nh.golden");
});

test("on macOS it runs at the times that a shorthand stands for", () => {
  const home = (dates: string) =>
    homeOf(
      [nh, nix, nixGc, launchd, systemd],
      { programs: { nh: { clean: { enable: true, dates } } } },
      { os: "darwin" },
    );
  expect(JSON.stringify(home("weekly").description)).toContain("Weekday");
  expect(home("weekly").failedAssertions).toEqual([]);
  expect(home("Mon 03:00").failedAssertions).toHaveLength(1);
});

test("two timetables that clean up are one too many", () => {
  const { warnings } = homeOf([nh, nix, nixGc, launchd, systemd], {
    nix: { gc: { automatic: true } },
    programs: { nh: { clean: { enable: true } } },
  }).description;
  expect(warnings).toHaveLength(1);
});
