import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { absolutePath, type StorePath } from "../../src/base/paths.ts";
import { formatHash } from "../../src/format/hash.ts";
import { createTreeLoader } from "../../src/store/load-tree.ts";
import { narHashOfNode, narHashOfTree } from "../../src/store/nar-hash.ts";
import { openStore } from "../../src/store/open-store.ts";
import { directoryNode, fileNode, linkNode } from "../../src/store/tree.ts";
import { decodeName, toFsPath } from "../../src/system/names.ts";
import { temporaryFolder, temporaryPlaces, withStore } from "./places.ts";

const module = (file: string) => JSON.stringify(new URL(`../../src/store/${file}`, import.meta.url).href);

const sample = () =>
  directoryNode([
    ["text", fileNode("hello\n")],
    ["same", fileNode("hello\n")],
    ["run", fileNode("#!/bin/sh\n", true)],
    ["link", linkNode("text")],
    ["empty", directoryNode()],
  ]);

describe("what is added", () => {
  test("is canonical: modes, times, one file for equal contents", () => {
    const places = temporaryPlaces();
    const path = withStore(places, (store) => store.addNode("sample", [], sample()));
    const at = (name: string) => lstatSync(join(path, name));
    expect(at("text").mode & 0o7777).toBe(0o444);
    expect(at("run").mode & 0o7777).toBe(0o555);
    expect(at("empty").mode & 0o7777).toBe(0o555);
    expect(lstatSync(path).mode & 0o7777).toBe(0o555);
    for (const name of ["text", "run", "link", "empty", ""]) expect(at(name).mtimeMs).toBe(1000);
    expect(at("same").ino).toBe(at("text").ino);
    expect(readdirSync(join(places.storeDir, ".links"))).toHaveLength(2);
  });

  test("from memory and from disk gets the same path, whatever its modes and links were", () => {
    const places = temporaryPlaces();
    const fromMemory = withStore(places, (store) => store.addNode("sample", [], sample()));
    const outside = join(temporaryFolder(), "outside");
    writeFileSync(outside, "hello\n");
    const other = temporaryPlaces();
    const fromDisk = withStore({ ...other, storeDir: other.storeDir }, (store) =>
      store.addTree("sample", [], (place) => {
        mkdirSync(place);
        linkSync(outside, join(place, "text"));
        writeFileSync(join(place, "same"), "hello\n", { mode: 0o600 });
        writeFileSync(join(place, "run"), "#!/bin/sh\n");
        chmodSync(join(place, "run"), 0o4711);
        symlinkSync("text", join(place, "link"));
        mkdirSync(join(place, "empty"), { mode: 0o700 });
      }),
    );
    const digest = (path: string) =>
      formatHash({ algorithm: "sha256", bytes: narHashOfTree(absolutePath(path)).hash }, "sri");
    expect(digest(fromDisk)).toBe(digest(fromMemory));
    expect(lstatSync(join(fromDisk, "run")).mode & 0o7777).toBe(0o555);
    expect(lstatSync(join(fromDisk, "text")).ino).not.toBe(lstatSync(outside).ino);
    expect(lstatSync(outside).mode & 0o777).toBe(0o644);
  });

  test("twice is there once, and leaves nothing temporary behind", () => {
    const places = temporaryPlaces();
    withStore(places, (store) => {
      const first = store.addNode("sample", [], sample());
      expect(store.addNode("sample", [], sample())).toBe(first);
      expect(
        store.addTree("sample", [], (place) => {
          mkdirSync(place);
          writeFileSync(join(place, "x"), "x");
        }),
      ).not.toBe(first);
      expect(store.validPaths()).toHaveLength(2);
      expect(readdirSync(places.storeDir).filter((name) => name.startsWith(".lares"))).toEqual([]);
    });
    expect(readdirSync(join(places.varDir, "running"))).toEqual([]);
  });

  test("replaces what a crash left unregistered at its path", () => {
    const places = temporaryPlaces();
    const path = withStore(places, (store) => store.addNode("sample", [], sample()));
    withStore(places, (store) => {
      store.unregister([path]);
      chmodSync(path, 0o755);
      writeFileSync(join(path, "half"), "written");
      expect(store.addNode("sample", [], sample())).toBe(path);
      expect(readdirSync(path)).not.toContain("half");
    });
  });

  test("comes back where the record survived and the object did not", () => {
    const places = temporaryPlaces();
    withStore(places, (store) => {
      const path = store.addNode("one", [], fileNode("one"));
      const user = store.addNode("two", [path], linkNode(path));
      withoutObject(path);
      expect(store.protect(path)).toBe(false);
      expect(store.addNode("one", [], fileNode("one"))).toBe(path);
      expect(readFileSync(path, "utf8")).toBe("one");
      expect(store.referrers(path)).toEqual([user]);
    });
  });

  test("does not spread contents that somebody wrote to", () => {
    const places = temporaryPlaces();
    withStore(places, (store) => {
      const path = store.addNode("a", [], directoryNode([["f", fileNode("12345")]]));
      chmodSync(join(path, "f"), 0o644);
      writeFileSync(join(path, "f"), "54321");
      chmodSync(join(path, "f"), 0o444);
      const other = store.addNode("b", [], directoryNode([["g", fileNode("12345")]]));
      expect(readFileSync(join(other, "g"), "utf8")).toBe("12345");
    });
  });

  test("large files are streamed and checked", () => {
    const places = temporaryPlaces();
    const source = absolutePath(join(temporaryFolder(), "large"));
    writeFileSync(source, Buffer.alloc(3_000_000, "lares"));
    withStore(places, (store) => {
      const node = createTreeLoader(places.storeDir).tree(source);
      expect(node).not.toHaveProperty("frame");
      const path = store.addNode("large", [], node);
      expect(readFileSync(path).equals(readFileSync(source))).toBe(true);
      expect(narHashOfTree(absolutePath(path)).hash).toEqual(narHashOfNode(node).hash);
      const again = createTreeLoader(places.storeDir).tree(source);
      writeFileSync(source, Buffer.alloc(3_000_000, "other"));
      expect(() => store.addNode("changed", [], again)).toThrow(
        expect.objectContaining({ code: "source-changed" }),
      );
    });
  });

  test("a source that changes between reading and writing is an error, and leaves nothing", () => {
    const places = temporaryPlaces();
    const source = absolutePath(join(temporaryFolder(), "large"));
    writeFileSync(source, Buffer.alloc(3_000_000, "lares"));
    withStore(places, (store) => {
      const node = createTreeLoader(places.storeDir).tree(source);
      writeFileSync(source, Buffer.alloc(2_000_000, "other"));
      expect(() => store.addNode("large", [], node)).toThrow(
        expect.objectContaining({ code: "source-changed" }),
      );
      expect(store.validPaths()).toEqual([]);
      expect(readdirSync(places.storeDir)).toEqual([]);
    });
  });

  test("names of any bytes survive", () => {
    const places = temporaryPlaces();
    const odd = ["space in it", "new\nline", '"quoted"', "💀", decodeName(Buffer.of(0x66, 0xff, 0x80))];
    withStore(places, (store) => {
      const node = directoryNode(odd.map((name) => [name, fileNode(name.toWellFormed())]));
      const path = store.addNode("odd", [], node);
      for (const name of odd) expect(lstatSync(toFsPath(join(path, name))).isFile()).toBe(true);
      const back = createTreeLoader(places.storeDir).tree(absolutePath(path));
      expect(narHashOfNode(back).hash).toEqual(narHashOfNode(node).hash);
    });
  });

  test("sockets and their like are refused by name", async () => {
    const places = temporaryPlaces();
    const folder = temporaryFolder();
    const server = (await import("node:net")).createServer().listen(join(folder, "socket"));
    await once(server, "listening");
    try {
      expect(() => createTreeLoader(places.storeDir).tree(folder)).toThrow(
        expect.objectContaining({ code: "not-storable", message: expect.stringContaining("socket") }),
      );
    } finally {
      server.close();
    }
  });
});

