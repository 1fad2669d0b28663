/**
 * Random histories: the person edits the home and runs commands, some of them killed. Whatever happens, no bytes the person
 * wrote are ever gone: they are in their place or in a backup.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { listBackups } from "../../src/activation/backup-index.ts";
import { hasJournal } from "../../src/activation/journal-file.ts";
import { status } from "../../src/activation/status.ts";
import { underLock } from "../../src/activation/under-lock.ts";
import { act, type Command } from "./act.ts";
import {
  exactly,
  makeGeneration,
  seen,
  type TrialHome,
  trialHome,
  type Wish,
  type Wishes,
} from "./trial-home.ts";

const paths = ["a", "b", "b/c", "b/d", "b/d/e", "f/g"];
const path = fc.constantFrom(...paths);
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.constantFrom("one", "two"),
  fc.record({ copy: fc.constantFrom("three", "four"), mode: fc.constantFrom(0o600, 0o644) }),
  fc.constant({ tree: { c: "five", d: "six" } }),
  fc.constant({ symlink: "/etc/hostname" }),
);
/** Entries that are not in one another, as a generation's are. */
const wishes: fc.Arbitrary<Wishes> = fc
  .dictionary(path, wish, { maxKeys: 4, noNullPrototype: true })
  .map((all) =>
    Object.fromEntries(
      Object.entries(all).filter(([at]) => !Object.keys(all).some((other) => at.startsWith(`${other}/`))),
    ),
  );

type Deed =
  | { readonly edit: "write" | "delete" | "link" | "folder" | "chmod"; readonly path: string }
  | {
      readonly run: "switch" | "rollback" | "uninstall";
      readonly wishes: Wishes;
      readonly backup: boolean;
      readonly kill?: number;
    };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ edit: fc.constantFrom("write", "delete", "link", "folder", "chmod"), path }),
  },
  {
    weight: 3,
    arbitrary: fc.record(
      {
        run: fc.constantFrom("switch", "switch", "switch", "switch", "rollback", "uninstall"),
        wishes,
        backup: fc.boolean(),
        kill: fc.nat({ max: 160 }),
      },
      { requiredKeys: ["run", "wishes", "backup"] },
    ),
  },
) as fc.Arbitrary<Deed>;

const runs = Number(process.env.LARES_HISTORIES ?? 25);

test("nothing that the person wrote is ever lost", { timeout: 60_000 + runs * 3000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 2, maxLength: 9 }), async (deeds) => {
      const trial = trialHome();
      try {
        const written = new Map<string, string>();
        for (const [at, each] of deeds.entries()) {
          if ("edit" in each) edit(trial, each.edit, each.path, at, written);
          else await command(trial, each);
          expectKept(trial, written);
        }
      } finally {
        trial.remove();
      }
    }),
    { numRuns: runs, ...(process.env.LARES_SEED !== undefined && { seed: Number(process.env.LARES_SEED) }) },
  );
});

/** What is at the path is the person's to delete; what they write is unique, to be found again. */
const edit = (
  trial: TrialHome,
  what: string,
  path: string,
  at: number,
  written: Map<string, string>,
): void => {
  const place = trial.at(path);
  const parent = place.slice(0, place.lastIndexOf("/"));
  if (!fs.existsSync(parent) || !fs.lstatSync(parent).isDirectory()) return;
  const found = fs.lstatSync(place, { throwIfNoEntry: false });
  if (what === "chmod") {
    if (found?.isFile()) fs.chmodSync(place, 0o604);
    return;
  }
  for (const [id, mine] of written) if (mine === path || mine.startsWith(`${path}/`)) written.delete(id);
  fs.rmSync(place, { recursive: true, force: true });
  const id = `mine ${at}`;
  if (what === "write") trial.write(path, id, 0o600);
  if (what === "link") fs.symlinkSync(id, place);
  if (what === "folder") {
    fs.mkdirSync(place);
    trial.write(`${path}/inner`, id, 0o600);
  }
  if (what === "write" || what === "link") written.set(id, path);
  if (what === "folder") written.set(id, `${path}/inner`);
};

const command = async (
  trial: TrialHome,
  { run, wishes, backup, kill }: Extract<Deed, { run: string }>,
): Promise<void> => {
  const options = { backup };
  const command: Command =
    run === "switch"
      ? { do: run, path: makeGeneration(trial.places, wishes), options }
      : { do: run, options };
  if (kill !== undefined) {
    spawnSync(process.execPath, [`${import.meta.dirname}/act.ts`, trial.home, JSON.stringify(command)], {
      env: { PATH: process.env.PATH!, HOME: trial.home, LARES_FAULT: `any:${kill}:KILL` },
    });
    await underLock(trial.places, "test", {}, () => undefined);
    expect(hasJournal(trial.places)).toBe(false);
    expect(JSON.stringify(Object.keys(seen(trial)))).not.toContain(".lares-tmp-");
    if (run !== "switch") return;
    makeGeneration(trial.places, wishes);
  }
  const before = exactly(trial);
  const failed = await act(trial.places, command).then(
    () => undefined,
    (error) => error,
  );
  if (failed === undefined) return expectDone(trial, command, wishes);
  expect(["collision", "no-previous-generation"], failed.stack).toContain(failed.code);
  expect(exactly(trial)).toEqual(before);
};

const expectDone = (trial: TrialHome, { do: what }: Command, wishes: Wishes): void => {
  if (what !== "switch") return;
  const drift = status(trial.places).drift.filter(({ kind }) => kind !== "edited");
  expect(drift).toEqual([]);
  for (const path of Object.keys(wishes)) expect(seen(trial)).toHaveProperty([path]);
};

const expectKept = (trial: TrialHome, written: ReadonlyMap<string, string>): void => {
  const all = JSON.stringify(exactly(trial));
  const kept = JSON.stringify(listBackups(trial.places).map(({ at }) => contents(at)));
  for (const [id, path] of written)
    expect(all.includes(id) || kept.includes(id), `${id} at ${path}`).toBe(true);
};

const contents = (at: string): string => {
  const found = fs.lstatSync(at);
  if (found.isSymbolicLink()) return fs.readlinkSync(at);
  if (found.isDirectory())
    return fs
      .readdirSync(at)
      .map((name) => contents(`${at}/${name}`))
      .join(" ");
  return fs.readFileSync(at, "utf8");
};
