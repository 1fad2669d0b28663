/** `lares.lock` as a bad merge, a bad disk or a stranger leaves it: refused in a person's terms, or read for what it says. */
import { LaresError } from "../src/base/errors.ts";
import { absolutePath } from "../src/base/paths.ts";
import { beginSession } from "../src/derivation/session.ts";
import { canonicalText, type LockFile, parseLock, printLock } from "../src/packages/lock-file.ts";
import { createResolver } from "../src/packages/resolver.ts";
import { type Figures, located, nothing } from "./figures.ts";
import type { Fault } from "./invariants.ts";
import type { Program } from "./program.ts";
import { type Random, randomFrom } from "./random.ts";

export const fuzzedLocks = async (_: Program, seed: number, count = 20_000): Promise<Figures> => {
  const random = randomFrom(seed);
  const faults: Fault[] = [];
  begin();
  const meant = meaningOf(original);
  const text = printLock(original);
  for (let at = 0; at < count; at++) {
    const hurt = random.below(2) === 0 ? hurtText(text, random) : hurtValue(text, random);
    const what = tryOne(hurt, meant);
    if (what !== undefined) faults.push({ kind: "unclear", what: `${what}: ${hurt.slice(0, 900)}` });
  }
  return {
    ...nothing,
    counts: { "malformed inputs: lock": count },
    faults: located("fuzzed locks", faults),
  };
};

const tryOne = (text: string, meant: string): string | undefined => {
  try {
    const lock = parseLock(text, "/c/lares.lock");
    if (Object.keys(Object.prototype).length > 0) return "it changed what every object has";
    const printed = printLock(lock);
    if (printLock(parseLock(printed, "/c/lares.lock")) !== printed)
      return "it reads what it wrote differently";
    const meaning = meaningOf(lock);
    const isSame = canonicalText(lock) === canonicalText(original);
    return isSame && meaning !== meant ? `it means ${meaning}, not ${meant}` : undefined;
  } catch (error) {
    return error instanceof LaresError && error.message !== "" ? undefined : `it threw ${error}`;
  }
};

/** Where the packages would be in the store, on one system. */
const meaningOf = (lock: LockFile): string => {
  const { resolve } = createResolver({ lock: () => lock, usesIndex: () => true });
  const names = ["ripgrep", "npm:ripgrep", "npm:@scope/tool@1"];
  return names.map((name) => `${resolve({ kind: "package", name }).outPath}`).join(" ");
};

const begin = (): void =>
  beginSession({
    storeDir: absolutePath("/s"),
    system: "x86_64-linux",
    folder: absolutePath("/c"),
    onLook: () => {},
  });

const integrity = (letter: number) => `sha512-${Buffer.alloc(64, letter).toString("base64")}`;
const original: LockFile = {
  names: { ripgrep: { on: { "x86_64-linux": "npm:ripgrep" }, unsupported: { "aarch64-darwin": "no" } } },
  packages: {
    "npm:ripgrep": {
      source: "npm",
      name: "ripgrep",
      version: "1.0.0",
      published: "2024-01-01T00:00:00.000Z",
      commands: { rg: "bin/rg" },
      ...{ tree: { ripgrep: { artefact: "npm:ripgrep@1.0.0" } } },
    },
    "npm:@scope/tool@1": {
      source: "npm",
      name: "@scope/tool",
      version: "1.2.3",
      commands: { tool: "cli.js" },
      ...{
        tree: {
          "@scope/tool": { artefact: "npm:@scope/tool@1.2.3" },
          "@scope/tool/node_modules/part": { artefact: "npm:part@4.0.0", on: ["x86_64-linux"] },
        },
      },
    },
  },
  artefacts: {
    "npm:ripgrep@1.0.0": { integrity: integrity(1), format: "tgz", unpackedSize: 100 },
    "npm:@scope/tool@1.2.3": { integrity: integrity(2), format: "tgz", url: "tool/-/odd.tgz" },
    "npm:part@4.0.0": { integrity: integrity(3), format: "tgz", requires: ["glibc"] },
  },
};

const oddTexts = [
  ...[
    "",
    " ",
    "..",
    "../../x",
    "/etc/passwd",
    "a/../b",
    "x\0y",
    "\x1b[2J",
    "é",
    "e\u0301",
    "\u202e",
    "\ud800",
  ],
  ...["npm:", "npm:x@", "npm:@a@1", "other:x@1", "__proto__", "constructor", "toString", "sha512-AAAA"],
  ...["https://evil.example/x", "//evil.example/x", "file:///etc/passwd", "x86_64-linux", "x".repeat(5000)],
];
const oddValues: readonly unknown[] = [
  ...[null, true, 0, -1, 1e300, [], {}, [[]], { on: [] }, ["x86_64-linux", 3], { __proto__x: {} }],
  ...oddTexts,
];

/** As a bad disk or a merge does it. */
const hurtText = (text: string, random: Random): string => {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  const where = random.below(text.length);
  switch (random.below(6)) {
    case 0:
      return text.slice(0, where);
    case 1:
      return lines.toSpliced(at, 1 + random.below(4)).join("\n");
    case 2:
      return lines.toSpliced(at, 0, ...lines.slice(where % lines.length).slice(0, 5)).join("\n");
    case 3:
      return lines
        .toSpliced(at, 0, ["<<<<<<< ours", "=======", ">>>>>>> theirs"][random.below(3)]!)
        .join("\n");
    case 4: {
      const letter = String.fromCharCode(text.charCodeAt(where) ^ (1 << random.below(7)));
      return text.slice(0, where) + letter + text.slice(where + 1);
    }
    default:
      return `${text.slice(0, where)}${oddTexts[random.below(oddTexts.length)]}${text.slice(where)}`;
  }
};

/** As a hand or another program does it: another value, or another name, anywhere. */
const hurtValue = (text: string, random: Random): string => {
  const tree = JSON.parse(text);
  for (let times = 1 + random.below(3); times > 0; times--) hurtOnce(tree, random);
  return JSON.stringify(tree);
};

const hurtOnce = (tree: Record<string, unknown>, random: Random): void => {
  let parent: Record<string, unknown> = tree;
  for (;;) {
    const names = Object.keys(parent);
    if (names.length === 0) return;
    const name = names[random.below(names.length)]!;
    const inner = parent[name];
    if (typeof inner === "object" && inner !== null && random.below(4) > 0) {
      parent = inner as Record<string, unknown>;
      continue;
    }
    const kind = random.below(3);
    if (kind !== 0) delete parent[name];
    if (kind === 0) parent[name] = oddValues[random.below(oddValues.length)];
    if (kind === 1) parent[oddTexts[random.below(oddTexts.length)]!] = inner;
    return;
  }
};
