/** Configurations as somebody hostile would write them, each given to the real program. */
import * as fs from "node:fs";
import { unclear } from "./fail-calls.ts";
import { type Figures, located, nothing, together } from "./figures.ts";
import { printsControls } from "./hostile-state.ts";
import type { Program } from "./program.ts";
import { type Random, randomFrom } from "./random.ts";
import { startTrial } from "./trial.ts";

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
    `${"y/".repeat(3000)}z`,
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
