/** What every work is given: where to put homes, how often to measure, and the peers that this machine has. */
import * as fs from "node:fs";
import { join } from "node:path";
import { type BenchHome, makeHome } from "./home.ts";
import { fileSystemType } from "./machine.ts";
import { findPeers, type Peers } from "./peers/index.ts";
import { type SampleFile, sampleFiles } from "./sample-files.ts";

export interface BenchContext {
  readonly rounds: number;
  /** Numbers of files, ascending. */
  readonly sizes: readonly number[];
  readonly places: readonly BenchPlace[];
  readonly peers: Peers;
  /** A home at which `lares switch` has been run; the same one for every work that asks. */
  readonly switchedHome: (place: BenchPlace, size: number) => BenchHome;
  readonly files: (size: number) => readonly SampleFile[];
  /** Something else kept for all works under a name, made when first asked for. */
  readonly shared: <T>(name: string, make: () => T) => T;
  /** Says what is left out and why; once for each text. */
  readonly skip: (what: string, why: string) => void;
}

/** A folder of the run's own on some file system. */
export interface BenchPlace {
  readonly folder: string;
  readonly fileSystem: string;
}

export interface ContextOptions {
  readonly rounds: number;
  readonly sizes: readonly number[];
  readonly folders: readonly string[];
  readonly skip: (what: string, why: string) => void;
}

/** Gives a context to `use` and removes everything that was made, also after an error or Ctrl-C. */
export const withContext = (options: ContextOptions, use: (context: BenchContext) => void): void => {
  const places: BenchPlace[] = [];
  const clear = () => {
    for (const { folder } of places) removeFolder(folder);
  };
  const interrupted = () => {
    clear();
    process.exit(130);
  };
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    for (const folder of options.folders)
      places.push({ folder: fs.mkdtempSync(join(folder, "lares-")), fileSystem: fileSystemType(folder) });
    use(makeContext(options, places));
  } finally {
    clear();
  }
};

const makeContext = (
  { rounds, sizes, skip }: ContextOptions,
  places: readonly BenchPlace[],
): BenchContext => {
  const kept = new Map<string, unknown>();
  const shared = <T>(name: string, make: () => T): T => {
    if (!kept.has(name)) kept.set(name, make());
    return kept.get(name) as T;
  };
  const files = (size: number) => shared(`files ${size}`, () => sampleFiles(size));
  const switchedHome = (place: BenchPlace, size: number): BenchHome =>
    shared(`home ${place.folder} ${size}`, () => {
      const home = makeHome(place, files(size));
      home.switch();
      home.verifyLinks();
      return home;
    });
  return { rounds, sizes, places, peers: findPeers(skip), switchedHome, files, shared, skip };
};

/** The store's folders are read-only. */
export const removeFolder = (folder: string): void => {
  if (!fs.existsSync(folder)) return;
  makeWritable(folder);
  fs.rmSync(folder, { recursive: true, force: true });
};

const makeWritable = (folder: string): void => {
  fs.chmodSync(folder, 0o700);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) makeWritable(join(folder, entry.name));
};

export const counted = (size: number, what = ""): string =>
  `${size.toLocaleString("en")}${what && ` ${what}`}`;
