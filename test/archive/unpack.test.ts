/** Archives made by the programs that people make them with. */
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zlib from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { unpack } from "../../src/archive/unpack.ts";
import { absolutePath } from "../../src/base/paths.ts";
import { longName, pax, tarOf, zipOf } from "./tar-bytes.ts";

const has = (program: string): boolean => spawnSync("which", [program]).status === 0;
const at = (...parts: string[]) => absolutePath(join(folder, ...parts));

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "lares-unpack-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Path → kind, executable bit, and text. */
const shape = (root: string, below = ""): Record<string, string> => {
  const all: Record<string, string> = {};
  for (const name of fs.readdirSync(join(root, below)).sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    const status = fs.lstatSync(join(root, path));
    if (status.isDirectory()) Object.assign(all, { [`${path}/`]: "folder" }, shape(root, path));
    else if (status.isSymbolicLink()) all[path] = `-> ${fs.readlinkSync(join(root, path))}`;
    else all[path] = `${status.mode & 0o100 ? "x" : "-"} ${fs.readFileSync(join(root, path), "latin1")}`;
  }
  return all;
};

const makeTree = (): string => {
  const root = join(folder, "tool-1.0");
  fs.mkdirSync(join(root, "bin"), { recursive: true });
  fs.mkdirSync(join(root, "empty"));
  fs.mkdirSync(join(root, "share", "d".repeat(90), "e".repeat(90)), { recursive: true });
  fs.writeFileSync(join(root, "bin/tool"), "#!/bin/sh\n", { mode: 0o755 });
  fs.chmodSync(join(root, "bin/tool"), 0o6755);
  fs.symlinkSync("tool", join(root, "bin/alias"));
  fs.symlinkSync("../share", join(root, "bin/share"));
  fs.linkSync(join(root, "bin/tool"), join(root, "bin/again"));
  fs.writeFileSync(join(root, "share/empty file"), "");
  fs.writeFileSync(join(root, "share/gr\u00fc\u00dfe \u{1f600}\n"), "caf\u00e9");
  fs.writeFileSync(join(root, "share", "d".repeat(90), "e".repeat(90), "deep"), "x".repeat(5000));
  return root;
};

const tars: readonly (readonly [string, string, readonly string[]])[] = [
  ...["ustar", "gnu", "pax"].map(
    (format) => [`GNU tar, ${format}`, "tar", [`--format=${format}`, "-cf"]] as const,
  ),
  ...["z", "J", "j"].map((letter) => [`GNU tar -${letter}`, "tar", [`-c${letter}f`]] as const),
  ["GNU tar --zstd", "tar", ["--zstd", "-cf"]],
  ...["pax", "ustar", "gnutar"].map(
    (format) => [`bsdtar, ${format}`, "bsdtar", ["--format", format, "-cf"]] as const,
  ),
];

describe.each(tars)("%s", (_, program, args) => {
  test.skipIf(!has(program))(
    `gives what ${program} was given (skipped where it is not installed)`,
    async () => {
      const root = makeTree();
      execFileSync(program, [...args, at("a"), "tool-1.0"], { cwd: folder });
      await unpack(at("a"), at("whole"));
      expect(shape(at("whole", "tool-1.0"))).toEqual(shape(root));
      await unpack(at("a"), at("stripped"), { strip: 1 });
      expect(shape(at("stripped"))).toEqual(shape(root));
      await unpack(at("a"), at("single"), { strip: "single" });
      expect(shape(at("single"))).toEqual(shape(root));
      const tool = fs.lstatSync(at("single", "bin/tool"));
      expect(tool.mode & 0o7022).toBe(0);
      expect(Date.now() - tool.mtimeMs).toBeLessThan(3_600_000);
    },
  );
});

test.skipIf(!has("zip"))(
  "zip (skipped where it is not installed): links, modes, long and odd names",
  async () => {
    const root = makeTree();
    execFileSync("zip", ["-qry", at("a"), "tool-1.0"], { cwd: folder, env: { ...process.env, LC_ALL: "C" } });
    await unpack(absolutePath(`${at("a")}.zip`), at("out"), { strip: "single" });
    expect(shape(at("out"))).toEqual(shape(root));
  },
);

