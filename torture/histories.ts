/**
 * Random histories: the owner edits the home, renames, deletes; commands run, some of them killed. After every deed the
 * home is exactly what a small model says, and what the owner wrote is in its place or in a backup.
 */
import * as fs from "node:fs";
import fc from "fast-check";
import { listBackups } from "../src/activation/backup-index.ts";
import { type Figures, located, nothing } from "./figures.ts";
import { recover } from "./invariants.ts";
import { look } from "./look.ts";
import {
  copyOf,
  emptyHome,
  isBelow,
  type ModelHome,
  parentsOf,
  rollbackModel,
  switchModel,
  type Want,
  type Wants,
} from "./model.ts";
import type { Program } from "./program.ts";
import { startTrial, type Trial } from "./trial.ts";

const paths = [".a", ".b", ".b/c", ".b/d", ".b/d/e", ".f/g", ".f/h"];

export type Deed =
  | {
      readonly edit: "write" | "delete" | "link" | "folder" | "chmod";
      readonly path: string;
      readonly same: boolean;
    }
  | { readonly edit: "rename"; readonly path: string; readonly to: string }
  | {
      readonly run: "switch" | "rollback";
      readonly wants: Wants;
      readonly backup: boolean;
      readonly kill?: number;
    };

const path = fc.constantFrom(...paths);
const want: fc.Arbitrary<Want> = fc.oneof(
  fc.record({ kind: fc.constant("link" as const), content: fc.constantFrom("one", "two") }),
  fc.record({
    kind: fc.constant("copy" as const),
    content: fc.constantFrom("one", "six"),
    mode: fc.constantFrom(0o600, 0o644),
  }),
);
/** Entries that are not in one another. */
const wants: fc.Arbitrary<Wants> = fc
  .dictionary(path, want, { maxKeys: 5, noNullPrototype: true })
  .map((all) =>
    Object.fromEntries(
      Object.entries(all).filter(([at]) => !Object.keys(all).some((other) => isBelow(at, other))),
    ),
  );

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      edit: fc.constantFrom("write", "delete", "link", "folder", "chmod"),
      path,
      same: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ edit: fc.constant("rename" as const), path, to: path }) },
  {
    weight: 5,
    arbitrary: fc.record(
      {
        run: fc.constantFrom("switch", "switch", "switch", "rollback"),
        wants,
        backup: fc.boolean(),
        kill: fc.nat({ max: 260 }),
      },
      { requiredKeys: ["run", "wants", "backup"] },
    ),
  },
) as fc.Arbitrary<Deed>;

export const randomHistories = async (program: Program, seed: number, runs: number): Promise<Figures> => {
  let tried = 0;
  const found = await fc.check(
    fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 12 }), async (deeds) => {
      tried += 1;
      await live(program, deeds);
    }),
    { numRuns: runs, seed, endOnFailure: false },
  );
  const counts = { "random histories": tried };
  if (!found.failed) return { ...nothing, counts };
  const what = `${JSON.stringify(found.counterexample)}\n${found.errorInstance instanceof Error ? found.errorInstance.stack : found.errorInstance}`;
  return { ...nothing, counts, faults: located(`random histories, seed ${seed}`, [{ kind: "mixed", what }]) };
};

/** One history, from an empty home; throws where the home is not what the model says. */
export const live = async (program: Program, deeds: readonly Deed[]): Promise<void> => {
  const trial = startTrial(program);
  try {
    let model = emptyHome();
    for (const [at, each] of deeds.entries()) {
      if ("edit" in each) edit(trial, model, each, `mine ${at}`);
      else model = await command(trial, model, each);
      expectSame(trial, model, `after deed ${at + 1}, ${JSON.stringify(each)}`);
    }
  } finally {
    trial.remove();
  }
};

const edit = (
  trial: Trial,
  model: ModelHome,
  deed: Extract<Deed, { edit: string }>,
  unique: string,
): void => {
  const { path } = deed;
  if (!parentsOf(path).every((parent) => model.things.get(parent)?.kind === "directory")) return;
  const place = trial.at(path);
  if (deed.edit === "rename") return rename(trial, model, path, deed.to);
  if (deed.edit === "chmod") return chmod(trial, model, path);
  forget(model, path);
  fs.rmSync(place, { recursive: true, force: true });
  if (deed.edit === "delete") return;
  const wanted = model.wants[path];
  const content = deed.same && wanted !== undefined ? wanted.content : unique;
  if (deed.edit === "link") {
    fs.symlinkSync(unique, place);
    model.things.set(path, { kind: "link", text: unique });
  } else if (deed.edit === "folder") {
    fs.mkdirSync(place);
    model.things.set(path, { kind: "directory" });
    if (deed.same) return;
    trial.write(`${path}/inner`, unique, 0o600);
    model.things.set(`${path}/inner`, { kind: "file", content: unique, mode: 0o600 });
  } else {
    fs.writeFileSync(place, content, { mode: 0o600 });
    if (wanted?.kind === "copy" && wanted.content === content)
      model.managed.set(path, { ...wanted, mode: 0o600 });
    else model.things.set(path, { kind: "file", content, mode: 0o600 });
  }
};

const forget = (model: ModelHome, path: string): void => {
  for (const all of [model.things, model.managed])
    for (const inner of [...all.keys()]) if (inner === path || isBelow(inner, path)) all.delete(inner);
};

