/** The suite as pieces of work that know nothing of each other, so that two can run at a time. */

import { concurrency } from "./concurrency.ts";
import { failCalls } from "./fail-calls.ts";
import type { Figures } from "./figures.ts";
import { randomHistories } from "./histories.ts";
import { fuzzedTars, fuzzedZips } from "./hostile-archives.ts";
import { fuzzedConfigurations } from "./hostile-configurations.ts";
import { fuzzedArchives, fuzzedManifests } from "./hostile-inputs.ts";
import { fuzzedLocks } from "./hostile-locks.ts";
import { fuzzedNarInfos } from "./hostile-narinfos.ts";
import { controlCharacters, damagedState } from "./hostile-state.ts";
import { killAtCalls, killAtWrites, killWhileUndoing } from "./kill-calls.ts";
import { permissions } from "./permissions.ts";
import type { Program } from "./program.ts";
import { realDisks } from "./real-disks.ts";
import { scenarios } from "./scenarios.ts";
import { signals } from "./signals.ts";
import { killFromOutside } from "./strace.ts";
import { killWatching } from "./watch-kills.ts";

export interface Job {
  readonly name: string;
  readonly run: (program: Program, seed: number) => Promise<Figures>;
}

/** With how many calls left out between two kills. A fault plan keeps all work on one thread, which this does not. */
const traced: Readonly<Record<string, number>> = {
  "first switch": 1,
  "everything at once": 1,
  "everything in the way": 2,
  collection: 2,
  "packages from a cache": 3,
};

/** Tried with all errors that a call can have; the calls of the others have one each, with another seed another. */
const failingInAllWays = "everything at once";

/** Each of their calls fails. */
const failingThroughout = ["first switch", failingInAllWays, "everything in the way"];

/** How many calls lie between two that fail, and with another seed it is others: their work is other than that of a switch. */
const failingNowAndThen: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    ["rollback", "uninstall", "eject", "adopt", "collection", "verify and repair"].map((name) => [name, 2]),
  ),
  "going back from a failing step": 2,
  "restoring a backup": 1,
  "packages built and fetched": 32,
  "packages built in a sandbox": 64,
  "packages from a cache": 16,
  "pushing to a cache": 12,
  "packages that go": 8,
  locking: 40,
  "updating the lock": 8,
  "adding a package": 16,
  "removing a package": 8,
};

/** Switches of one entry, whose calls are among those of the switch that does everything at once. */
const failingSeldom = 8;

/** Commands that take long are killed before calls that write: with how many left out between two. */
const sampled: Readonly<Record<string, number>> = {
  "packages built and fetched": 6,
  "packages built in a sandbox": 24,
  "packages from a cache": 3,
  "pushing to a cache": 2,
  "packages that go": 2,
  locking: 4,
  "updating the lock": 1,
  "adding a package": 8,
  "removing a package": 3,
  "live on": 1,
  "live off": 2,
  "taking an adoption back": 2,
};

export const jobs: readonly Job[] = [
  ...Object.keys(scenarios)
    .filter((name) => !Object.hasOwn(sampled, name))
    .map((name): Job => ({ name: `kill: ${name}`, run: (program) => killAtCalls(program, name) })),
  ...Object.entries(sampled).map(
    ([name, every]): Job => ({
      name: `kill: ${name}`,
      run: (program, seed) => killAtWrites(program, name, every, seed),
    }),
  ),
  ...["everything at once", "everything in the way", "remove"].map(
    (name): Job => ({
      name: `undoing: ${name}`,
      run: (program, seed) => killWhileUndoing(program, name, seed),
    }),
  ),
  ...Object.entries(traced).map(
    ([name, every]): Job => ({
      name: `strace: ${name}`,
      run: (program, seed) => killFromOutside(program, name, every, seed),
    }),
  ),
  ...Object.keys(scenarios).map(
    (name): Job => ({
      name: `errors: ${name}`,
      run: (program, seed) =>
        failCalls(program, name, seed, {
          every: failingThroughout.includes(name) ? 1 : (failingNowAndThen[name] ?? failingSeldom),
          all: name === failingInAllWays,
        }),
    }),
  ),
  ...["first switch", "everything at once", "everything in the way", "uninstall"].map(
    (name): Job => ({
      name: `lost answers: ${name}`,
      run: (program, seed) => failCalls(program, name, seed, { answersLost: true }),
    }),
  ),
  ...Object.entries(realDisks).map(([name, run]): Job => ({ name: `disks: ${name}`, run })),
  ...Object.entries(concurrency).map(([name, run]): Job => ({ name: `at once: ${name}`, run })),
  ...Object.entries(permissions).map(([name, run]): Job => ({ name: `permissions: ${name}`, run })),
  ...[0, 1, 2].map(
    (part): Job => ({
      name: `histories: part ${part + 1}`,
      run: (program, seed) => randomHistories(program, seed + part, 120),
    }),
  ),
  { name: "kill: a watch", run: (program, seed) => killWatching(program, seed, 3) },
  { name: "hostile: NARs", run: (program, seed) => fuzzedArchives(program, seed) },
  { name: "hostile: locks", run: (program, seed) => fuzzedLocks(program, seed) },
  { name: "hostile: narinfos", run: (program, seed) => fuzzedNarInfos(program, seed) },
  { name: "hostile: tars", run: (program, seed) => fuzzedTars(program, seed) },
  { name: "hostile: zips", run: (program, seed) => fuzzedZips(program, seed) },
  { name: "hostile: manifests", run: (program, seed) => fuzzedManifests(program, seed) },
  { name: "hostile: configurations", run: (program, seed) => fuzzedConfigurations(program, seed) },
  { name: "hostile: damaged state", run: (program, seed) => damagedState(program, seed, 2) },
  { name: "hostile: control characters", run: (program) => controlCharacters(program) },
  ...Object.entries(signals).map(([name, run]): Job => ({ name: `signals: ${name}`, run })),
];
