/** Which folders are watched, and what a change at a path may change. */
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeWatchList } from "../../src/watch/watch-list.ts";

const base = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "lares-watch-list-")));
afterAll(() => fs.rmSync(base, { recursive: true }));

const config = join(base, "home/config");
const elsewhere = join(base, "srv/deep/er");
for (const folder of [join(config, "nvim/lua"), elsewhere]) fs.mkdirSync(folder, { recursive: true });
for (const file of ["home.config.ts", "nvim/init.lua", "nvim/lua/a.lua"])
  fs.writeFileSync(join(config, file), "");
fs.writeFileSync(join(elsewhere, "rc"), "");
fs.symlinkSync(join(elsewhere, "rc"), join(config, "rc"));
fs.symlinkSync(elsewhere, join(config, "linked"));

const file = (path: string) => ({ path });
const folder = (path: string) => ({ path, isDirectory: true as const });
const listOf = (...sources: (ReturnType<typeof file> | ReturnType<typeof folder>)[]) =>
  makeWatchList(config, [join(config, "home.config.ts")], sources);

test("folders between the configuration and a source are watched, each of which may be replaced", () => {
  const list = listOf(file(join(config, "nvim/lua/a.lua")));
  expect([...list.folders].sort()).toEqual(
    [join(base, "home"), config, join(config, "nvim"), join(config, "nvim/lua")].sort(),
  );
  expect(list.effectOf(join(config, "nvim"))).toBe("folder");
});

test("of what lies elsewhere its folder and the one above, never more", () => {
  const { folders } = listOf(file(join(elsewhere, "rc")));
  expect(folders).toContain(elsewhere);
  expect(folders).toContain(join(base, "srv/deep"));
  expect(folders).not.toContain(join(base, "srv"));
  expect(folders).not.toContain(base);
});

test("the configuration, its sources, names in source folders, and nothing else", () => {
  const list = listOf(file(join(config, "nvim/init.lua")), folder(join(config, "nvim/lua")));
  expect(list.effectOf(join(config, "home.config.ts"))).toBe("evaluation");
  expect(list.effectOf(join(config, "nvim/init.lua"))).toBe("contents");
  expect(list.effectOf(join(config, "nvim/lua/new.lua"))).toBe("contents");
  expect(list.effectOf(join(config, "nvim/.init.lua.swp"))).toBeUndefined();
  expect(list.effectOf(join(config, "notes.md"))).toBeUndefined();
});

test("what was looked at and was not there counts when it comes, seen from the nearest folder", () => {
  const list = makeWatchList(config, [join(config, "hosts/work/extra.ts")], []);
  expect(list.folders).toContain(config);
  expect(list.effectOf(join(config, "hosts"))).toBe("folder");
  expect(list.effectOf(join(config, "hosts/work/extra.ts"))).toBe("evaluation");
});

test("a link to a file and files behind a linked folder are known by both names", () => {
  const link = listOf(file(join(config, "rc")));
  expect(link.folders).toContain(elsewhere);
  expect(link.effectOf(join(elsewhere, "rc"))).toBe("contents");
  expect(link.namesOf(join(elsewhere, "rc"))).toContain(join(config, "rc"));
  const inside = listOf(folder(join(config, "linked")), file(join(config, "linked/rc")));
  expect(inside.effectOf(join(elsewhere, "rc"))).toBe("contents");
  expect(inside.effectOf(join(elsewhere, "new"))).toBe("contents");
  expect(inside.namesOf(join(elsewhere, "new"))).toContain(join(config, "linked/new"));
});
