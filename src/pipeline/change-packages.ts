/**
 * `lares add` and `lares remove`: names into `home.packages` and out of it. The configuration is written first, since that
 * is what is locked and built; whatever goes wrong then, a kill included, it and the lock are put back as they were.
 */
import { LaresError } from "../base/errors.ts";
import { bareName, type PackageReference, packageNamed } from "../base/package.ts";
import { type AbsolutePath, absolutePath } from "../base/paths.ts";
import { findConfig } from "../config/find.ts";
import { addPackageNames, cannotEdit, packageListIn } from "../config/package-list.ts";
import { withOverlays } from "../home/overlays.ts";
import type { LockFile } from "../packages/lock-file.ts";
import { isIndexed } from "../packages/package-index.ts";
import { pruneLock } from "../packages/prune-lock.ts";
import { parseReference } from "../packages/reference.ts";
import { sourceOf, sources } from "../packages/sources.ts";
import { readText, readTextIfAny, realPath } from "../system/files.ts";
import { beginEdit, endEdit, settleEdit, takeEditTurn } from "./edit-journal.ts";
import { type HomeRequest, type LoadedHome, loadHomeFrom, readLoaded } from "./load-home.ts";
import { describeLocked } from "./lock-home.ts";
import { lockFileOf, readLock, writeLock } from "./lock-store.ts";
import { unattended } from "./realise-home.ts";
import { type SwitchedHome, switchHome } from "./switch-home.ts";
import { unknownPackage } from "./unknown-package.ts";
import { usedPackages } from "./used-packages.ts";
import { whyInstalled } from "./why-installed.ts";

export interface ChangeRequest extends HomeRequest {
  readonly names: readonly string[];
  /** Only change the configuration and lock it. */
  readonly noSwitch: boolean;
  /** Say what would be done, and do nothing. */
  readonly dryRun: boolean;
  /** Names without a source may mean the system's own programs. */
  readonly system?: boolean;
  /** The command in the person's words. */
  readonly why: string;
}

export interface PackageChange {
  /** The file that was changed. */
  readonly config: AbsolutePath;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Asked for and there before, or not there. */
  readonly unchanged: readonly string[];
  readonly warnings: readonly string[];
  /** Absent where nothing was switched. */
  readonly switched?: SwitchedHome;
}

/** A name that another version of the same package has takes its place in the list. */
export const addPackages = (request: ChangeRequest): Promise<PackageChange> => inTurn(request, add);

/** Throws `not-in-packages`, with where a package comes from that is there by other ways. */
export const removePackages = (request: ChangeRequest): Promise<PackageChange> => inTurn(request, remove);

const inTurn = async (
  request: ChangeRequest,
  change: (request: ChangeRequest) => Promise<PackageChange>,
): Promise<PackageChange> => {
  if (request.dryRun) return await change(request);
  const turn = await takeEditTurn(request.places, request.why, (holder) =>
    request.onStage?.(`waiting for ${holder}`),
  );
  try {
    return await change(request);
  } finally {
    turn.release();
  }
};

const add = async (request: ChangeRequest): Promise<PackageChange> => {
  const config = await findConfig({
    ...request,
    ...(request.config !== undefined && { flag: request.config }),
  });
  const text = readText(config);
  const wanted = [...new Set(request.names)];
  const list = await packageListIn(config, text);
  const unchanged = wanted.filter((name) => list?.items.includes(name));
  const added = wanted.filter((name) => !unchanged.includes(name));
  await assertKnown(config, request, added);
  if (added.length === 0) return { config, added, removed: [], unchanged, warnings: [] };
  const { without, removed } = await withoutOthers(config, text, added);
  const edited = await addPackageNames(config, without, added);
  const outcome = await apply(request, config, text, edited, removed);
  return { config, added, removed, unchanged, ...outcome };
};

const remove = async (request: ChangeRequest): Promise<PackageChange> => {
  const config = await findConfig({
    ...request,
    ...(request.config !== undefined && { flag: request.config }),
  });
  const text = readText(config);
  let edited = text;
  const removed: string[] = [];
  for (const name of new Set(request.names)) {
    const list = await packageListIn(config, edited);
    const at = list?.items.findIndex((item) => item !== undefined && isMeant(item, name)) ?? -1;
    if (at < 0) throw await notThere(config, request, name);
    const next = list!.without(at);
    if (next === undefined) throw cannotEdit(config, `take ${list!.items[at]} out of home.packages there`);
    removed.push(list!.items[at]!);
    edited = next;
  }
  const outcome = await apply(request, config, text, edited, removed);
  return { config, added: [], removed, unchanged: [], ...outcome };
};

/** By the reference as it is written, without its version, or by the package's own name. */
const isMeant = (item: string, name: string): boolean =>
  item === name || identity(item) === identity(name) || bareName(packageNamed(item)) === name;

/** `npm:@scope/tool@3` → `npm:@scope/tool`. */
const identity = (reference: string): string =>
  parseReference(reference) === undefined ? reference : reference.replace(/(?<=[^:])@[^@/]*$/, "");

const withoutOthers = async (config: string, text: string, added: readonly string[]) => {
  let without = text;
  const removed: string[] = [];
  for (const name of added) {
    const list = await packageListIn(config, without);
    const at = list?.items.findIndex((item) => item !== undefined && identity(item) === identity(name)) ?? -1;
    const next = at < 0 ? undefined : list!.without(at);
    if (next === undefined) continue;
    removed.push(list!.items[at]!);
    without = next;
  }
  return { without, removed };
};