test("a reference that is not valid is refused", () => {
  withStore(temporaryPlaces(), (store) => {
    const missing = `${store.directory}/${"0".repeat(32)}-missing` as StorePath;
    expect(() => store.addNode("a", [missing], fileNode("x"))).toThrow(
      expect.objectContaining({ code: "reference-missing", details: [missing] }),
    );
  });
});

test("closure and referrers agree with a model, for any acyclic references", () => {
  const places = temporaryPlaces();
  withStore(places, (store) => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { minLength: 1, maxLength: 12 }),
        (graph) => {
          const paths: StorePath[] = [];
          const direct = graph.map((wanted, at) => [...new Set(wanted.filter((other) => other < at))]);
          for (const [at, others] of direct.entries())
            paths.push(
              store.addNode(
                `n${at}`,
                others.map((other) => paths[other]!),
                fileNode(JSON.stringify(direct.slice(0, at + 1))),
              ),
            );
          const reach = (at: number): number[] => [at, ...direct[at]!.flatMap(reach)];
          const last = paths.length - 1;
          const expected = [...new Set(reach(last))].map((at) => paths[at]!).sort();
          expect(store.closure([paths[last]!])).toEqual(expected);
          for (const other of direct[last]!) expect(store.referrers(paths[other]!)).toContain(paths[last]);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe("a store that cannot be used says why", () => {
  const schemaFile = (places: { varDir: string }) => join(places.varDir, "db", "schema");
  const databaseOf = (places: { varDir: string }) => join(places.varDir, "db", "db.sqlite");
  const opened = () => {
    const places = temporaryPlaces();
    withStore(places, () => {});
    return places;
  };

  test.each([
    ["11", "store-newer"],
    ["9", "store-older"],
    ["ten", "store-damaged"],
    ["", "store-damaged"],
  ])("schema %j is %s", (text, code) => {
    const places = opened();
    writeFileSync(schemaFile(places), text);
    expect(() => openStore(places)).toThrow(expect.objectContaining({ code }));
    expect(readFileSync(schemaFile(places), "utf8")).toBe(text);
  });

  test("a database that is none", () => {
    const places = opened();
    writeFileSync(databaseOf(places), "not a database ".repeat(1000));
    expect(() => openStore(places)).toThrow(
      expect.objectContaining({ code: "store-damaged", hint: expect.stringContaining("--repair") }),
    );
  });

  test("a database of something else", async () => {
    const places = opened();
    const { DatabaseSync } = await import("node:sqlite");
    const sql = new DatabaseSync(databaseOf(places));
    sql.exec("DROP TABLE Refs");
    sql.close();
    expect(() => openStore(places)).toThrow(expect.objectContaining({ code: "store-damaged" }));
  });
});

describe("a disk that cannot be written to", () => {
  const fault = (effect: string, call: string) => {
    const places = temporaryPlaces();
    const program = `
      import { openStore } from ${module("open-store.ts")};
      import { directoryNode, fileNode } from ${module("tree.ts")};
      try {
        const store = openStore(JSON.parse(process.argv[1]));
        store.addNode("n", [], directoryNode([["f", fileNode("contents")]]));
      } catch ({ code, hint }) {
        console.log(code, hint !== undefined);
      }`;
    return spawnSync(process.execPath, ["--input-type=module", "-e", program, JSON.stringify(places)], {
      env: { ...process.env, LARES_FAULT: `${call}:${effect}` },
      encoding: "utf8",
    }).stdout;
  };
  test.each([
    ["ENOSPC", "write:4", "disk-full"],
    ["EROFS", "mkdir:1", "read-only-disk"],
    ["EACCES", "rename:2", "not-writable"],
    ["EIO", "open:1", "disk-failing"],
  ])("%s at %s is %s", (effect, call, code) => {
    expect(fault(effect, call)).toBe(`${code} true\n`);
  });
});

test("two processes add to a new store at the same time, and both are right", async () => {
  const places = temporaryPlaces();
  const program = `
    import { openStore } from ${module("open-store.ts")};
    import { directoryNode, fileNode } from ${module("tree.ts")};
    const store = openStore(JSON.parse(process.argv[1]));
    for (let n = 0; n < 40; n++) store.addNode("n" + n, [], directoryNode([["f", fileNode("contents " + n)]]));
    store.close();`;
  const children = [1, 2, 3].map(() =>
    spawn(process.execPath, ["--input-type=module", "-e", program, JSON.stringify(places)], {
      stdio: ["ignore", "inherit", "pipe"],
    }),
  );
  const errors = children.map(async (child) => {
    let text = "";
    child.stderr.on("data", (piece) => (text += piece));
    const [status] = await once(child, "close");
    return [status, text];
  });
  expect(await Promise.all(errors)).toEqual([
    [0, ""],
    [0, ""],
    [0, ""],
  ]);
  withStore(places, (store) => expect(store.validPaths()).toHaveLength(40));
  expect(readdirSync(places.storeDir).filter((name) => name.startsWith(".lares"))).toEqual([]);
}, 30_000);

const withoutObject = (path: string): void => {
  chmodSync(path, 0o644);
  utimesSync(path, 5, 5);
  writeFileSync(path, "");
  rmSync(path);
};
