/** Tars and zips, plain and compressed, fuzzed: unpacked within their folder, or refused with a clear error. */
import * as fs from "node:fs";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { unpack } from "../src/archive/unpack.ts";
import { LaresError } from "../src/base/errors.ts";
import { absolutePath } from "../src/base/paths.ts";
import { longName, pax, type TarEntry, tarOf, type ZipFile, zipOf } from "../test/archive/tar-bytes.ts";
import { type Figures, located, nothing } from "./figures.ts";
import type { Fault } from "./invariants.ts";
import { type Program, workFolder } from "./program.ts";
import { type Random, randomFrom } from "./random.ts";

export const fuzzedTars = (_: Program, seed: number, count = 4000): Promise<Figures> =>
  fuzzed("tar", randomFrom(seed), count, (random) => tarOf(tarEntries(random), { end: random.below(8) > 0 }));

export const fuzzedZips = (_: Program, seed: number, count = 4000): Promise<Figures> =>
  fuzzed("zip", randomFrom(seed), count, (random) => zipOf(zipFiles(random)));

const fuzzed = async (
  kind: string,
  random: Random,
  count: number,
  make: (random: Random) => Buffer,
): Promise<Figures> => {
  const folder = fs.mkdtempSync(join(workFolder(), "lares-torture-archives-"));
  const faults: Fault[] = [];
  fs.mkdirSync(join(folder, "outside"));
  fs.writeFileSync(join(folder, "outside/precious"), "precious");
  try {
    for (let at = 0; at < count; at++) {
      const bytes = compressed(hurt(make(random), random), random);
      const fault = await tryOne(folder, bytes, random);
      if (fault !== undefined)
        faults.push({ kind: "unclear", what: `${fault}: ${bytes.toString("base64").slice(0, 900)}` });
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return {
    ...nothing,
    counts: { [`malformed inputs: ${kind}`]: count },
    faults: located(`fuzzed ${kind}s`, faults),
  };
};

const tryOne = async (folder: string, bytes: Buffer, random: Random): Promise<string | undefined> => {
  const [file, out] = [join(folder, "archive"), join(folder, "out")];
  fs.writeFileSync(file, bytes);
  const strip = ([0, 1, "single"] as const)[random.below(3)]!;
  const refused = await unpackOrError(file, out, strip);
  if (refused !== undefined && !(refused instanceof LaresError)) return `it threw ${refused}`;
  if (refused !== undefined && !clearCodes.has(refused.code)) return `it threw ${refused.code}`;
  if (refused !== undefined && /[\x00-\x09\x0b-\x1f\x7f-\x9f]/.test(refused.message))
    return "it printed control characters";
  if (refused !== undefined && fs.existsSync(out)) return "it left something of what it refused";
  const escaped = outsideOf(folder) ?? (refused === undefined ? oddIn(out) : undefined);
  fs.rmSync(out, { recursive: true, force: true });
  return escaped;
};

const unpackOrError = async (file: string, out: string, strip: 0 | 1 | "single"): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined;
  const stuck = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error("it never came to an end")), 20_000);
  });
  const limits = { contents: 5_000_000, unquestioned: 2_000_000, entries: 1000 };
  return await Promise.race([
    stuck,
    unpack(absolutePath(file), absolutePath(out), { strip, limits, name: "fuzzed" }).then(
      () => undefined,
      (error: unknown) => error,
    ),
  ]).finally(() => clearTimeout(timer));
};

const clearCodes: ReadonlySet<string> = new Set([
  "bad-archive",
  "unsafe-archive",
  "archive-too-big",
  "not-an-archive",
]);

const outsideOf = (folder: string): string | undefined => {
  const around = fs.readdirSync(folder).filter((name) => !["archive", "out", "outside"].includes(name));
  if (around.length > 0) return `it wrote ${around} beside its folder`;
  const whole = fs.readdirSync(join(folder, "outside")).join() === "precious";
  return whole && fs.readFileSync(join(folder, "outside/precious"), "utf8") === "precious"
    ? undefined
    : "it wrote outside of its folder";
};

/** Devices, set-id bits, links that lead out, names that some file system takes for one. */
const oddIn = (folder: string, root = fs.realpathSync(folder)): string | undefined => {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  if (new Set(entries.map(({ name }) => name.toLowerCase())).size < entries.length)
    return `it made ${entries.map(({ name }) => name)} side by side`;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const { mode } = fs.lstatSync(path);
    if (!entry.isFile() && !entry.isDirectory() && !entry.isSymbolicLink()) return "it made something odd";
    if (!entry.isSymbolicLink() && (mode & 0o7022) !== 0)
      return `it gave mode ${(mode & 0o7777).toString(8)}`;
    if (entry.isSymbolicLink() && leadsOut(path, root)) return `it made a link out: ${fs.readlinkSync(path)}`;
    const below = entry.isDirectory() ? oddIn(path, root) : undefined;
    if (below !== undefined) return below;
  }
  return undefined;
};

