import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { findConfig, searchPlaces } from "../../src/config/find.ts";
import { complaintOf, folderOf } from "./folder.ts";

const find = (folder: string, flag?: string) =>
  findConfig({
    cwd: join(folder, "work"),
    places: { configDir: absolutePath(join(folder, "config/lares")) },
    ...(flag === undefined ? {} : { flag }),
  });

const found = async (files: readonly string[], flag?: string): Promise<string> => {
  const folder = folderOf({ "work/.keep": "", ...Object.fromEntries(files.map((file) => [file, "x: 1"])) });
  return (await find(folder, flag)).slice(folder.length + 1);
};

it("takes the working folder's before that of ~/.config/lares, and TypeScript before the others", async () => {
  expect(await found(["config/lares/home.config.ts", "work/home.config.yaml"])).toBe("work/home.config.yaml");
  expect(await found(["config/lares/home.config.ts"])).toBe("config/lares/home.config.ts");
  expect(await found(["work/home.config.toml", "work/home.config.js", "work/home.config.ts"])).toBe(
    "work/home.config.ts",
  );
});

it("does not look into the parents of the working folder", async () => {
  await expect(found(["home.config.ts"])).rejects.toThrow("there is no configuration yet");
});

it.each(searchPlaces.filter((place) => place !== "package.json"))("finds %s", async (place) => {
  expect(await found([`work/${place}`, "config/lares/home.config.ts"])).toBe(`work/${place}`);
});

it("takes a package.json that has a lares key, and no other", async () => {
  const withKey = folderOf({
    "work/package.json": '{ "lares": { "home": {} } }',
    "config/lares/home.config.ts": "",
  });
  expect(await find(withKey)).toBe(join(withKey, "work/package.json"));
  for (const text of ['{ "dependencies": { "lares": "1" } }', '{ "name": "x" }', '{ "lares": ']) {
    const without = folderOf({ "work/package.json": text, "config/lares/home.config.ts": "" });
    expect(await find(without)).toBe(join(without, "config/lares/home.config.ts"));
  }
});

it("takes the file or the folder that the flag names, relative to the working folder", async () => {
  expect(await found(["work/home.config.ts", "work/other.yaml"], "other.yaml")).toBe("work/other.yaml");
  expect(await found(["work/home.config.ts", "homes/b/home.config.json"], "../homes/b")).toBe(
    "homes/b/home.config.json",
  );
});

it("says what it looked for and what to do", async () => {
  const folder = folderOf({ "work/a.txt": "", "empty/.keep": "" });
  symlinkSync("gone.ts", join(folder, "work/dangling.ts"));
  mkdirSync(join(folder, "config"));
  expect(await complaintOf(folder, () => find(folder))).toMatchInlineSnapshot(`
    "config-not-found: there is no configuration yet
      looked for home.config.{ts,js,json,yaml,toml} in work
      looked for home.config.{ts,js,json,yaml,toml} in config/lares
      hint: lares init writes a first one; --config FILE names one elsewhere"
  `);
  expect(await complaintOf(folder, () => find(folder, "gone.ts"))).toMatchInlineSnapshot(`
    "config-not-found: there is no configuration at work/gone.ts
      hint: check --config, or let lares init write a first one"
  `);
  expect(await complaintOf(folder, () => find(folder, "dangling.ts"))).toMatchInlineSnapshot(`
    "config-not-found: there is no configuration at work/dangling.ts
      it is a link that leads nowhere
      hint: check --config, or let lares init write a first one"
  `);
  expect(await complaintOf(folder, () => find(folder, "../empty"))).toMatchInlineSnapshot(`
    "config-not-found: there is no configuration in empty
      looked for home.config.{ts,js,json,yaml,toml} and the other usual names
      hint: lares init empty writes a first one"
  `);
  expect(await complaintOf(folder, () => find(folder, "a.txt"))).toMatchInlineSnapshot(`
    "config-kind: a configuration cannot be a .txt file
      at work/a.txt
      hint: it can be .ts, .mts, .cts, .js, .mjs, .cjs, .json, .yaml, .yml, .toml"
  `);
});

it("imports cosmiconfig only where a place other than home.config.* holds something", () => {
  const packagesFor = (files: Record<string, string>): boolean => {
    const folder = folderOf({ "work/.keep": "", ...files });
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        "--import",
        join(import.meta.dirname, "trace-imports.ts"),
        join(import.meta.dirname, "find-child.ts"),
        folder,
      ],
      { encoding: "utf8" },
    );
    expect(stdout).toContain("found");
    return stderr.includes("imported cosmiconfig");
  };
  expect(packagesFor({ "work/home.config.ts": "" })).toBe(false);
  expect(packagesFor({ "config/lares/home.config.ts": "", "work/package.json": "{}" })).toBe(false);
  expect(packagesFor({ "work/.laresrc": "x: 1" })).toBe(true);
});
