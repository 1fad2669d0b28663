/**
 * `lares watch`: from before a dotfile is written until its new bytes are read through the link in the home. Beside it a C
 * program that is told by inotify, copies and renames, and does nothing else: no generations, no store, nothing to go
 * back to, nothing flushed. Both by turns, each edit on its own, every other one by rename as editors save.
 */
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { environmentFor } from "../command.ts";
import { type BenchContext, type BenchPlace, counted } from "../context.ts";
import type { BenchHome } from "../home.ts";
import type { SampleFile } from "../sample-files.ts";
import type { Other, Row, Sample, Work } from "../work.ts";

export const watch: Work = {
  name: "watch",
  title: "watch, write to live",
  *measure(context) {
    for (const place of context.places)
      for (const size of context.sizes) {
        const home = context.switchedHome(place, size);
        const watchers = [laresWatch(home), ...nativeWatch(context, place, home)];
        try {
          for (const watcher of watchers) watcher.awaitReady();
          const edits = Math.max(context.rounds * 30, 100);
          for (let edit = -warmUps; edit < edits; edit++)
            for (const watcher of watchers) {
              const took = editOnce(home, watcher, home.files[(edit + warmUps) % size]!, edit % 2 === 0);
              if (edit >= 0) watcher.times.push(took);
            }
        } finally {
          for (const watcher of watchers) watcher.end();
        }
        yield* rows(this.title, counted(size, "files"), place, size, watchers);
      }
  },
};

const warmUps = 10;

interface Watcher {
  readonly name: string;
  /** Where the source is written and where its bytes are to appear. */
  readonly target: (file: SampleFile) => string;
  readonly times: number[];
  readonly awaitReady: () => void;
  readonly end: () => void;
}

const laresWatch = (home: BenchHome): Watcher => {
  const command = home.lares("watch", "--json");
  return running(
    "lares",
    home,
    command.program,
    command.words,
    (log) => log.includes('"event":"ready"'),
    ({ path }) => join(home.folder, path),
  );
};

const nativeWatch = (context: BenchContext, place: BenchPlace, home: BenchHome): readonly Watcher[] => {
  const { native } = context.peers;
  if (native === undefined) return [];
  const folder = fs.mkdtempSync(join(place.folder, "w"));
  const list = join(folder, "list");
  const target = join(folder, "home");
  fs.writeFileSync(list, `${home.files.map(({ path }) => path).join("\n")}\n`);
  fs.cpSync(home.sources, target, { recursive: true });
  return [
    running(
      "C: inotify, copy, rename",
      home,
      native.watch,
      [list, home.sources, target],
      (log) => log.includes("ready"),
      ({ path }) => join(target, path),
    ),
  ];
};

const running = (
  name: string,
  home: BenchHome,
  program: string,
  words: readonly string[],
  isReady: (log: string) => boolean,
  target: Watcher["target"],
): Watcher => {
  const log = join(fs.mkdtempSync(join(dirname(home.folder), "l")), "log");
  const output = fs.openSync(log, "w");
  const child: ChildProcess = spawn(program, words, {
    env: environmentFor(home.folder),
    cwd: home.folder,
    stdio: ["ignore", output, output],
  });
  fs.closeSync(output);
  return {
    name,
    target,
    times: [],
    awaitReady: () =>
      waitUntil(
        () => isReady(fs.readFileSync(log, "utf8")),
        60_000,
        () => fs.readFileSync(log, "utf8"),
      ),
    end: () => {
      child.kill("SIGINT");
      waitUntil(
        () => hasEnded(child.pid!),
        60_000,
        () => `${name} does not end`,
      );
    },
  };
};

/** This thread runs no event loop while it measures, so the child that ended is a zombie until then. */
const hasEnded = (pid: number): boolean => {
  try {
    return / Z /.test(fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
};

let edits = 0;

/** Milliseconds. Both are given the same rest afterwards, so that the next edit is not in their way. */
const editOnce = (home: BenchHome, { target }: Watcher, file: SampleFile, byRename: boolean): number => {
  const source = join(home.sources, file.path);
  const text = `${file.text}# saved ${++edits}\n`;
  const seen = target(file);
  const start = performance.now();
  if (byRename) {
    fs.writeFileSync(`${source}~`, text, { mode: file.executable ? 0o755 : 0o644 });
    fs.renameSync(`${source}~`, source);
  } else fs.writeFileSync(source, text);
  waitUntil(
    () => fs.readFileSync(seen, "utf8") === text,
    10_000,
    () => `${seen} never had the new text`,
  );
  const took = performance.now() - start;
  pause(rest);
  return took;
};

/** Milliseconds; a person saves less often. */
const rest = 100;

const waitUntil = (holds: () => boolean, most: number, complaint: () => string): void => {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > most) throw new Error(complaint());
    pause(0.1);
  }
};

const pause = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

function* rows(
  title: string,
  size: string,
  { fileSystem }: BenchPlace,
  files: number,
  [ours, ...others]: readonly Watcher[],
): Generator<Row> {
  for (const [name, share, most] of [
    ["p50", 0.5, undefined],
    ["p95", 0.95, 25],
    ["p99", 0.99, 60],
  ] as const)
    yield {
      title: `${title}, ${name}`,
      size,
      on: fileSystem,
      unit: "ms",
      ours: at(ours!.times, share),
      others: others.map(
        ({ name: other, times }): Other => ({
          name: other,
          sample: at(times, share),
          ratio: at(ours!.times, share).median / at(times, share).median,
        }),
      ),
      ...(most !== undefined && files <= 1000 && { atMost: most }),
    };
}

const at = (times: readonly number[], share: number): Sample => {
  const sorted = [...times].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!;
  return { median: value, lowest: sorted[0]!, highest: sorted.at(-1)!, count: sorted.length };
};