const leadsOut = (path: string, root: string): boolean => {
  try {
    const leads = fs.realpathSync(path);
    return leads !== root && !leads.startsWith(`${root}/`);
  } catch {
    return fs.readlinkSync(path).startsWith("/");
  }
};

const names = [
  "a",
  "b",
  "A",
  "a/b",
  "b/a",
  "a/b/c",
  "l",
  "l/x",
  "./a",
  "d/",
  "../outside/x",
  "..",
  "/etc/x",
  "",
  ".",
  "\u00e9",
  "e\u0301",
  "\x1b[2J",
  "a//b",
  "a/../b",
  "x".repeat(99),
  "nul\0x",
];
const targets = [
  "a",
  "b",
  "..",
  "../outside",
  "../outside/precious",
  ".",
  "/etc",
  "l",
  "l/..",
  "a/../../outside",
  "nothing/../..",
  "",
  "x",
];
const kinds = [
  "0",
  "0",
  "0",
  "5",
  "5",
  "2",
  "2",
  "1",
  "1",
  "3",
  "6",
  "S",
  "\0",
  "7",
  "g",
  "x",
  "L",
  "K",
  "V",
];

const tarEntries = (random: Random): readonly TarEntry[] =>
  Array.from({ length: 1 + random.below(7) }, () => tarEntriesOfOne(random)).flat();

const tarEntriesOfOne = (random: Random): readonly TarEntry[] => {
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;
  const name = random.below(3) > 0 ? pick(names.slice(0, 8)) : pick(names);
  const entry: TarEntry = {
    name,
    type: random.below(2) === 0 ? "0" : pick(kinds),
    link: pick(targets),
    mode: pick([0o644, 0o755, 0o4755, 0o7777, 0]),
    content: "x".repeat(pick([0, 1, 511, 512, 513, 3000])),
    ...(random.below(12) === 0 && {
      size: pick<number | string>([0, 1, 2 ** 33 - 1, "zzz", "-0000000001", "\x80\x00\x00\x01", 600]),
    }),
    ...(random.below(12) === 0 && { prefix: pick(names) }),
    ...(random.below(12) === 0 && { magic: pick(["ustar  \0", "\0\0\0\0\0\0\0\0", "xxxxxxxx"]) }),
  };
  const before = random.below(8);
  if (before === 0) return [longName(pick(names)), entry];
  if (before === 1) {
    const keys = ["path", "linkpath", "size", "GNU.sparse.map", "__proto__", "mtime", "uid"];
    return [
      pax(
        { [pick(keys)]: pick([...names, ...targets, "0", "1", "99999999999999999999", "-1"]) },
        pick(["x", "g"]),
      ),
      entry,
    ];
  }
  return [entry];
};

const zipFiles = (random: Random): readonly ZipFile[] => {
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;
  return Array.from({ length: 1 + random.below(6) }, (_, at) => {
    const mode = pick([0o100644, 0o100755, 0o104755, 0o120777, 0o040755, 0o020644, 0, 0o777]);
    return {
      name:
        random.below(3) > 0
          ? pick(names.slice(0, 8))
          : pick([...names, "..\\outside\\x", "a\\b", Buffer.from([0xff, 0xfe])]),
      content: (mode & 0o170000) === 0o120000 ? pick(targets) : "x".repeat(pick([0, 1, 100, 70_000])),
      mode,
      method: pick([8, 8, 8, 0, 0, 93, 12, 99]),
      ...(random.below(10) === 0 && { flags: pick([0, 1, 8, 0x41, 0x801, 0xffff]) }),
      ...(random.below(12) === 0 && { size: pick([0, 1, 99_999, 2 ** 32 - 1]) }),
      ...(random.below(12) === 0 && { compressedSize: pick([0, 1, 99_999, 2 ** 32 - 1]) }),
      ...(random.below(20) === 0 && { crc: 5 }),
      ...(random.below(12) === 0 && at > 0 && { shares: random.below(at) }),
    };
  });
};

const hurt = (bytes: Buffer, random: Random): Buffer => {
  const changed = Buffer.from(bytes);
  const anywhere = () => random.below(Math.max(1, changed.length));
  switch (random.below(7)) {
    case 0:
      return changed.subarray(0, anywhere());
    case 1:
      for (let times = 1 + random.below(4); times > 0; times--) changed[anywhere()]! ^= 1 << random.below(8);
      return changed;
    case 2:
      return Buffer.concat([changed, changed.subarray(anywhere())]);
    default:
      return changed;
  }
};

/** By Node's own only: starting `xz` thousands of times would take all the time there is. */
const compressed = (bytes: Buffer, random: Random): Buffer => {
  const way = random.below(6);
  if (way > 1) return bytes;
  const packed = way === 0 ? zlib.gzipSync(bytes, { level: 1 }) : zlib.zstdCompressSync(bytes);
  return random.below(3) === 0 ? hurt(packed, random) : packed;
};
