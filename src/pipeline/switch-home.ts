/** `lares switch` and `lares plan`: from a configuration to an active home, or to what activating it would do. */

import { dirname } from "node:path";
import type { Note } from "../activation/draft.ts";
import type { Plan, PlanOptions } from "../activation/plan.ts";
import type { SwitchOptions, SwitchResult } from "../activation/switch.ts";
import { exceptErrno, LaresError } from "../base/errors.ts";
import { type AbsolutePath, absolutePath, below, type StorePath } from "../base/paths.ts";
import type { RecordChanges } from "../build/compare-records.ts";
import type { PreparedGeneration } from "../build/generation.ts";
import { currentGeneration } from "../profile/generations.ts";
import type { GenerationName } from "../profile/history.ts";
import { lstat, makeDirectories, readDirectory, readlink } from "../system/files.ts";
import { buildHome, prepareHome } from "./build-home.ts";
import type { HomeRequest } from "./load-home.ts";
import type { PlannedRealisation } from "./realise-home.ts";

export interface SwitchHomeRequest extends HomeRequest {
  /** The command in the person's words: `lares switch`. */
  readonly why: string;
  readonly specialisation?: string;
  readonly options?: SwitchOptions;
}

export interface SwitchedHome {
  /** The configuration. */
  readonly file: AbsolutePath;
  readonly warnings: readonly string[];
  readonly to: GenerationName;
  /** Undefined where everything was in place already and nothing was locked or written. */
  readonly result: SwitchResult | undefined;
}

export const switchHome = async (request: SwitchHomeRequest): Promise<SwitchedHome> => {
  const { places, specialisation, why, options } = request;
  const recalled = await recallLost(request);
  return buildHome(request, currentGeneration(places)?.path, async ({ file, generation, warnings: own }) => {
    const warnings = [...recalled, ...own];
    const path = specialisation === undefined ? generation : variantOf(generation, specialisation);
    const { isUpToDate } = await import("../activation/up-to-date.ts");
    const upToDate = isUpToDate(places, path);
    if (upToDate !== undefined) return { file, warnings, to: upToDate, result: undefined };
    request.onStage?.("activating");
    const { switchTo } = await import("../activation/switch.ts");
    const to = { kind: "new", path } as const;
    const result = await switchTo({ places, to, why, ...(options !== undefined && { options }) });
    return { file, warnings, to: result.to, result };
  });
};

/** Before anything can fail: a live link whose working file is gone leads to the generation again. */
const recallLost = async ({ places, why }: SwitchHomeRequest): Promise<readonly string[]> => {
  if (lstat(below(places.stateDir, "live", "links.json")) === undefined) return [];
  const { recallDangling } = await import("../activation/live.ts");
  return (await recallDangling(places, why)).map(({ path, what }) => `~/${path}: ${what}`);
};

export interface PlanHomeRequest extends HomeRequest {
  readonly specialisation?: string;
  readonly options?: PlanOptions;
}

export interface PlannedHome {
  readonly file: AbsolutePath;
  readonly warnings: readonly string[];
  readonly plan: Plan;
  readonly from: GenerationName | null;
  /** Whether a switch would make a generation at all. */
  readonly changesGeneration: boolean;
  readonly prepared: PreparedGeneration;
  /** Programs and variables that would change. */
  readonly records: RecordChanges;
  readonly notes: readonly Note[];
  /** What would be downloaded and built first; absent where nothing is missing. */
  readonly realisation?: PlannedRealisation;
}

/** Writes nothing but caches: not to the home, not to the store, not to the list of generations. */
export const planHome = async (request: PlanHomeRequest): Promise<PlannedHome> => {
  const { places, specialisation, options } = request;
  const { file, prepared: base, warnings, realisation } = await prepareHome(request);
  const prepared = specialisation === undefined ? base : preparedVariant(base, specialisation);
  const { planActivation } = await import("../activation/plan.ts");
  const { nodeAt } = await import("../store/tree.ts");
  const { plainForm, writeTree } = await import("../store/write-tree.ts");
  const { withTemporaryFolder } = await import("../system/temporary.ts");
  const { currentState } = await import("../activation/switch.ts");
  const { readRecord } = await import("../build/generation-record.ts");
  const { compareRecords } = await import("../build/compare-records.ts");
  const current = currentState(places);
  const before = current === undefined ? undefined : readRecord(current.name.path as StorePath);
  const planTo = (path: string) =>
    planActivation({
      places,
      from: current?.state,
      to: { path, manifest: prepared.manifest },
      ...(options !== undefined && { options }),
    });
  const compared = filesInTheWay(request, prepared);
  const plan =
    compared.length === 0
      ? planTo(below(places.cacheDir, "nothing-to-compare"))
      : await withTemporaryFolder(places.cacheDir, (folder) => {
          for (const path of compared) {
            const node = nodeAt(prepared.tree, `home-files/${path}`);
            const place = absolutePath(`${folder}/home-files/${path}`);
            makeDirectories(dirname(place), 0o700);
            if (node !== undefined) writeTree(place, node, plainForm);
          }
          return planTo(folder);
        });
  return {
    file,
    warnings,
    plan,
    from: current?.name ?? null,
    changesGeneration: before?.effectKey !== prepared.record.effectKey,
    prepared,
    records: compareRecords(before, prepared.record),
    notes: current?.notes ?? [],
    ...(realisation !== undefined && { realisation }),
  };
};

/** The plan compares files that are in the way with the bytes of their entries: those it needs to find on disk. */
const filesInTheWay = ({ places }: HomeRequest, { manifest }: PreparedGeneration): readonly string[] =>
  manifest.entries
    .map(({ path }): string => path)
    .filter(
      (path) => exceptErrno(unreadable, undefined, () => lstat(below(places.home, path)))?.kind === "file",
    );

const unreadable = ["EACCES", "ELOOP", "ENAMETOOLONG"];

const variantOf = (generation: StorePath, name: string): StorePath => {
  const folder = below(generation, "specialisation");
  const path = readlink(below(folder, name));
  if (path !== undefined) return path as StorePath;
  const names = lstat(folder) === undefined ? [] : readDirectory(folder).map((entry) => entry.name);
  throw noSpecialisation(name, names);
};

const preparedVariant = ({ specialisations }: PreparedGeneration, name: string): PreparedGeneration => {
  const variant = Object.hasOwn(specialisations, name) ? specialisations[name] : undefined;
  if (variant !== undefined) return variant;
  throw noSpecialisation(name, Object.keys(specialisations));
};

const noSpecialisation = (name: string, names: readonly string[]): LaresError =>
  new LaresError({
    code: "no-such-specialisation",
    message: `the configuration has no specialisation ${name}`,
    details: [names.length === 0 ? "it has none" : `it has ${names.join(", ")}`],
    hint: `define specialisation.${name}.configuration, or name another one`,
  });
