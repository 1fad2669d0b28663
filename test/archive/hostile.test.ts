/** Archives that would write elsewhere, fill the disk, or mean another thing on another system. */
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ArchiveLimits } from "../../src/archive/limits.ts";
import { unpack } from "../../src/archive/unpack.ts";
import { LaresError } from "../../src/base/errors.ts";
import { absolutePath } from "../../src/base/paths.ts";
import { longName, pax, type TarEntry, tarEntry, tarOf, type ZipFile, zipOf } from "./tar-bytes.ts";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), "lares-hostile-"));
  fs.mkdirSync(join(folder, "elsewhere"));
  fs.writeFileSync(join(folder, "elsewhere/precious"), "precious");
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: string;
  readonly text: string;
}

const attempt = async (
  bytes: Buffer,
  options: { strip?: number | "single"; limits?: Partial<ArchiveLimits> } = {},
): Promise<Outcome> => {
  const file = join(folder, "archive");
  fs.writeFileSync(file, bytes);
  const to = join(folder, "out");
  const outcome = await unpack(absolutePath(file), absolutePath(to), { name: "a.tar.gz", ...options }).then(
    () => ({ code: "unpacked", text: "" }),
    (error: unknown) => {
      if (!(error instanceof LaresError)) throw error;
      expect(fs.existsSync(to)).toBe(false);
      return { code: error.code, text: [error.message, ...error.details].join("\n") };
    },
  );
  expect(
    fs
      .readdirSync(folder)
      .sort()
      .filter((name) => !["archive", "out"].includes(name)),
  ).toEqual(["elsewhere"]);
  expect(fs.readdirSync(join(folder, "elsewhere"))).toEqual(["precious"]);
  expect(fs.readFileSync(join(folder, "elsewhere/precious"), "utf8")).toBe("precious");
  return outcome;
};

const refusesTar = (
  name: string,
  entries: readonly TarEntry[],
  says: RegExp,
  strip: number | "single" = 0,
): void => {
  test(name, async () => {
    const { code, text } = await attempt(tarOf(entries), { strip });
    expect(code).toBe("unsafe-archive");
    expect(text).toMatch(says);
    expect(text).toContain("a.tar.gz");
  });
};

const file = (name: string, content = "x"): TarEntry => ({ name, content });
const link = (name: string, to: string): TarEntry => ({ name, type: "2", link: to });
const hard = (name: string, to: string): TarEntry => ({ name, type: "1", link: to });

