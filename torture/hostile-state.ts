/** Lares' own files damaged in every way a disk, an editor or an accident may: commands say so or mend it, and lose nothing. */
import * as fs from "node:fs";
import { unclear } from "./fail-calls.ts";
import { type Figures, located, nothing, together } from "./figures.ts";
import { type Fault, lostIn } from "./invariants.ts";
import { difference, look, sameLook, treasuresIn } from "./look.ts";
import type { Program } from "./program.ts";
import { type Random, randomFrom } from "./random.ts";
import { scenarios } from "./scenarios.ts";
import { stage } from "./staged.ts";
import { startTrial, type Trial } from "./trial.ts";

type Damage = (bytes: Buffer, random: Random) => Buffer;

const damages: Readonly<Record<string, Damage>> = {
  empty: () => Buffer.alloc(0),
  "cut short": (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  "zeros after a power cut": (bytes) => Buffer.alloc(bytes.length),
  "zeros in the middle": (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(64), bytes.subarray(at + 64)]);
  },
  "flipped bits": (bytes, random) => {
    const changed = Buffer.from(bytes);
    for (let count = 1 + random.below(8); count > 0 && bytes.length > 0; count--)
      changed[random.below(bytes.length)]! ^= 1 << random.below(8);
    return changed;
  },
  "a piece twice": (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 200))]);
  },
  "another value": (bytes, random) => otherValue(bytes, random),
  "something else": () => Buffer.from('{"version":99999,"entries":null}'),
  "no JSON": () => Buffer.from("\x1b[2J<html>\u202e"),
  "nested deeply": () => Buffer.from("[".repeat(200_000)),
};

const oddValues = [
  null,
  -1,
  1e308,
  "",
  "../../../etc/passwd",
  "/etc/passwd",
  [],
  {},
  [[]],
  true,
  "\0",
  "x".repeat(5000),
];

/** JSON that still is JSON, with one value replaced by an odd one. */
const otherValue = (bytes: Buffer, random: Random): Buffer => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return bytes.subarray(1);
    throw error;
  }
  const slots: [Record<string, unknown>, string][] = [];
  const collect = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) {
      slots.push([value as Record<string, unknown>, key]);
      collect((value as Record<string, unknown>)[key]);
    }
  };
  collect(parsed);
  const slot = slots[random.below(Math.max(1, slots.length))];
  if (slot !== undefined) slot[0][slot[1]] = oddValues[random.below(oddValues.length)];
  return Buffer.from(JSON.stringify(parsed));
};

interface Target {
  /** What the table calls it. */
  readonly kind: string;
  readonly files: (trial: Trial) => readonly string[];
  /** Commands that are run on it, in turn. */
  readonly commands: readonly (readonly string[])[];
  /** Whether `switch` has to succeed all the same. */
  readonly harmless?: boolean;
  /** Damage the home that was killed half-way. */
  readonly killed?: boolean;
}

const listed = (folder: string): readonly string[] =>
  fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => `${folder}/${name}`) : [];

const everyDay = [["status"], ["switch"], ["generations"], ["gc"], ["doctor"]];

const targets: readonly Target[] = [
  {
    kind: "cache",
    files: ({ places }) => listed(`${places.cacheDir}/homes`),
    commands: everyDay,
    harmless: true,
  },
  {
    kind: "journal",
    files: ({ places }) => [`${places.stateDir}/journal/current.json`],
    commands: [["status"], ["switch", "--backup"], ["doctor", "--fix"], ["switch", "--backup"]],
    killed: true,
  },
  {
    kind: "database",
    files: ({ places }) => [`${places.varDir}/db/db.sqlite`],
    commands: [["switch"], ["gc"], ["store", "verify"], ["store", "verify", "--repair"], ["gc"]],
  },
  {
    kind: "manifest",
    files: ({ places }) => [`${fs.realpathSync(places.profile)}/manifest.json`],
    commands: [
      ["status"],
      ["plan"],
      ["switch"],
      ["store", "verify", "--repair"],
      ["switch", "--generation", "1"],
    ],
  },
  {
    kind: "other state files",
    files: ({ places }) => [
      `${places.stateDir}/history.jsonl`,
      `${places.stateDir}/directories.json`,
      `${places.varDir}/db/schema`,
      ...listed(`${places.stateDir}/backups`).map((folder) => `${folder}/index.json`),
    ],
    commands: [...everyDay, ["backups"]],
  },
];

/** `every`: 1 for every kind of damage, n for each n-th. */
export const damagedState = async (
  program: Program,
  seed: number,
  rounds: number,
  every = 1,
): Promise<Figures> => {
  const all: Figures[] = [];
  for (const target of targets)
    all.push(await damage(program, target, randomFrom(seed), rounds, (at) => at % every === seed % every));
  return together(all);
};