/** A bare name has to lead somewhere: in the index, or by an overlay of the configuration. */
const assertKnown = async (
  config: AbsolutePath,
  request: ChangeRequest,
  names: readonly string[],
): Promise<void> => {
  for (const name of names) {
    const parsed = parseReference(name);
    if (parsed !== undefined && sourceOf(parsed) === undefined) throw unknownSource(name);
  }
  const bare = names.filter((name) => parseReference(name) === undefined && !isIndexed(name));
  if (bare.length === 0 || request.system === true) return;
  const home = await loadHomeFrom(config, request);
  const meant = await readLoaded(home, ({ config: { lares } }) => {
    const resolve = withOverlays(home.input.resolvePackage, () => lares.overlays);
    return bare.map((name) => resolve(packageNamed(name)));
  });
  const unknown = bare.filter((_, at) => !hasFiles(meant[at]!));
  if (unknown.length > 0)
    throw unknownPackage(unknown, "add --system where it means a program of the system");
};

const hasFiles = ({ outPath, contents }: PackageReference): boolean =>
  outPath !== undefined || contents !== undefined;

const unknownSource = (name: string): LaresError =>
  new LaresError({
    code: "unknown-source",
    message: `${name}: there is no such package source`,
    details: [`there are ${Object.keys(sources).join(", ")}`],
    hint: "write npm:NAME for a package of the npm registry, or a bare name",
  });

/** Locks and switches with the new text in place. */
const apply = async (
  request: ChangeRequest,
  config: AbsolutePath,
  before: string,
  edited: string,
  takenOut: readonly string[],
): Promise<Pick<PackageChange, "warnings" | "switched">> => {
  if (request.dryRun) return { warnings: [] };
  const undo = replaceForNow(request, config, before, edited);
  try {
    return await undo.guarding(request, async (guarded) => {
      if (takenOut.length > 0) await forgetUnused(config, guarded, takenOut);
      if (request.noSwitch) return { warnings: (await describeLocked(config, guarded)).warnings };
      const switched = await switchHome({ ...guarded, config, why: request.why });
      if (switched.result?.rolledBack) undo.now();
      return { warnings: switched.warnings, switched };
    });
  } catch (error) {
    undo.now();
    throw error;
  } finally {
    undo.forget();
  }
};

/**
 * Takes out of the lock what was locked for these alone, where no machine of the configuration uses it otherwise. What was unused
 * before is none of this command's business.
 */
const forgetUnused = async (
  config: AbsolutePath,
  request: ChangeRequest,
  names: readonly string[],
): Promise<void> => {
  const file = lockFileOf(config);
  const lock = readLock(file);
  const { used, unknown } = await usedPackages(config, request, lock);
  if (unknown.length > 0) return;
  const others = [...Object.keys(lock.names), ...Object.keys(lock.packages)].filter(
    (name) => !names.includes(name),
  );
  const own = pruneLock(lock, names);
  const needed = pruneLock(lock, used);
  const stays = others.filter((name) => !isIn(own, name) || isIn(needed, name));
  writeLock(file, pruneLock(lock, [...stays, ...used]));
};

const isIn = ({ names, packages }: LockFile, name: string): boolean =>
  Object.hasOwn(names, name) || Object.hasOwn(packages, name);

/**
 * Writes the new text where the file really is. A signal undoes it too: while builds go on it is theirs to end the process,
 * and they say so by failing; at other times this does.
 */
const replaceForNow = (
  { places, why }: ChangeRequest,
  config: AbsolutePath,
  before: string,
  edited: string,
) => {
  const lock = lockFileOf(config);
  const edit = beginEdit(places, {
    ...{ why, before, edited, lock },
    config: absolutePath(realPath(config) ?? config),
    lockBefore: readTextIfAny(lock) ?? null,
  });
  let attended = false;
  const now = (): void => void settleEdit(places, edit);
  const stop = (signal: NodeJS.Signals): void => {
    if (attended) return;
    now();
    forget();
    process.kill(process.pid, signal);
  };
  const forget = (): void => {
    for (const signal of endings) process.off(signal, stop);
    endEdit(places);
  };
  const guarding = <T>(request: ChangeRequest, work: (guarded: ChangeRequest) => Promise<T>): Promise<T> => {
    const { attend = unattended } = request.builds ?? {};
    const attendAndUndo: typeof attend = (build) =>
      attend(async (signal, onEvent) => {
        attended = true;
        try {
          return await build(signal, onEvent);
        } catch (error) {
          now();
          throw error;
        } finally {
          attended = false;
        }
      });
    return work({ ...request, builds: { ...request.builds, attend: attendAndUndo } });
  };
  for (const signal of endings) process.on(signal, stop);
  return { now, forget, guarding };
};

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const notThere = async (config: AbsolutePath, request: HomeRequest, name: string): Promise<LaresError> => {
  const home: LoadedHome = await loadHomeFrom(config, request);
  const others = (await whyInstalled(home)).filter(({ name: other }) => isMeant(other, name));
  const wheres = others.flatMap(({ reasons }) => reasons);
  return new LaresError({
    code: "not-in-packages",
    message: `home.packages of this file does not have ${name}`,
    details: wheres.map(
      ({ because, place }) => `it comes by ${because}${place === undefined ? "" : ` (${place})`}`,
    ),
    place: { file: config },
    hint: wheres.length === 0 ? "lares list shows what is installed" : "change it there",
  });
};