describe("a tar is refused, by the name of its entry, for", () => {
  refusesTar("an absolute path", [file("/etc/x")], /\/etc\/x has an absolute path/);
  refusesTar("a path that leads out", [file("../elsewhere/x")], /\.\.\/elsewhere\/x leads out of its folder/);
  refusesTar("a path that leads out and in again", [file("a/../../out/x")], /leads out/);
  refusesTar("a folder that leads out", [{ name: "..", type: "5" }], /leads out/);
  refusesTar(
    "a pax header that renames to a path that leads out",
    [pax({ path: "../elsewhere/x" }), file("good")],
    /leads out/,
  );
  refusesTar("a GNU long name that leads out", [longName("../elsewhere/x"), file("good")], /leads out/);
  refusesTar("a prefix that leads out", [{ name: "x", prefix: "../elsewhere" }], /leads out/);
  refusesTar(
    "a path through a link made before",
    [link("l", "sub"), file("l/x")],
    /l\/x goes through the link l/,
  );
  refusesTar(
    "a folder through a link made before",
    [link("l", "../elsewhere"), { name: "l/", type: "5" }],
    /goes through the link/,
  );
  refusesTar(
    "a file in the place of a link",
    [link("l", "../elsewhere/precious"), file("l")],
    /l is there twice/,
  );
  refusesTar("a link out", [link("l", "../elsewhere")], /l is a link out of the archive, to \.\.\/elsewhere/);
  refusesTar("an absolute link", [link("l", "/etc/passwd")], /link out of the archive, to \/etc\/passwd/);
  refusesTar(
    "a link that leads out by another",
    [file("x/y/z/f"), link("x/y/up", "../.."), link("x/out", "y/up/..")],
    /x\/out is a link out/,
  );
  refusesTar("a link out over what is not there", [link("l", "nothing/../../elsewhere")], /link out/);
  refusesTar("a link out after stripping", [file("p/f"), link("p/l", "../q")], /link out/, 1);
  refusesTar(
    "a link out after the single folder is taken off",
    [file("p/f"), link("p/l", "../p/f")],
    /link out/,
    "single",
  );
  refusesTar(
    "a hard link out",
    [hard("h", "../elsewhere/precious")],
    /second name for \.\.\/elsewhere\/precious/,
  );
  refusesTar(
    "a hard link to what comes later",
    [hard("h", "f"), file("f")],
    /no file of the archive before it/,
  );
  refusesTar("a hard link through a link", [link("l", "."), file("f"), hard("h", "l/f")], /second name/);
  refusesTar(
    "names that differ in case only",
    [file("Makefile"), file("makefile")],
    /makefile is named like Makefile/,
  );
  refusesTar("folders that differ in case only", [file("a/B/c"), file("A/b")], /named like a /);
  refusesTar("names that differ in composition only", [file("\u00e9"), file("e\u0301")], /case or accents/);
  refusesTar("names that differ by sharp s", [file("stra\u00dfe"), file("STRASSE")], /case or accents/);
  refusesTar(
    "names that differ by a character without width",
    [file("git"), file("g\u200cit")],
    /case or accents/,
  );
  refusesTar("a link in the place of a file", [file("a"), link("a", "b")], /a is there twice/);
  refusesTar("a file and a folder of the same name", [file("a"), file("a/b")], /a\/b is below the file a/);
  refusesTar("a folder and a file of the same name", [file("a/b"), file("a")], /a is there twice/);
  refusesTar("a device", [{ name: "null", type: "3" }], /null is a device/);
  refusesTar("a block device", [{ name: "sda", type: "4" }], /is a device/);
  refusesTar("a pipe", [{ name: "p", type: "6" }], /p is a pipe/);
  refusesTar("a sparse file of GNU tar", [{ name: "s", type: "S" }], /sparse/);
  refusesTar("a sparse file in pax", [pax({ "GNU.sparse.major": "1" }), file("s")], /sparse/);
  refusesTar("a name of 256 bytes", [longName("x".repeat(256)), file("x")], /more than 255 bytes/);
  refusesTar("a path without end", [longName(`${"y/".repeat(2000)}z`), file("x")], /more than 3000 bytes/);
  refusesTar("folders too deep", [longName(`${"y/".repeat(200)}z`), file("x")], /more than 128 folders deep/);
  refusesTar("a link of no text", [link("l", "")], /without a proper text/);
  refusesTar(
    "control characters, which it does not print",
    [file("../\x1b[2J\u009b"), file("b")],
    /"\.\.\/\\u001b\[2J\\u009b" leads out/,
  );
});

test("what it prints of a long name is short, and has no control characters", async () => {
  const { text } = await attempt(tarOf([longName(`../${"\x1b]0;".repeat(500)}`), file("x")]));
  expect(text.length).toBeLessThan(2000);
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
});

describe("a tar is damaged that", () => {
  const good = tarOf([file("a", "x".repeat(5000)), file("b", "y".repeat(700))]);
  test.each([513, 2000, 5632, 5633, 6144, 6200, good.length - 1024])("ends after %i bytes", async (bytes) => {
    expect((await attempt(good.subarray(0, bytes))).code).toBe("bad-archive");
  });
  test("ends in the middle of its compression", async () => {
    const packed = zlib.gzipSync(good);
    const { code, text } = await attempt(packed.subarray(0, packed.length - 12));
    expect(code).toBe("bad-archive");
    expect(text).toContain("a.tar.gz is damaged");
  });
  test("has a header whose sum is wrong", async () => {
    const bytes = Buffer.from(good);
    bytes[5632 + 3] = 0x7a;
    expect((await attempt(bytes)).code).toBe("bad-archive");
  });
  test("has a size that is no number, or not below zero", async () => {
    for (const size of ["zzzzzzzzzzz", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "77777777777"])
      expect((await attempt(tarOf([file("a"), { ...file("b"), size }]))).code).toBe("bad-archive");
  });
  test("has a header for pax of gigabytes", async () => {
    expect((await attempt(tarOf([file("a"), { name: "x", type: "x", size: 2 ** 32 }]))).code).toBe(
      "bad-archive",
    );
  });
  test("holds nothing", async () => {
    expect((await attempt(Buffer.alloc(10_240))).code).toBe("bad-archive");
  });
});