test.skipIf(!has("python3"))(
  "zips of Python (skipped where it is not installed): stored, deflated, 64 bit, from a pipe",
  async () => {
    const script = `
import zipfile, sys
class Pipe:
    def __init__(self, f): self.f = f
    def write(self, b): return self.f.write(b)
    def flush(self): pass
with zipfile.ZipFile(Pipe(open(sys.argv[1], "wb")), "w", zipfile.ZIP_DEFLATED, allowZip64=True) as z:
    z.writestr("a/deflated", "x" * 100000)
    z.writestr("a/stored", "y" * 1000, zipfile.ZIP_STORED)
    with z.open(zipfile.ZipInfo("a/large"), "w", force_zip64=True) as f: f.write(b"z" * 3000000)
    z.writestr("a/gr\\u00fc\\u00df", "")
`;
    execFileSync("python3", ["-c", script, at("a")]);
    await unpack(at("a"), at("out"));
    expect(shape(at("out"))).toEqual({
      "a/": "folder",
      "a/deflated": `- ${"x".repeat(100_000)}`,
      "a/large": `- ${"z".repeat(3_000_000)}`,
      "a/stored": `- ${"y".repeat(1000)}`,
      "a/gr\u00fc\u00df": "- ",
    });
  },
);

describe("kinds that few write", () => {
  test("a zip of Windows: backslashes, no modes", async () => {
    fs.writeFileSync(
      at("a"),
      zipOf([
        { name: "d\\tool.exe", mode: 0, content: "MZ" },
        { name: "d\\", mode: 0 },
      ]),
    );
    await unpack(at("a"), at("out"));
    expect(shape(at("out"))).toEqual({ "d/": "folder", "d/tool.exe": "- MZ" });
  });

  test("a zip with zstd", async () => {
    const content = zlib.zstdCompressSync("hello");
    const zip = zipOf([{ name: "a", method: 93, content, size: 5, crc: zlib.crc32("hello") }]);
    fs.writeFileSync(at("a"), zip);
    await unpack(at("a"), at("out"));
    expect(shape(at("out"))).toEqual({ a: "- hello" });
  });

  test("a file that comes again in a tar is the later one, and a second name keeps the earlier bytes", async () => {
    const entries = [
      { name: "d/a", content: "earlier" },
      { name: "b", type: "1", link: "d/a" },
      { name: "d/a", content: "later", mode: 0o755 },
    ];
    fs.writeFileSync(at("a"), tarOf(entries));
    await unpack(at("a"), at("out"));
    expect(fs.readFileSync(at("out/d/a"), "utf8")).toBe("later");
    expect(fs.readFileSync(at("out/b"), "utf8")).toBe("earlier");
  });

  test("an empty zip says that it holds nothing", async () => {
    fs.writeFileSync(at("a"), zipOf([]));
    await expect(unpack(at("a"), at("out"))).rejects.toMatchObject({ code: "bad-archive" });
  });

  test("tars: of v7, with ./ and //, a folder twice, names in pax and GNU headers, bytes that are not UTF-8", async () => {
    const latin1 = tarOf([{ name: "caf?", content: "4" }]);
    latin1[3] = 0xe9;
    latin1.fill(" ", 148, 156);
    const sum = latin1.subarray(0, 512).reduce((all, byte) => all + byte, 0);
    latin1.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const tar = Buffer.concat([
      tarOf(
        [
          { name: "./", type: "5" },
          { name: "./old", magic: "\0".repeat(8), content: "1" },
          { name: "d/", type: "0" },
          { name: "d", type: "5" },
          { name: "d//f", type: "\0", content: "2" },
          pax({ path: "from pax \u00fc" }),
          { name: "short", content: "3" },
          longName("from GNU"),
          { name: "short", mode: 0o755 },
        ],
        { end: false },
      ),
      latin1,
    ]);
    fs.writeFileSync(at("a"), tar);
    await unpack(at("a"), at("out"));
    expect(fs.readdirSync(at("out"), "buffer").map((name) => name.toString("latin1"))).toContain("caf\u00e9");
    fs.rmSync(Buffer.concat([Buffer.from(at("out", "caf")), Buffer.from([0xe9])]));
    expect(shape(at("out"))).toEqual({
      "d/": "folder",
      "d/f": "- 2",
      "from GNU": "x ",
      "from pax \u00fc": "- 3",
      old: "- 1",
    });
  });

  test("several gzip and zstd streams, one after the other", async () => {
    const tar = tarOf([{ name: "a", content: "x".repeat(2000) }]);
    for (const pack of [zlib.gzipSync, zlib.zstdCompressSync]) {
      fs.writeFileSync(at("a"), Buffer.concat([pack(tar.subarray(0, 700)), pack(tar.subarray(700))]));
      await unpack(at("a"), at("out"));
      expect(shape(at("out"))).toEqual({ a: `- ${"x".repeat(2000)}` });
      fs.rmSync(at("out"), { recursive: true });
    }
  });
});

