import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import borgmatic from "../../../modules/borgmatic.ts";
import { homeOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const of = (main: object): Definitions =>
  ({
    home: { file: { ".other": { text: "x" } } },
    programs: { borgmatic: { enable: true, backups: { main } } },
  }) as Definitions;

test("everything that a rich configuration comes to", async () => {
  const main = {
    location: {
      sourceDirectories: ["/home/ada"],
      repositories: ["/mnt/disk", { path: "ssh://me@example.org/./repo", label: "far" }],
      excludeHomeManagerSymlinks: true,
      extraConfig: { exclude_from: ["/etc/excluded"], one_file_system: true },
    },
    storage: { encryptionPasscommand: "pass borg" },
    retention: { keepDaily: 7, keepWithin: "14d" },
    consistency: { checks: [{ name: "repository", frequency: "2 weeks" }, { name: "data" }] },
    hooks: { extraConfig: { before_actions: ["echo hello"] } },
  };
  await expect(wholeHome([borgmatic], of(main))).toMatchFileSnapshot("golden/rich.golden");
});

test("what is backed up is said once", () => {
  const failed = (location: object) =>
    homeOf([borgmatic], of({ location: { repositories: ["/mnt"], ...location } })).failedAssertions.length;
  expect(failed({ sourceDirectories: ["/a"] })).toBe(0);
  expect(failed({ sourceDirectories: ["/a"], patterns: ["R /a"] })).toBe(1);
  expect(failed({})).toBe(1);
});