describe("made to fill a disk or a memory", () => {
  test.each(["gzip", "zstd", "xz", "bzip2"] as const)("%s: a little that becomes a lot", async (kind) => {
    const entry = tarEntry({ name: "zeros", content: Buffer.alloc(30_000_000) });
    const tar = Buffer.concat([entry, Buffer.alloc(1024)]);
    const { code, text } = await attempt(compress(kind, tar), { limits: { unquestioned: 1_000_000 } });
    expect(code).toBe("archive-too-big");
    expect(text).toMatch(/bytes unpack to more than/);
  });
  test("too many entries, folders counted", async () => {
    const bytes = tarOf(Array.from({ length: 60 }, (_, at) => file(`d${at}/f`)));
    expect((await attempt(bytes, { limits: { entries: 100 } })).code).toBe("archive-too-big");
    expect((await attempt(bytes, { limits: { entries: 120 } })).code).toBe("unpacked");
  });
  test("the same folder over and over", async () => {
    const bytes = tarOf(Array.from({ length: 200 }, () => ({ name: "d/", type: "5" })));
    expect((await attempt(bytes, { limits: { entries: 100 } })).code).toBe("archive-too-big");
  });
  test("hard links count as the files that they become", async () => {
    const bytes = tarOf([
      file("f", "x".repeat(1000)),
      ...Array.from({ length: 20 }, (_, at) => hard(`h${at}`, "f")),
    ]);
    expect((await attempt(bytes, { limits: { contents: 10_000 } })).code).toBe("archive-too-big");
  });
  test("links that lead through links, twice as many each time", async () => {
    const chain = Array.from({ length: 60 }, (_, at) =>
      link(`l${at}`, at === 0 ? "." : Array.from({ length: 8 }, () => `l${at - 1}`).join("/")),
    );
    expect(["unpacked", "unsafe-archive"]).toContain((await attempt(tarOf([file("f"), ...chain]))).code);
  });
  test("links in a circle harm nobody", async () => {
    expect((await attempt(tarOf([link("a", "b"), link("b", "a")]))).code).toBe("unpacked");
  });
  test("a zip of more than it may be", async () => {
    const bytes = zipOf([{ name: "zeros", content: Buffer.alloc(10_000_000) }]);
    expect((await attempt(bytes, { limits: { unquestioned: 1_000_000 } })).code).toBe("archive-too-big");
  });
  test("files of a zip that share their bytes", async () => {
    const bytes = zipOf([
      { name: "a", content: "x".repeat(999) },
      { name: "b", content: "x".repeat(999), shares: 0 },
    ]);
    const { code, text } = await attempt(bytes);
    expect(code).toBe("archive-too-big");
    expect(text).toContain("share their bytes");
  });
});

const compress = (kind: "gzip" | "zstd" | "xz" | "bzip2", bytes: Buffer): Buffer =>
  kind === "gzip"
    ? zlib.gzipSync(bytes)
    : kind === "zstd"
      ? zlib.zstdCompressSync(bytes)
      : execFileSync(kind, ["-c"], { input: bytes, maxBuffer: 1 << 28 });

const refusesZip = (name: string, files: readonly ZipFile[], code: string, says: RegExp): void => {
  test(name, async () => {
    const outcome = await attempt(zipOf(files));
    expect(outcome.text).toMatch(says);
    expect(outcome.code).toBe(code);
  });
};

