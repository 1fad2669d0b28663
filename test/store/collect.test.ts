import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { absolutePath, type StorePath } from "../../src/base/paths.ts";
import { collectGarbage } from "../../src/store/collect.ts";
import { addIndirectRoot, addRoot, findRoots } from "../../src/store/roots.ts";
import { directoryNode, fileNode, linkNode } from "../../src/store/tree.ts";
import { temporaryPlaces, withStore } from "./places.ts";

const names = (path: string) => readdirSync(path).sort();

test("what no root reaches goes, with its contents; what a root reaches stays, with all it refers to", () => {
  const places = temporaryPlaces();
  const [kept, user, shared, dead] = withStore(places, (store) => {
    const kept = store.addNode("kept", [], directoryNode([["f", fileNode("kept")]]));
    const user = store.addNode("user", [kept], linkNode(kept));
    const shared = fileNode("shared contents");
    const alive = store.addNode("shared", [], directoryNode([["s", shared]]));
    const dead = store.addNode(
      "dead",
      [user],
      directoryNode([
        ["s", shared],
        ["own", fileNode("0123456789")],
      ]),
    );
    return [kept, user, alive, dead];
  });
  addRoot(places, absolutePath(join(places.home, "result")), user);
  addRoot(places, absolutePath(join(places.varDir, "gcroots", "mine")), shared);
  const expected = { deleted: [dead], leftovers: [], freedBytes: 10, alive: 3 };
  withStore(places, (store) => {
    expect(collectGarbage(store, places, { dryRun: true })).toMatchObject(expected);
    expect(store.isValid(dead)).toBe(true);
    expect(collectGarbage(store, places)).toMatchObject(expected);
    expect(store.validPaths()).toEqual([kept, user, shared].sort());
    expect(collectGarbage(store, places)).toMatchObject({ deleted: [], freedBytes: 0 });
  });
  expect(names(places.storeDir)).toEqual([
    ".links",
    ...[kept, user, shared].map((path) => path.slice(places.storeDir.length + 1)).sort(),
  ]);
  expect(names(join(places.storeDir, ".links"))).toHaveLength(2);
});

