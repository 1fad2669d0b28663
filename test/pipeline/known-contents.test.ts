import { chmodSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { absolutePath, type StorePath } from "../../src/base/paths.ts";
import { addGeneration, prepareGeneration } from "../../src/build/generation.ts";
import { countUnchanged, type InputStamp } from "../../src/config/inputs.ts";
import { knownContents, type LearntFiles } from "../../src/pipeline/known-contents.ts";
import { stampSources } from "../../src/pipeline/source-stamps.ts";
import type { KnownFile } from "../../src/store/load-tree.ts";
import type { LocalStore } from "../../src/store/store.ts";
import { fileNode } from "../../src/store/tree.ts";
import { verifyStore } from "../../src/store/verify.ts";
import { removeTree } from "../../src/system/durable.ts";
import { file, home, source } from "../build/home.ts";
import { temporaryFolder, temporaryPlaces, withStore } from "../store/places.ts";

interface Build {
  readonly path: string;
  readonly sources: readonly InputStamp[];
  readonly files: LearntFiles;
}

/** An entry for one file, and one for a folder of two. */
const dotfiles = () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "sub"));
  for (const name of ["one", "sub/two", "sub/three"]) {
    writeFileSync(join(folder, name), `${name} as it was\n`);
    backdate(join(folder, name));
  }
  backdate(join(folder, "sub"));
  const description = home({
    files: [
      file(".one", source(join(folder, "one"))),
      file(".sub", source(join(folder, "sub")), { mode: "recursive" }),
    ],
  });
  return { folder, description };
};

/** Written long before it is stamped, so that no stamp carries a hash. */
const backdate = (path: string): void => utimesSync(path, 1e9, 1e9);

const build = (store: LocalStore, { description }: ReturnType<typeof dotfiles>, before?: Build): Build => {
  const held = before === undefined ? [] : before.sources.slice(0, countUnchanged(before.sources));
  const sources = stampSources(description, store.directory, held);
  const learnt: Record<string, KnownFile> = {};
  const known = knownContents(before?.sources ?? [], before?.files ?? {}, sources, learnt);
  const { path } = addGeneration(store, prepareGeneration(store.directory, description, known));
  return { path, sources, files: learnt };
};

const texts = (path: string): readonly string[] =>
  [".one", ".sub/two", ".sub/three"].map((name) => readFileSync(join(path, "home-files", name), "utf8"));

/** Puts other bytes into a file without its stamp showing it: what is read anew afterwards gives itself away. */
const slip = (path: string): void => {
  const { size } = statSync(path);
  writeFileSync(path, "?".repeat(size));
  backdate(path);
};

test("only the file that changed is read, and the generation is the one that reading all of them gives", () => {
  const places = temporaryPlaces();
  const home = dotfiles();
  withStore(places, (store) => {
    const first = build(store, home);
    writeFileSync(join(home.folder, "one"), "edited\n");
    const whole = prepareGeneration(store.directory, home.description).record.effectKey;
    slip(join(home.folder, "sub/two"));
    slip(join(home.folder, "sub/three"));
    const second = build(store, home, first);
    expect(texts(second.path)).toEqual(["edited\n", "sub/two as it was\n", "sub/three as it was\n"]);
    const record = JSON.parse(readFileSync(join(second.path, "generation.json"), "utf8"));
    expect(record.effectKey).toBe(whole);
    expect(Object.keys(second.files).sort()).toEqual(Object.keys(first.files).sort());
    expect(verifyStore(store, places, { checkContents: true }).findings).toEqual([]);
  });
});

test.each([
  ["mode", (path: string) => chmodSync(path, 0o755)],
  ["time", (path: string) => utimesSync(path, 1e9, 1e9 + 1)],
  ["bytes", (path: string) => writeFileSync(path, "sub/two as it IS.\n")],
])("a file whose %s changed is read again", (_, change) => {
  const home = dotfiles();
  const places = temporaryPlaces();
  withStore(places, (store) => {
    const first = build(store, home);
    const two = join(home.folder, "sub/two");
    change(two);
    expect(countUnchanged(first.sources)).toBeLessThan(first.sources.length);
    const second = build(store, home, first);
    expect(texts(second.path)[1]).toBe(readFileSync(two, "utf8"));
    expect(statSync(join(second.path, "home-files/.sub/two")).mode & 0o777).toBe(
      (statSync(two).mode & 0o100) === 0 ? 0o444 : 0o555,
    );
    expect(verifyStore(store, places, { checkContents: true }).findings).toEqual([]);
  });
});

test.each([
  ["is gone", (path: string) => removeTree(path)],
  [
    "was written to",
    (path: string) => {
      chmodSync(path, 0o644);
      writeFileSync(path, "something else");
    },
  ],
])("what the store's own file of known contents %s is read from the source", (_, change) => {
  const home = dotfiles();
  withStore(temporaryPlaces(), (store) => {
    const first = build(store, home);
    const { hash } = first.files[join(home.folder, "sub/two")]!;
    change(absolutePath(join(store.directory, ".links", hash)));
    writeFileSync(join(home.folder, "one"), "edited\n");
    const second = build(store, home, first);
    expect(texts(second.path)[1]).toBe("sub/two as it was\n");
  });
});

test("what a file that is not read again mentions in the store stays a reference", () => {
  const home = dotfiles();
  withStore(temporaryPlaces(), (store) => {
    const tool = store.addNode("tool", [], fileNode("a tool"));
    const two = join(home.folder, "sub/two");
    writeFileSync(two, `exec ${tool}\n`);
    backdate(two);
    const first = build(store, home);
    writeFileSync(join(home.folder, "one"), "edited\n");
    slip(two);
    const second = build(store, home, first);
    expect(texts(second.path)[1]).toBe(`exec ${tool}\n`);
    expect(store.queryPathInfo(second.path as StorePath)?.references).toEqual([tool]);
  });
});