describe("a zip is refused for", () => {
  refusesZip("an absolute path", [{ name: "/etc/x" }], "unsafe-archive", /\/etc\/x has an absolute path/);
  refusesZip("a path that leads out", [{ name: "a/../../x" }], "unsafe-archive", /leads out/);
  refusesZip(
    "a path with backslashes that leads out",
    [{ name: "..\\elsewhere\\x", mode: 0 }],
    "unsafe-archive",
    /leads out/,
  );
  refusesZip(
    "a link out",
    [{ name: "l", mode: 0o120777, content: "../elsewhere" }],
    "unsafe-archive",
    /link out/,
  );
  refusesZip(
    "a path through a link",
    [{ name: "l", mode: 0o120777, content: "sub" }, { name: "l/x" }],
    "unsafe-archive",
    /through the link/,
  );
  refusesZip("a device", [{ name: "d", mode: 0o020644 }], "unsafe-archive", /neither a file/);
  refusesZip("a file twice", [{ name: "a" }, { name: "a" }], "unsafe-archive", /there twice/);
  refusesZip(
    "a link text without end",
    [{ name: "l", mode: 0o120777, content: "x".repeat(70_000) }],
    "unsafe-archive",
    /too long a text/,
  );
  refusesZip(
    "encryption",
    [{ name: "secret", flags: 0x801, content: "xxxxxxxxxxxxxxxxxx" }],
    "unsafe-archive",
    /secret is encrypted/,
  );
  refusesZip(
    "a method that nobody knows",
    [{ name: "a", method: 77, content: "abc" }],
    "unsafe-archive",
    /method/,
  );
  refusesZip(
    "a file that holds more than it says",
    [{ name: "a", content: "x".repeat(5000), size: 10 }],
    "bad-archive",
    /holds more/,
  );
  refusesZip(
    "a stored file that holds more than it says",
    [{ name: "a", method: 0, content: "x".repeat(50), size: 10 }],
    "bad-archive",
    /damaged/,
  );
  refusesZip(
    "a file that holds less than it says",
    [{ name: "a", content: "x", size: 5000 }],
    "bad-archive",
    /holds less/,
  );
  refusesZip("a wrong checksum", [{ name: "a", content: "x", crc: 7 }], "bad-archive", /checksum/);
  refusesZip(
    "a compressed size beyond its end",
    [{ name: "a", content: "x", compressedSize: 99_999 }],
    "bad-archive",
    /cut short|damaged/,
  );
  refusesZip("a name with a NUL byte", [{ name: "a\0b" }], "unsafe-archive", /NUL/);

  test("more entries than there are, and an end that is not there", async () => {
    expect((await attempt(zipOf([{ name: "a" }], { count: 9 }))).code).toBe("bad-archive");
    expect((await attempt(zipOf([{ name: "a" }], { cut: 10 }))).code).toBe("bad-archive");
  });

  test.skipIf(spawnSync("zip", ["-v"]).status !== 0)(
    "encryption by zip (skipped where zip is not installed)",
    async () => {
      fs.mkdirSync(join(folder, "out"));
      fs.writeFileSync(join(folder, "out/f"), "secret text");
      execFileSync("zip", ["-q", "-P", "pw", "../z.zip", "f"], { cwd: join(folder, "out") });
      const bytes = fs.readFileSync(join(folder, "z.zip"));
      fs.rmSync(join(folder, "z.zip"));
      fs.rmSync(join(folder, "out"), { recursive: true });
      expect((await attempt(bytes)).text).toContain("is encrypted");
    },
  );
});

describe("what is no archive is named", () => {
  test.each([
    ["<!DOCTYPE html><html><body>Not found", "a web page"],
    ["\n  <html>", "a web page"],
    ['<?xml version="1.0"?><Error><Code>AccessDenied', "XML"],
    ['{"message":"Not Found"}', "JSON"],
    ["version https://git-lfs.github.com/spec/v1\n", "Git LFS"],
    ["\x7fELF\x02\x01", "a program for Linux"],
    ["Not Found\n", "plain text"],
    ["", "empty"],
    ["7z\xbc\xaf\x27\x1c", "7z"],
    ["\x00\x01\x02", "of no kind that is known"],
  ])("%j: %s", async (text, says) => {
    const { code, text: said } = await attempt(Buffer.from(text, "latin1"));
    expect(code).toBe("not-an-archive");
    expect(said).toContain(says);
  });
  test("under its compression, too", async () => {
    const { code, text } = await attempt(zlib.gzipSync("<html>"));
    expect(code).toBe("not-an-archive");
    expect(text).toContain("under its gzip compression, it is a web page");
  });
});