describe("a root is", () => {
  const collected = (arrange: (places: ReturnType<typeof temporaryPlaces>, path: StorePath) => void) => {
    const places = temporaryPlaces();
    const path = withStore(places, (store) =>
      store.addNode("object", [], directoryNode([["f", fileNode("x")]])),
    );
    arrange(places, path);
    return withStore(places, (store) => collectGarbage(store, places).deleted.length === 1);
  };

  test("a generation of a profile, registered or not", () => {
    expect(
      collected((places, path) => {
        mkdirSync(join(places.stateDir, "profiles"), { recursive: true });
        symlinkSync(path, join(places.stateDir, "profiles", "home-7-link"));
      }),
    ).toBe(false);
  });

  test("an indirect one over a link that leads on to another", () => {
    expect(
      collected((places, path) => {
        mkdirSync(places.home);
        symlinkSync(join(path, "f"), join(places.home, "inner"));
        symlinkSync("inner", join(places.home, "outer"));
        addIndirectRoot(places, absolutePath(join(places.home, "outer")));
      }),
    ).toBe(false);
  });

  test("no longer one when its link is gone, and then it is forgotten", () => {
    expect(
      collected((places, path) => {
        const link = absolutePath(join(places.home, "result"));
        addRoot(places, link, path);
        rmSync(link);
      }),
    ).toBe(true);
  });

  test.skipIf(process.platform !== "linux")("a file that a process has open (Linux)", async () => {
    const places = temporaryPlaces();
    const path = withStore(places, (store) =>
      store.addNode("open", [], directoryNode([["f", fileNode("x")]])),
    );
    const child = spawn("sh", ["-c", 'exec 3<"$1"; echo ready; read wait', "sh", join(path, "f")]);
    await once(child.stdout, "data");
    try {
      withStore(places, (store) => {
        expect(collectGarbage(store, places).deleted).toEqual([]);
        expect(findRoots(places)).toContainEqual({
          holder: expect.stringContaining(`process ${child.pid}`),
          path,
        });
      });
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    withStore(places, (store) => expect(collectGarbage(store, places).deleted).toEqual([path]));
  });
});

test("links named as gone do not hold, in a dry run", () => {
  const places = temporaryPlaces();
  const path = withStore(places, (store) => store.addNode("object", [], fileNode("x")));
  const profiles = join(places.stateDir, "profiles");
  mkdirSync(profiles, { recursive: true });
  const link = absolutePath(join(profiles, "home-1-link"));
  symlinkSync(path, link);
  addIndirectRoot(places, link);
  withStore(places, (store) => {
    expect(collectGarbage(store, places, { dryRun: true }).deleted).toEqual([]);
    expect(collectGarbage(store, places, { dryRun: true, without: new Set([link]) }).deleted).toEqual([path]);
    expect(
      collectGarbage(store, places, { dryRun: true, without: new Set([link]), keep: [path] }).deleted,
    ).toEqual([]);
  });
});

test("what crashes left is taken, and what a living process is writing is not", async () => {
  const places = temporaryPlaces();
  withStore(places, () => {});
  mkdirSync(join(places.storeDir, ".lares-tmp-0123456789abcdef"), { mode: 0o555 });
  writeFileSync(join(places.storeDir, "junk"), "12345");
  const program = `
    import { openStore } from ${JSON.stringify(new URL("../../src/store/open-store.ts", import.meta.url).href)};
    import { mkdirSync, writeFileSync } from "node:fs";
    const store = openStore(JSON.parse(process.argv[1]));
    const place = store.temporaryPlace();
    mkdirSync(place);
    writeFileSync(place + "/half", "half");
    console.log(place);
    process.stdin.resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, JSON.stringify(places)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const place = String((await once(child.stdout, "data"))[0]).trim();
  withStore(places, (store) => {
    const { leftovers, freedBytes } = collectGarbage(store, places);
    expect(leftovers.map((path) => path.slice(places.storeDir.length + 1))).toEqual([
      ".lares-tmp-0123456789abcdef",
      "junk",
    ]);
    expect(freedBytes).toBe(5);
    expect(readFileSync(join(place, "half"), "utf8")).toBe("half");
  });
  child.kill("SIGKILL");
  await once(child, "exit");
  withStore(places, (store) => expect(collectGarbage(store, places).leftovers).toEqual([place]));
  expect(names(join(places.varDir, "running"))).toEqual([]);
});

test("an object that this process just asked for stays until the process ends", () => {
  const places = temporaryPlaces();
  const path = withStore(places, (store) => {
    const path = store.addNode("object", [], fileNode("x"));
    withStore(places, (other) => expect(collectGarbage(other, places).deleted).toEqual([]));
    return path;
  });
  withStore(places, (store) => expect(collectGarbage(store, places).deleted).toEqual([path]));
});

test("a rooted object that the database lost stays, and so does what it mentions", () => {
  const places = temporaryPlaces();
  const [mentioned, lost] = withStore(places, (store) => {
    const mentioned = store.addNode("mentioned", [], fileNode("m"));
    return [mentioned, store.addNode("lost", [mentioned], fileNode(`run ${mentioned}/bin/x`))];
  });
  addRoot(places, absolutePath(join(places.home, "result")), lost!);
  withStore(places, (store) => {
    store.unregister([lost!]);
    expect(collectGarbage(store, places)).toMatchObject({ deleted: [], leftovers: [] });
    expect(existsSync(lost!) && existsSync(mentioned!)).toBe(true);
  });
});

test("any graph, any roots: exactly what a model reaches stays", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { minLength: 1, maxLength: 10 }),
      fc.array(fc.nat(9), { maxLength: 3 }),
      (graph, rooted) => {
        const places = temporaryPlaces();
        const direct = graph.map((wanted, at) => [...new Set(wanted.filter((other) => other < at))]);
        const paths = withStore(places, (store) => {
          const made: StorePath[] = [];
          for (const [at, others] of direct.entries()) {
            const references = others.map((other) => made[other]!);
            made.push(store.addNode(`n${at}`, references, fileNode(String(at))));
          }
          return made;
        });
        const roots = rooted.filter((at) => at < paths.length);
        for (const at of roots) addRoot(places, absolutePath(join(places.home, `root-${at}`)), paths[at]!);
        const reach = (at: number): number[] => [at, ...direct[at]!.flatMap(reach)];
        const live = new Set(roots.flatMap(reach));
        withStore(places, (store) => {
          collectGarbage(store, places);
          expect(store.validPaths()).toEqual([...live].map((at) => paths[at]!).sort());
        });
        for (const [at, path] of paths.entries()) expect(existsSync(path)).toBe(live.has(at));
      },
    ),
    { numRuns: 15 },
  );
});