describe("a single file", () => {
  test.each([
    ["plain", (bytes: Buffer) => bytes],
    ["gzip", (bytes: Buffer) => zlib.gzipSync(bytes)],
    ["zstd", (bytes: Buffer) => zlib.zstdCompressSync(bytes)],
  ])("%s: becomes a file where that is wanted, and is refused elsewhere", async (_, pack) => {
    const program = Buffer.concat([Buffer.from("\x7fELF", "latin1"), Buffer.alloc(100_000, 7)]);
    fs.writeFileSync(at("a"), pack(program));
    expect(await unpack(at("a"), at("out"), { singleFile: "accept" })).toMatchObject({
      kind: "file",
      bytes: 100_004,
    });
    expect(fs.readFileSync(at("out")).equals(program)).toBe(true);
    await expect(unpack(at("a"), at("other"))).rejects.toMatchObject({ code: "not-an-archive" });
  });

  test("a web page is never one", async () => {
    fs.writeFileSync(at("a"), "<!doctype html><title>404</title>");
    await expect(unpack(at("a"), at("out"), { singleFile: "accept" })).rejects.toMatchObject({
      code: "not-an-archive",
    });
  });
});

test("what is there already stays as it is", async () => {
  fs.mkdirSync(at("out"));
  fs.writeFileSync(at("out/mine"), "mine");
  fs.writeFileSync(at("a"), tarOf([{ name: "mine", content: "theirs" }]));
  await expect(unpack(at("a"), at("out"))).rejects.toThrow(/EEXIST/);
  expect(shape(at("out"))).toEqual({ mine: "- mine" });
});

test("an unpacking that is cancelled leaves nothing", async () => {
  fs.writeFileSync(
    at("a"),
    zlib.gzipSync(
      tarOf(Array.from({ length: 500 }, (_, n) => ({ name: `f${n}`, content: "x".repeat(9999) }))),
    ),
  );
  const cancelled = new AbortController();
  const work = unpack(at("a"), at("out"), { signal: cancelled.signal });
  cancelled.abort(new Error("enough"));
  await expect(work).rejects.toThrow("enough");
  expect(fs.existsSync(at("out"))).toBe(false);
});

/** Names that differ by more than case, since those are refused. */
const treeOf = fc.letrec<{ node: unknown; tree: Record<string, unknown> }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.record({ text: fc.string({ maxLength: 2000 }), executable: fc.boolean() }),
    tie("tree"),
  ),
  tree: fc.dictionary(
    fc
      .string({ unit: fc.constantFrom(..."abc\u00fc .-\\*\u{1f600}"), minLength: 1, maxLength: 40 })
      .filter((name) => !/^\.{1,2}$/.test(name)),
    tie("node"),
    { maxKeys: 6 },
  ),
})).tree;

const writeNode = (path: string, node: unknown): void => {
  const { text, executable } = node as { text?: unknown; executable?: unknown };
  if (typeof text === "string" && typeof executable === "boolean")
    fs.writeFileSync(path, text, { mode: executable ? 0o755 : 0o644 });
  else {
    fs.mkdirSync(path);
    for (const [name, child] of Object.entries(node as object)) writeNode(join(path, name), child);
  }
};

test("whatever tar packs is unpacked the same", async () => {
  await fc.assert(
    fc.asyncProperty(
      treeOf,
      fc.constantFrom("gnu", "pax"),
      fc.constantFrom("", "z"),
      async (tree, format, letter) => {
        const place = fs.mkdtempSync(join(folder, "run-"));
        writeNode(join(place, "in"), tree);
        execFileSync("tar", [`--format=${format}`, `-c${letter}f`, join(place, "a"), "in"], { cwd: place });
        await unpack(absolutePath(join(place, "a")), absolutePath(join(place, "out")), { strip: 1 });
        expect(shape(join(place, "out"))).toEqual(shape(join(place, "in")));
        fs.rmSync(place, { recursive: true });
      },
    ),
    { numRuns: 60 },
  );
});

/** Resident memory of a Node that does nothing is 50 to 60 MB. */
test.each([
  ["zstd", "tar", ["--zstd", "-cf"]],
  ["gzip", "tar", ["-czf"]],
  ["zip", "zip", ["-qr"]],
] as const)("300 MB of zeros in a %s are unpacked in less than 200 MB of memory", (kind, program, args) => {
  fs.mkdirSync(at("in"));
  fs.closeSync(fs.openSync(at("in/zeros"), "w"));
  fs.truncateSync(at("in/zeros"), 300_000_000);
  execFileSync(program, [...args, at("a.zip"), "in"], { cwd: folder });
  const script = `
    const { unpack } = await import(${JSON.stringify(join(import.meta.dirname, "../../src/archive/unpack.ts"))});
    const { bytes } = await unpack(process.argv[1], process.argv[2]);
    console.log(bytes, process.resourceUsage().maxRSS);`;
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", script, at("a.zip"), at("out")], {
    encoding: "utf8",
  });
  const [bytes, kilobytes] = said.trim().split(" ").map(Number);
  expect(bytes, kind).toBe(300_000_000);
  expect(kilobytes!).toBeLessThan(200_000);
  expect(fs.statSync(at("out/in/zeros")).size).toBe(300_000_000);
});
