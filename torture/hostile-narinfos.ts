/** What caches say of paths, fuzzed: refused with a clear error, or not believed, or exactly what was signed. */
import { LaresError } from "../src/base/errors.ts";
import { absolutePath, type StorePath } from "../src/base/paths.ts";
import { judge } from "../src/cache/trust.ts";
import { hashBytes } from "../src/format/hash.ts";
import { formatNarInfo, type NarInfo, parseNarInfo } from "../src/format/narinfo.ts";
import { fingerprint, generateKeys, parsePublicKey, parseSecretKey, sign } from "../src/format/signature.ts";
import { type Figures, located, nothing } from "./figures.ts";
import type { Fault } from "./invariants.ts";
import type { Program } from "./program.ts";
import { type Random, randomFrom } from "./random.ts";

export const fuzzedNarInfos = async (_: Program, seed: number, count = 20_000): Promise<Figures> => {
  const random = randomFrom(seed);
  const faults: Fault[] = [];
  for (let at = 0; at < count; at++) {
    const text = hurt(formatNarInfo(original), random);
    const what = tryOne(text);
    if (what !== undefined)
      faults.push({ kind: "unclear", what: `${what}: ${JSON.stringify(text.slice(0, 900))}` });
  }
  return {
    ...nothing,
    counts: { "malformed inputs: narinfo": count },
    faults: located("fuzzed narinfos", faults),
  };
};

const tryOne = (text: string): string | undefined => {
  try {
    const info = parseNarInfo(storeDir, text, "fuzzed");
    if (/(^|\/)\.{0,2}(\/|$)|[:%?#\\\0-\x20]/.test(info.url)) return "it accepted a URL that leads elsewhere";
    if (formatNarInfo(parseNarInfo(storeDir, formatNarInfo(info), "again")) !== formatNarInfo(info))
      return "it reads what it wrote differently";
    const believed = judge(storeDir, info, [trusted]).trusted && info.ca === undefined;
    return believed && fingerprint(info) !== fingerprint(original)
      ? "it believed what nobody signed"
      : undefined;
  } catch (error) {
    return error instanceof LaresError && error.code === "bad-narinfo" ? undefined : `it threw ${error}`;
  }
};

const storeDir = absolutePath("/nix/store");
const keys = generateKeys("torture-1");
const trusted = parsePublicKey(keys.public);
const named = (letter: string, name: string) => `${storeDir}/${letter.repeat(32)}-${name}` as StorePath;
const signed = {
  path: named("a", "tool-1.0"),
  narHash: hashBytes("sha256", "nar"),
  narSize: 123_456,
  references: [named("a", "tool-1.0"), named("b", "library")],
};
const original: NarInfo = {
  ...signed,
  url: "nar/file.nar.zst",
  compression: "zstd",
  fileHash: hashBytes("sha256", "file"),
  fileSize: 1000,
  deriver: named("c", "tool-1.0.drv"),
  signatures: [sign(parseSecretKey(keys.secret), signed)],
};

const oddValues = [
  "",
  " ",
  "0",
  "-1",
  "1e9",
  "99999999999999999999",
  "NaN",
  "none",
  "xz",
  "../../etc/passwd",
  "nar/../../x",
  "https://evil.example/x",
  "//evil.example/x",
  "nar/%2e%2e/x",
  "nar/x?y#z",
  "\x1b[2J",
  "é",
  "/nix/store/",
  `${"d".repeat(32)}-other`,
  `${storeDir}/${"d".repeat(32)}-other`,
  "sha256:00",
  `sha256:${"0".repeat(64)}`,
  `md5:${"0".repeat(32)}`,
  "torture-1:AAAA",
  "fixed:r:sha256:0",
  "x".repeat(5000),
];

const hurt = (text: string, random: Random): string => {
  const lines = text.split("\n");
  const at = random.below(lines.length - 1);
  const [name = ""] = lines[at]!.split(":");
  const odd = oddValues[random.below(oddValues.length)]!;
  switch (random.below(9)) {
    case 0:
      return text.slice(0, random.below(text.length));
    case 1:
      return lines.toSpliced(at, 1).join("\n");
    case 2:
      return lines.toSpliced(at, 0, lines[random.below(lines.length)]!).join("\n");
    case 3:
      return lines
        .toSpliced(at, 0, `${["CA", "Sig", "Later", "Deriver", ""][random.below(5)]}: ${odd}`)
        .join("\n");
    case 4: {
      const where = random.below(text.length);
      const character = String.fromCharCode(text.charCodeAt(where) ^ (1 << random.below(7)));
      return text.slice(0, where) + character + text.slice(where + 1);
    }
    case 5:
      return lines.map((line) => (random.below(4) === 0 ? line.replace(": ", ":") : line)).join("\n");
    case 6:
      return lines.toSorted(() => random.below(3) - 1).join("\n");
    default:
      return lines.with(at, `${name}: ${odd}`).join("\n");
  }
};
