/** What comes from outside, fuzzed in this process: archives, manifests, plain data in the place of configurations. */
import * as fs from "node:fs";
import { LaresError } from "../src/base/errors.ts";
import { narStrings } from "../src/format/nar.ts";
import { createNarReader, type NarVisitor } from "../src/format/nar-reader.ts";
import { createNarWriter } from "../src/format/nar-writer.ts";
import { parseManifest } from "../src/profile/read-manifest.ts";
import { unclear } from "./fail-calls.ts";
import { type Figures, located, nothing, together } from "./figures.ts";
import { printsControls } from "./hostile-state.ts";
import type { Fault } from "./invariants.ts";
import type { Program } from "./program.ts";
import { type Random, randomFrom } from "./random.ts";
import { startTrial } from "./trial.ts";

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

/** Configurations in data that a program, or somebody hostile, wrote: a clear refusal or a home, and nothing outside it. */
export const fuzzedConfigurations = async (program: Program, seed: number, rounds = 1): Promise<Figures> => {
  const trial = startTrial(program);
  const random = randomFrom(seed);
  const all: Figures[] = [];
  const outside = `${trial.home}/../outside`;
  fs.mkdirSync(outside);
  try {
    const attempts = [
      ...configurations(),
      ...Array.from({ length: rounds * 40 }, () => randomConfiguration(random)),
    ];
    for (const [file, text] of attempts) {
      for (const name of fs.readdirSync(trial.config))
        fs.rmSync(`${trial.config}/${name}`, { recursive: true });
      fs.writeFileSync(`${trial.config}/${file}`, text);
      const answer = trial.run(["switch", "--config", `${trial.config}/${file}`], { timeout: 90_000 });
      const faults = [...unclear(answer), ...printsControls(answer.stdout + answer.stderr)];
      if (fs.readdirSync(outside).length > 0 || fs.existsSync(`${trial.config}/../escaped`))
        faults.push({ kind: "unsound", what: "it wrote outside of the home" });
      all.push({
        ...nothing,
        counts: { "malformed inputs: configuration": 1 },
        faults: located(`${file}: ${text.slice(0, 300)}`, faults),
      });
    }
    return together(all);
  } finally {
    trial.remove();
  }
};

const file = (path: string, more: Record<string, unknown> = {}): readonly [string, string] => [
  "home.config.json",
  JSON.stringify({ home: { file: { [path]: { text: "x", ...more } } } }),
];

const configurations = (): readonly (readonly [string, string])[] => [
  ...[
    "../escaped",
    "/escaped",
    "a/../../escaped",
    ".",
    "..",
    "",
    "a//b",
    "a/./b",
    "a/",
    "\0",
    "a\0b",
    "x".repeat(300),
    "y/".repeat(3000) + "z",
    "\ud800",
    "~",
    "$HOME/x",
    "-rf",
    "\n",
    ".lares/x",
    ".lares",
    ".local/share/lares/store/x",
    ".local",
    ".cache/lares",
  ].map((path) => file(path)),
  file(".a", { target: "../escaped" }),
  file(".a", { source: "/etc/shadow\0" }),
  file(".a", { source: "/dev/zero" }),
  file(".a", { source: "/proc/self/mem" }),
  file(".a", { permissions: "7777" }),
  file(".a", { text: null, source: { _type: "path", file: "/x/../../escaped", text: "x" } }),
  file(".a", { text: null, source: { _type: "path", file: "/x/conf", dir: { "../../../../escaped": "x" } } }),
  file(".a", {
    text: null,
    source: { _type: "path", file: "/x/conf", dir: { l: { link: ".." }, "l/l/l/escaped": "x" } },
  }),
  file(".a", { text: null, source: { _type: "path", file: "/x/..", text: "x" } }),
  file(".a", { text: null, source: { _type: "package" } }),
  [
    "home.config.json",
    JSON.stringify({
      home: {
        file: { ".A": { text: "1" }, ".a": { text: "2" }, "\u00e9": { text: "3" }, "e\u0301": { text: "4" } },
      },
    }),
  ],
  ["home.config.json", '{"home":{"file":{"__proto__":{"text":"x"},"constructor":{"text":"y"}}}}'],
  ["home.config.json", '{"__proto__":{"home":1},"constructor":{"prototype":{"x":1}}}'],
  ["home.config.json", "[".repeat(100_000)],
  ["home.config.json", `${'{"home":'.repeat(20_000)}1${"}".repeat(20_000)}`],
  [
    "home.config.json",
    `{"home":{"file":{".a":{"text":${'{"_type":"merge","contents":['.repeat(3000)}"x"${"]}".repeat(3000)}}}}}`,
  ],
  ["home.config.json", ""],
  ["home.config.json", "\ufeff{}"],
  ["home.config.json", "null"],
  ["home.config.json", '"\x1b[2J"'],
  ["home.config.json", "{\x1b[2J"],
  [
    "home.config.yaml",
    `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, at) => `${"bcdefghij"[at]}: &${"bcdefghij"[at]} [${Array(9).fill(`*${"abcdefghi"[at]}`).join(",")}]`).join("\n")}\n`,
  ],
  ["home.config.yaml", "home: &a {file: *a}\n"],
  ["home.config.yaml", "- ".repeat(20_000)],
  ["home.config.yaml", "home: !!js/function 'x'\n"],
  ["home.config.yaml", "? {a: b}\n: c\n"],
  ["home.config.toml", "a = [".concat("[".repeat(50_000))],
  ["home.config.toml", "home.file.'../escaped'.text = 'x'\n"],
  ["home.config.toml", `[${"a.".repeat(20_000)}a]\n`],
  ["home.config.ts", "export default () => { while (true); }"],
  ["home.config.ts", "throw '\x1b[2J'"],
  [
    "home.config.ts",
    "export default new Proxy({}, { get() { throw new Error('\\x1b[2J') }, ownKeys() { throw null } })",
  ],
  ["home.config.ts", "const a: any = {}; a.a = a; export default a"],
  ["home.config.ts", "export default { home: { file: { '.a': { text: 'x'.repeat(2 ** 29) } } } }"],
  ["home.config.ts", "process.exit(0)"],
  ["home.config.ts", "export default { get home() { process.exitCode = 0; throw undefined } }"],
];

const randomConfiguration = (random: Random): readonly [string, string] => {
  const odd = [
    "x",
    1,
    null,
    true,
    [],
    {},
    "../escaped",
    { _type: "if" },
    { _type: "merge", contents: 3 },
    { _type: "order" },
    { _type: "package", name: 4 },
    { _type: "path" },
    { _type: "float", value: "x" },
    { _type: "literal" },
    [[]],
    -1,
    1e300,
  ];
  const keys = [
    "home",
    "file",
    "text",
    "source",
    "activation",
    "programs",
    "git",
    "enable",
    "packages",
    "sessionVariables",
    "assertions",
    "imports",
    "specialisation",
    "x",
    "_type",
    "contents",
  ];
  const value = (depth: number): unknown =>
    depth > 4 || random.below(3) === 0
      ? odd[random.below(odd.length)]
      : Object.fromEntries(
          Array.from({ length: 1 + random.below(3) }, () => [
            keys[random.below(keys.length)]!,
            value(depth + 1),
          ]),
        );
  return [
    "home.config.json",
    JSON.stringify({ home: value(1), [keys[random.below(keys.length)]!]: value(1) }),
  ];
};