const damage = async (
  program: Program,
  target: Target,
  random: Random,
  rounds: number,
  isChosen: (at: number) => boolean,
): Promise<Figures> => {
  const staged = stage(program, scenarios["damaged files"]!);
  const { trial, expected } = staged;
  const all: Figures[] = [];
  try {
    const nth = Math.floor(staged.calls.any! * 0.8);
    for (let round = 0; round < rounds; round++)
      for (const [name, hurt] of Object.entries(damages).filter((_, at) => isChosen(at))) {
        if (target.killed) staged.attempt({ env: { LARES_FAULT: `rename:${8 + random.below(4)}:KILL` } });
        else {
          trial.reset();
          trial.must(["switch", "--backup"]);
        }
        const files = target.files(trial).filter((file) => fs.existsSync(file));
        const file = files[random.below(Math.max(1, files.length))];
        if (file === undefined) continue;
        write(file, hurt(fs.readFileSync(file), random));
        const faults: Fault[] = [];
        for (const words of target.commands) {
          const answer = trial.run(words);
          faults.push(...unclear(answer), ...printsControls(answer.stdout + answer.stderr));
          if (target.harmless && words[0] === "switch" && answer.status !== 0)
            faults.push({ kind: "unsound", what: `switch ended with ${answer.status}: ${answer.stderr}` });
        }
        if (!file.includes("/backups/")) faults.push(...lostIn(trial, expected.treasures));
        const now = look(trial);
        if (target.harmless && !sameLook(now, expected.wanted))
          faults.push({ kind: "mixed", what: difference(now, expected.wanted) });
        for (const [path, shown] of Object.entries(now))
          if (shown === "managed nowhere") faults.push({ kind: "mixed", what: `${path} leads nowhere` });
        const where = `${file.slice(trial.home.length)}: ${name} (round ${round}, ${nth})`;
        all.push({
          ...nothing,
          counts: { [`malformed inputs: ${target.kind}`]: 1 },
          faults: located(where, faults),
        });
      }
  } finally {
    trial.remove();
  }
  return together(all);
};

/** Whatever its mode. */
const write = (file: string, bytes: Buffer): void => {
  const { mode } = fs.statSync(file);
  fs.chmodSync(file, 0o600);
  fs.writeFileSync(file, bytes);
  fs.chmodSync(file, mode & 0o7777);
};

/** What a terminal would act on, or what would reorder a line, never reaches it. */
export const printsControls = (printed: string): readonly Fault[] => {
  const found = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]/.exec(printed);
  if (found === null) return [];
  const about = JSON.stringify(printed.slice(Math.max(0, found.index - 60), found.index + 20));
  return [{ kind: "unclear", what: `it printed U+${found[0].charCodeAt(0).toString(16)}: ${about}` }];
};

/** Names and texts made to take a terminal over, in every place that is printed. */
export const controlCharacters = async (program: Program): Promise<Figures> => {
  const trial = startTrial(program);
  const all: Figures[] = [];
  try {
    const evil = (name: string) => `.${name}\x1b[2J\x07\r\u202e\x9b31m\u2066`;
    const step = "printf 'out\\033[2J\\r\\007\\n'; printf 'err\\033]0;x\\007\\n' >&2; exit 3";
    trial.write(evil("in the way"), "mine\x1b[2J");
    trial.write(evil("adopted"), "mine");
    trial.configure({
      home: {
        file: {
          [evil("a")]: { text: "\x1b[31mred\r" },
          [evil("in the way")]: { text: "x" },
          [evil("c")]: { text: "c\x1b[2J", permissions: "0600" },
        },
        activation: { "evil\x1b[2J": { after: ["writeBoundary"], run: step } },
      },
      warnings: ["careful\x1b[2J"],
    });
    const mistaken: Record<string, unknown> = {
      home: { "no\x1b[2J": 1, file: { [evil("b")]: { kind: "\x1b[2J" } } },
    };
    const treasures = treasuresIn(trial);
    const commands: readonly (readonly string[])[] = [
      ["plan"],
      ["switch"],
      ["switch", "--backup"],
      ["switch", "--backup", "--json"],
      ["switch", "--verbose"],
      ["status"],
      ["status", "--json"],
      ["status", "--verbose"],
      ["generations"],
      ["generations", "--json"],
      ["backups"],
      ["doctor"],
      ["option", "home.file"],
      ["option", `x\x1b[2J`],
      ["adopt", trial.at(evil("adopted"))],
      ["adopt", trial.at(evil("a"))],
      ["backups", "restore", "x\x1b[2J"],
      ["switch", "--generation", "\x1b[2J"],
      ["store", "path-info", "\x1b[2J"],
      ["\x1b[2J"],
      ["plan", "--config", "/no\x1b[2J.json"],
      ["eject", "--dry-run"],
      ["uninstall", "--dry-run"],
      ["build", "--specialisation", "\x1b[2J"],
      ["rollback"],
      ["completion", "\x1b[2J"],
    ];
    for (const words of commands) {
      const answer = trial.run(words);
      all.push(tried(words, [...unclear(answer), ...printsControls(answer.stdout + answer.stderr)]));
    }
    trial.write(evil("c"), "edited\x1b[2J", 0o600);
    for (const words of [["status"], ["plan", "--show-diff"], ["switch"]]) {
      const answer = trial.run(words);
      all.push(tried(words, [...unclear(answer), ...printsControls(answer.stdout + answer.stderr)]));
    }
    trial.configure(mistaken);
    for (const words of [["switch"], ["plan"]]) {
      const answer = trial.run(words);
      all.push(tried(words, [...unclear(answer), ...printsControls(answer.stdout + answer.stderr)]));
    }
    all.push({
      ...nothing,
      faults: located(
        "control characters",
        lostIn(trial, treasures).filter(({ what }) => !what.includes("adopted")),
      ),
    });
    return together(all);
  } finally {
    trial.remove();
  }
};

const tried = (words: readonly string[], faults: readonly Fault[]): Figures => ({
  ...nothing,
  counts: { "commands given control characters": 1 },
  faults: located(JSON.stringify(words), faults),
});
