import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { absolutePath } from "../../src/base/paths.ts";
import { hashBytes } from "../../src/format/hash.ts";
import { fixedPath, textContentAddress, textPath } from "../../src/format/store-path.ts";
import { collectGarbage } from "../../src/store/collect.ts";
import { createTreeLoader } from "../../src/store/load-tree.ts";
import { narHashOfTree } from "../../src/store/nar-hash.ts";
import { addRoot } from "../../src/store/roots.ts";
import { directoryNode, fileNode, linkNode } from "../../src/store/tree.ts";
import { verifyStore } from "../../src/store/verify.ts";
import { decodeName, toFsPath } from "../../src/system/names.ts";
import { has, nix, temporaryFolder, temporaryPlaces, withStore } from "./places.ts";

/** Real Nix on our store: the promise of the formats, kept by somebody else's program. */
describe.skipIf(!has("nix-store"))("real Nix (skipped where nix-store is not installed)", () => {
  const hostileTree = () => {
    const tree = join(temporaryFolder(), "tree");
    mkdirSync(join(tree, "sub", "empty"), { recursive: true });
    for (const name of ["a", "a.b", "a b", "Z", "é", "\ufffdx", "💀", "new\nline"])
      writeFileSync(join(tree, name), name);
    writeFileSync(toFsPath(join(tree, decodeName(Buffer.of(0xff, 0x41)))), "bytes");
    writeFileSync(join(tree, "sub", "run"), "#!/bin/sh\n", { mode: 0o755 });
    writeFileSync(join(tree, "sub", "nothing"), "");
    symlinkSync("../a", join(tree, "sub", "link"));
    symlinkSync("no such place", join(tree, "dangling"));
    return absolutePath(tree);
  };

  test("gives a tree the same NAR, hash and path, odd names and all", () => {
    const places = temporaryPlaces();
    const tree = hostileTree();
    const ours = withStore(places, (store) =>
      store.addNode("tree", [], createTreeLoader(places.storeDir).tree(tree)),
    );
    expect(nix(places, "nix-store", "--add", tree)).toBe(ours);
    const hash = Buffer.from(narHashOfTree(tree).hash).toString("hex");
    expect(nix(places, "nix-hash", "--type", "sha256", tree)).toBe(hash);
    expect(nix(places, "nix-store", "-q", "--hash", ours)).toMatch(/^sha256:/);
  });

  test("gives fixed outputs and texts the same paths", () => {
    const places = temporaryPlaces();
    withStore(places, () => {});
    const file = join(temporaryFolder(), "file.txt");
    writeFileSync(file, "hello\n");
    for (const algorithm of ["md5", "sha1", "sha256", "sha512"] as const)
      expect(nix(places, "nix-store", "--add-fixed", algorithm, file)).toBe(
        fixedPath(places.storeDir, "file.txt", "flat", hashBytes(algorithm, "hello\n")),
      );
    const expression = 'builtins.toFile "b" "see ${builtins.toFile "a" "text"}"';
    const a = textPath(places.storeDir, "a", hashBytes("sha256", "text"));
    const b = textPath(places.storeDir, "b", hashBytes("sha256", `see ${a}`), [a]);
    expect(JSON.parse(nix(places, "nix-instantiate", "--eval", "--read-write-mode", "-E", expression))).toBe(
      b,
    );
    withStore(places, (store) => {
      expect(store.queryPathInfo(b)).toMatchObject({
        references: [a],
        ca: textContentAddress(hashBytes("sha256", `see ${a}`)),
      });
      expect(verifyStore(store, places, { checkContents: true }).findings).toEqual([]);
    });
  });

  test("verifies our store and sees our references", () => {
    const places = temporaryPlaces();
    const [leaf, user, top] = withStore(places, (store) => {
      const leaf = store.addNode(
        "leaf",
        [],
        directoryNode([
          ["run", fileNode("#!/bin/sh\n", true)],
          ["f", fileNode("x")],
          ["g", fileNode("x")],
        ]),
      );
      const user = store.addNode("user", [leaf], linkNode(leaf));
      const top = store.addTree("top", [user, leaf], (place) => {
        mkdirSync(place);
        writeFileSync(join(place, "names"), `${user} ${leaf}`);
      });
      return [leaf, user, top];
    });
    expect(nix(places, "nix-store", "--verify", "--check-contents")).toBe("");
    expect(nix(places, "nix-store", "-q", "--references", top).split("\n").sort()).toEqual(
      [leaf, user].sort(),
    );
    expect(nix(places, "nix-store", "-q", "--referrers", leaf).split("\n").sort()).toEqual(
      [top, user].sort(),
    );
    expect(nix(places, "nix-store", "-q", "--requisites", user).split("\n").sort()).toEqual(
      [leaf, user].sort(),
    );
    nix(places, "nix-store", "--verify-path", top);
    expect(nix(places, "nix-store", "--optimise", "-vv")).toBe("");
    withStore(places, (store) =>
      expect(verifyStore(store, places, { checkContents: true }).findings).toEqual([]),
    );
  });

  test("agrees with our collector on what lives and what is dead", () => {
    const places = temporaryPlaces();
    const { kept, dead } = withStore(places, (store) => {
      const kept = store.addNode("kept", [], fileNode("kept"));
      const generation = store.addNode("home-generation", [kept], linkNode(kept));
      const dead = store.addNode("dead", [kept], linkNode(kept));
      addRoot(places, absolutePath(join(places.stateDir, "profiles", "home-1-link")), generation);
      return { kept: [kept, generation], dead: [dead, store.addNode("deader", [dead], linkNode(dead))] };
    });
    const printed = (...args: string[]) =>
      nix(places, "nix-store", "--gc", ...args)
        .split("\n")
        .filter((line) => line.startsWith(places.storeDir))
        .sort();
    expect(printed("--print-dead").filter((path) => !path.includes("/."))).toEqual(dead.sort());
    expect(printed("--print-live")).toEqual(kept.sort());
    withStore(places, (store) =>
      expect(collectGarbage(store, places, { dryRun: true }).deleted).toEqual(dead.sort()),
    );
    nix(places, "nix-store", "--gc");
    withStore(places, (store) => {
      expect(store.validPaths()).toEqual(kept.sort());
      expect(collectGarbage(store, places)).toMatchObject({ deleted: [], leftovers: [] });
    });
  });

  test("accepts what it finds after our collection", () => {
    const places = temporaryPlaces();
    withStore(places, (store) => {
      store.addNode("dead", [], directoryNode([["f", fileNode("gone")]]));
      const kept = store.addNode("kept", [], directoryNode([["f", fileNode("stays")]]));
      addRoot(places, absolutePath(join(places.home, "result")), kept);
    });
    withStore(places, (store) => expect(collectGarbage(store, places).deleted).toHaveLength(1));
    expect(nix(places, "nix-store", "--verify", "--check-contents")).toBe("");
    expect(nix(places, "nix-store", "--gc", "--print-roots")).toContain(join(places.home, "result"));
  });
});
