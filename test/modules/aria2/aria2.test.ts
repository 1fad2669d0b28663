import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import type { Definitions } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import aria2 from "../../../modules/aria2.ts";
import systemd from "../../../modules/systemd/index.ts";
import { has, homeOf, textsOf, writtenHome } from "../home.ts";

const modules = [aria2, systemd];
const rich: Definitions = {
  programs: {
    aria2: {
      enable: true,
      settings: { "listen-port": 60000, "max-upload-limit": "50K", "ftp-pasv": true },
      systemd: { enable: true },
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
  await expect(text).toMatchFileSnapshot("golden/aria2.golden");
});

test("settings alone write nothing where it is not enabled", () => {
  const { enable, ...settings } = (rich.programs as unknown as Named).aria2!;
  expect(enable).toBe(true);
  expect(textsOf(homeOf(modules, { programs: { aria2: settings } } as Definitions))).toEqual({});
});

test.skipIf(!has("aria2c"))("aria2 knows the options, and would tell of others (needs aria2c)", () => {
  const warnings = (settings: object) => {
    const home = writtenHome(modules, { programs: { aria2: { enable: true, settings } } } as Definitions);
    onTestFinished(() => fs.rmSync(home, { recursive: true }));
    const { stdout, stderr } = spawnSync("aria2c", ["no address"], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, HOME: home },
    });
    return (
      `${stdout}${stderr}`.match(/Unknown option: .*|Exception.*(?=processing)|.*option processing.*/g) ?? []
    );
  };
  expect(
    warnings({ "listen-port": 60000, "max-upload-limit": "50K", "seed-ratio": 1.5, continue: true }),
  ).toEqual([]);
  expect(warnings({ nonsense: 1 })).toEqual(["Unknown option: nonsense=1"]);
});
