import { chmodSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hashBytes } from "../../src/format/hash.ts";
import { textPath } from "../../src/format/store-path.ts";
import { openStore } from "../../src/store/open-store.ts";
import { repairDatabase } from "../../src/store/repair-database.ts";
import { directoryNode, fileNode, linkNode } from "../../src/store/tree.ts";
import { verifyStore } from "../../src/store/verify.ts";
import { removeTree } from "../../src/system/durable.ts";
import { temporaryPlaces, withStore } from "./places.ts";

const filled = () => {
  const places = temporaryPlaces();
  const [one, two] = withStore(places, (store) => {
    const one = store.addNode("one", [], directoryNode([["f", fileNode("contents")]]));
    return [one, store.addNode("two", [one], linkNode(join(one, "f")))];
  });
  return { places, one: one!, two: two! };
};

describe("verifying", () => {
  test("a whole store finds nothing", () => {
    const { places } = filled();
    withStore(places, (store) =>
      expect(verifyStore(store, places, { checkContents: true })).toEqual({ checked: 2, findings: [] }),
    );
  });

  test("finds what is modified; repair forgets it only where nothing needs it", () => {
    const { places, one } = filled();
    chmodSync(join(one, "f"), 0o644);
    writeFileSync(join(one, "f"), "Contents");
    withStore(places, (store) => {
      expect(verifyStore(store, places).findings).toEqual([]);
      const options = { checkContents: true, repair: true };
      expect(verifyStore(store, places, options).findings).toMatchObject([
        { path: one, fault: "modified", outcome: "remains" },
      ]);
    });
  });

  test("what decayed without a trace is made anew whole, not from its damaged shared contents", () => {
    const places = temporaryPlaces();
    const node = () => directoryNode([["f", fileNode("contents")]]);
    const path = withStore(places, (store) => store.addNode("one", [], node()));
    chmodSync(join(path, "f"), 0o644);
    writeFileSync(join(path, "f"), "Contents");
    chmodSync(join(path, "f"), 0o444);
    utimesSync(join(path, "f"), 1, 1);
    withStore(places, (store) => {
      const options = { checkContents: true, repair: true };
      expect(verifyStore(store, places, options).findings).toMatchObject([
        { path, fault: "modified", outcome: "forgotten" },
      ]);
      expect(store.addNode("one", [], node())).toBe(path);
      expect(readFileSync(join(path, "f"), "utf8")).toBe("contents");
      expect(verifyStore(store, places, options).findings).toEqual([]);
    });
  });

  test("finds what is missing; what nothing needs is forgotten and can be made again", () => {
    const { places, one, two } = filled();
    rmSync(two);
    withStore(places, (store) => {
      expect(verifyStore(store, places).findings).toMatchObject([
        { path: two, fault: "missing", outcome: "remains" },
      ]);
      expect(verifyStore(store, places, { repair: true }).findings).toMatchObject([{ outcome: "forgotten" }]);
      expect(store.addNode("two", [one], linkNode(join(one, "f")))).toBe(two);
      expect(verifyStore(store, places, { checkContents: true }).findings).toEqual([]);
    });
  });

  test("finds and corrects modes and times", () => {
    const { places, one } = filled();
    chmodSync(join(one, "f"), 0o644);
    utimesSync(one, 99, 99);
    withStore(places, (store) => {
      const options = { checkContents: true, repair: true };
      expect(verifyStore(store, places, options).findings).toMatchObject([
        { path: one, fault: "not-canonical", outcome: "repaired" },
      ]);
      expect(verifyStore(store, places, options).findings).toEqual([]);
    });
  });

  test("finds what is not registered", () => {
    const { places, two } = filled();
    writeFileSync(join(places.storeDir, "~stray"), "");
    withStore(places, (store) => {
      store.unregister([two]);
      expect(verifyStore(store, places).findings).toMatchObject([
        { path: two, fault: "unregistered" },
        { path: join(places.storeDir, "~stray"), fault: "unregistered" },
      ]);
    });
  });
});

describe("a database that cannot be read is rebuilt from the objects", () => {
  const spoil = (places: { varDir: string }) =>
    writeFileSync(join(places.varDir, "db", "db.sqlite"), "spoilt ".repeat(4000));

  test("with the same paths, hashes, references and content addresses as before", async () => {
    const { places } = filled();
    const before = withStore(places, (store) => store.validPaths().map(store.queryPathInfo));
    spoil(places);
    expect(() => openStore(places)).toThrow(expect.objectContaining({ code: "store-damaged" }));
    const rebuilt = await repairDatabase(places);
    expect(rebuilt.unconfirmed).toEqual([]);
    expect(readFileSync(rebuilt.setAside[0]!, "utf8")).toContain("spoilt");
    const after = withStore(places, (store) => store.validPaths().map(store.queryPathInfo));
    const timeless = (infos: typeof before) => infos.map((info) => ({ ...info, registrationTime: 0 }));
    expect(timeless(after)).toEqual(timeless(before));
  });

  test("and an object whose name its contents do not give is named as unconfirmed", async () => {
    const { places, one } = filled();
    chmodSync(join(one, "f"), 0o644);
    writeFileSync(join(one, "f"), "Contents");
    const note = textPath(places.storeDir, "note", hashBytes("sha256", "a note"));
    writeFileSync(note, "a note");
    spoil(places);
    const { unconfirmed, registered } = await repairDatabase(places);
    expect(unconfirmed).toEqual([one]);
    expect(registered).toContain(note);
    withStore(places, (store) => expect(store.queryPathInfo(note)?.ca).toMatch(/^text:sha256:/));
  });

  test("even where there is none", async () => {
    const { places } = filled();
    removeTree(join(places.varDir, "db"));
    expect((await repairDatabase(places)).registered).toHaveLength(2);
  });
});
