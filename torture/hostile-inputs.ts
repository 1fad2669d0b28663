import { LaresError } from "../src/base/errors.ts";
import { narStrings } from "../src/format/nar.ts";
import { createNarReader, type NarVisitor } from "../src/format/nar-reader.ts";
import { createNarWriter } from "../src/format/nar-writer.ts";
import { parseManifest } from "../src/profile/read-manifest.ts";
import { type Figures, located, nothing } from "./figures.ts";
import type { Fault } from "./invariants.ts";
import type { Program } from "./program.ts";
import { type Random, randomFrom } from "./random.ts";

export const fuzzedArchives = async (_: Program, seed: number, count = 20_000): Promise<Figures> => {
  const random = randomFrom(seed);
  const faults: Fault[] = [];
  for (let at = 0; at < count; at++) {
    const bytes = hurt(archive(random), random);
    const fault = readTwice(bytes);
    if (fault !== undefined)
      faults.push({ kind: "unclear", what: `${fault}: ${bytes.toString("base64").slice(0, 600)}` });
  }
  return { ...nothing, counts: { "malformed inputs: NAR": count }, faults: located("fuzzed NARs", faults) };
};

/** Accepted is only what writes back to the same bytes; anything else is a `bad-nar`. */
const readTwice = (bytes: Buffer): string | undefined => {
  const written: Buffer[] = [];
  const writer = createNarWriter((piece) => written.push(Buffer.from(piece)));
  const paths: string[] = [];
  try {
    const reader = createNarReader(recorder(writer, paths));
    for (let at = 0; at < bytes.length; at += 37) reader.push(bytes.subarray(at, at + 37));
    reader.end();
  } catch (error) {
    if (error instanceof LaresError && error.code === "bad-nar") return undefined;
    return `it threw ${error}`;
  }
  writer.end();
  if (paths.some((path) => /(^|\/)\.{1,2}(\/|$)|^\/|\0/.test(path))) return `it accepted the path ${paths}`;
  return Buffer.concat(written).equals(bytes) ? undefined : "it accepted what it would write differently";
};

type Writer = ReturnType<typeof createNarWriter>;

const recorder = (writer: Writer, paths: string[]): NarVisitor => {
  const enter = (path: string): void => {
    paths.push(path);
    if (path !== "") writer.startEntry(path.slice(path.lastIndexOf("/") + 1));
  };
  const leave = (path: string): void => {
    if (path !== "") writer.endEntry();
  };
  return {
    startDirectory: (path) => {
      enter(path);
      writer.startDirectory();
    },
    endDirectory: (path) => {
      writer.endDirectory();
      leave(path);
    },
    startFile: (path, executable, size) => {
      enter(path);
      writer.startFile(executable, size);
    },
    contents: (piece) => writer.contents(piece),
    endFile: (path) => {
      writer.endFile();
      leave(path);
    },
    link: (path, text) => {
      enter(path);
      writer.link(text);
      leave(path);
    },
  };
};

const names = [
  "a",
  "b",
  ".",
  "..",
  "a/b",
  "",
  "../x",
  "A",
  "\u00e9",
  "e\u0301",
  "\x1b[2J",
  "x".repeat(300),
  "a\0b",
];

/** Archives as somebody hostile would write them: the grammar is kept more often than not, the rules are not. */
const archive = (random: Random): Buffer => Buffer.concat([narStrings("nix-archive-1"), node(random, 0)]);

const node = (random: Random, depth: number): Buffer => {
  const kind = random.below(depth > 4 ? 2 : 4);
  if (kind === 0) return narStrings("(", "type", "regular", "contents", "x".repeat(random.below(40)), ")");
  if (kind === 1)
    return narStrings("(", "type", "symlink", "target", names[random.below(names.length)]!, ")");
  const entries = Array.from(
    { length: random.below(4) },
    () => names[random.below(random.below(2) === 0 ? 2 : names.length)]!,
  );
  if (random.below(3) > 0) entries.sort();
  return Buffer.concat([
    narStrings("(", "type", "directory"),
    ...entries.map((name) =>
      Buffer.concat([
        narStrings("entry", "(", "name", name, "node"),
        node(random, depth + 1),
        narStrings(")"),
      ]),
    ),
    narStrings(")"),
  ]);
};

const hurt = (bytes: Buffer, random: Random): Buffer => {
  const changed = Buffer.from(bytes);
  switch (random.below(6)) {
    case 0:
      return changed.subarray(0, random.below(changed.length));
    case 1:
      changed[random.below(changed.length)]! ^= 1 << random.below(8);
      return changed;
    case 2:
      changed.writeBigUInt64LE(
        2n ** BigInt(random.below(64)) - BigInt(random.below(2)),
        random.below(Math.floor(changed.length / 8)) * 8,
      );
      return changed;
    case 3:
      return Buffer.concat([changed, changed.subarray(random.below(changed.length))]);
    default:
      return changed;
  }
};

export const fuzzedManifests = async (_: Program, seed: number, count = 20_000): Promise<Figures> => {
  const random = randomFrom(seed);
  const faults: Fault[] = [];
  for (let at = 0; at < count; at++) {
    const text = JSON.stringify(oddManifest(random));
    const cut = random.below(8) === 0 ? text.slice(0, random.below(text.length)) : text;
    try {
      for (const { path } of parseManifest(cut, "manifest.json").entries)
        if (/(^|\/)\.{0,2}(\/|$)|\0/.test(path))
          faults.push({ kind: "unclear", what: `it accepted the path ${JSON.stringify(path)}` });
    } catch (error) {
      if (!(error instanceof LaresError)) faults.push({ kind: "unclear", what: `${error}: ${cut}` });
    }
  }
  return {
    ...nothing,
    counts: { "malformed inputs: manifest": count },
    faults: located("fuzzed manifests", faults),
  };
};

const oddManifest = (random: Random): unknown => {
  const pick = <T>(...values: readonly T[]): T => values[random.below(values.length)]!;
  const path = () =>
    pick<unknown>(
      ".a",
      ".a/b",
      "/etc/passwd",
      "../x",
      "a/../../x",
      "",
      ".",
      "a//b",
      "a/",
      "\0",
      7,
      null,
      "\ud800",
      "x".repeat(9999),
    );
  const entry = () =>
    pick<unknown>(null, 3, [], {
      path: path(),
      kind: pick<unknown>("link", "copy", "live", "hard", null, 1),
      leads: pick<unknown>("file", "directory", "link", "x", null),
      hash: pick<unknown>("a".repeat(64), "x", null, {}),
      mode: pick<unknown>(0o600, 0o7777, -1, 1.5, "0600", null),
      source: pick<unknown>("/x", "x", "", null, "../x"),
      origin: pick<unknown>({ option: "o" }, null, {}, { option: 4 }),
      force: pick<unknown>(true, "yes", undefined),
      onChange: pick<unknown>("true", 4, undefined),
    });
  return pick<unknown>(
    { version: 1, entries: Array.from({ length: random.below(4) }, entry) },
    { version: 1, entries: Array.from({ length: random.below(4) }, entry) },
    { version: pick<unknown>(2, 0, "1", null), entries: [] },
    { version: 1, entries: pick<unknown>(null, {}, "x") },
    pick<unknown>(null, [], 3, "x"),
  );
};