/** Only things of the person's alone: a link of Lares' that is moved is a stranger's link, and a copy a stranger's file. */
const rename = (trial: Trial, model: ModelHome, from: string, to: string): void => {
  const thing = model.things.get(from);
  const toFree = !model.things.has(to) && !model.managed.has(to) && to !== from && !isBelow(to, from);
  const toThere = parentsOf(to).every((parent) => model.things.get(parent)?.kind === "directory");
  if (thing === undefined || thing.kind === "directory" || !toFree || !toThere) return;
  fs.renameSync(trial.at(from), trial.at(to));
  model.things.delete(from);
  const wanted = model.wants[to];
  if (thing.kind === "file" && wanted?.kind === "copy" && wanted.content === thing.content)
    model.managed.set(to, { ...wanted, mode: thing.mode });
  else model.things.set(to, thing);
};

const chmod = (trial: Trial, model: ModelHome, path: string): void => {
  const [thing, managed] = [model.things.get(path), model.managed.get(path)];
  if (thing?.kind === "file") model.things.set(path, { ...thing, mode: 0o604 });
  else if (managed?.kind === "copy") model.managed.set(path, { ...managed, mode: 0o604 });
  else return;
  fs.chmodSync(trial.at(path), 0o604);
};

/** A killed one has happened, or it has not. */
const command = async (
  trial: Trial,
  model: ModelHome,
  { run, wants, backup, kill }: Extract<Deed, { run: string }>,
): Promise<ModelHome> => {
  const next = copyOf(model);
  const done = run === "switch" ? switchModel(next, wants, backup) : rollbackModel(next, backup);
  if (run === "switch") trial.configure(configOf(wants));
  if (kill !== undefined) {
    const words = [run, ...(backup ? ["--backup"] : [])];
    const answer = trial.run(words, { env: { LARES_FAULT: `any:${kill}:KILL` } });
    await recover(trial);
    if (answer.signal !== null) return isSame(trial, model) ? withCurrent(trial, model, next) : next;
    return done ? next : model;
  }
  const code = attempt(trial, run, backup);
  const wanted = done
    ? undefined
    : run === "rollback" && code === "no-previous-generation"
      ? code
      : "collision";
  if (code !== wanted) throw new Error(`it ended with ${code ?? "success"}, not ${wanted ?? "success"}`);
  return done ? next : model;
};

/** Where old and new look alike, the generation tells. */
const withCurrent = (trial: Trial, model: ModelHome, next: ModelHome): ModelHome => {
  const text = fs.existsSync(trial.places.profile) ? fs.readlinkSync(trial.places.profile) : "home-0-link";
  return isSame(trial, next) && text === `home-${next.current}-link` ? next : model;
};

const configOf = (wants: Wants) => ({
  home: {
    file: Object.fromEntries(
      Object.entries(wants).map(([path, want]) => [
        path,
        { text: want.content, ...(want.kind === "copy" && { permissions: `0${want.mode.toString(8)}` }) },
      ]),
    ),
  },
});

/** The code of the error that it ended with, if it did. */
const attempt = (trial: Trial, run: "switch" | "rollback", backup: boolean): string | undefined => {
  const answer = trial.run([run, "--json", ...(backup ? ["--backup"] : [])]);
  if (answer.status === 0) return undefined;
  const { error } = JSON.parse(answer.stdout) as { error: { code: string } };
  return error.code;
};

const modelLook = (model: ModelHome): Record<string, string> => {
  const shown: Record<string, string> = {};
  for (const [path, thing] of model.things)
    shown[path] =
      thing.kind === "directory"
        ? "directory"
        : thing.kind === "link"
          ? `link ${thing.text}`
          : `file ${thing.mode.toString(8)} ${thing.content}`;
  for (const [path, want] of model.managed)
    shown[path] =
      want.kind === "link" ? `managed file ${want.content}` : `file ${want.mode.toString(8)} ${want.content}`;
  return shown;
};

const realLook = (trial: Trial): Record<string, string> =>
  Object.fromEntries(
    Object.entries(look(trial)).map(([path, shown]) => [
      path,
      shown.replace(/^directory \d+$/, "directory").replace(" old ", " "),
    ]),
  );

const ordered = (shown: Record<string, string>): string =>
  JSON.stringify(
    Object.entries(shown).sort(([a], [b]) => (a < b ? -1 : 1)),
    null,
    1,
  );

const isSame = (trial: Trial, model: ModelHome): boolean =>
  ordered(realLook(trial)) === ordered(modelLook(model));

const expectSame = (trial: Trial, model: ModelHome, when: string): void => {
  const [real, wanted] = [ordered(realLook(trial)), ordered(modelLook(model))];
  if (real !== wanted) throw new Error(`${when}: the home is ${real}, the model says ${wanted}`);
  const kept = listBackups(trial.places)
    .map(({ at }) => contentsOf(at))
    .join("\n");
  for (const content of model.vault)
    if (content.startsWith("mine ") && !`${kept}\n`.includes(`${content}\n`))
      throw new Error(`${when}: ${content} is in no backup`);
};

const contentsOf = (place: string): string => {
  const found = fs.lstatSync(place);
  if (found.isSymbolicLink()) return fs.readlinkSync(place);
  if (found.isDirectory())
    return fs
      .readdirSync(place)
      .map((name) => contentsOf(`${place}/${name}`))
      .join("\n");
  return fs.readFileSync(place, "utf8");
};
