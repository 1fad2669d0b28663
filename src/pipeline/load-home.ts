/** From a command's flags to an evaluated home: find the configuration, load it, evaluate it. */
import { dirname, join } from "node:path";
import { LaresError, type Place } from "../base/errors.ts";
import type { Host } from "../base/host.ts";
import type { PackageReference } from "../base/package.ts";
import { type AbsolutePath, absolutePath, below } from "../base/paths.ts";
import { findConfig } from "../config/find.ts";
import { findHost } from "../config/host.ts";
import type { HostChoice } from "../config/hosts.ts";
import { type InputStamp, stampInput } from "../config/inputs.ts";
import { type LoadedConfig, type LoadedModule, loadConfig } from "../config/load.ts";
import { locateDefinition } from "../config/locate.ts";
import { placeOfStack } from "../config/source-map.ts";
import { defaultTimeLimit, runWithin, TimeIsUp } from "../config/time-limit.ts";
import { systemOf } from "../derivation/platform.ts";
import { beginSession, type DerivationSession, pathsMade } from "../derivation/session.ts";
import { type DescribedHome, describeHome, evaluateHome, type HomeInput } from "../home/describe.ts";
import { makeLib } from "../home/lib.ts";
import type { Evaluation } from "../option/evaluation.ts";
import { defineModule, isModule, type Module } from "../option/module.ts";
import { type Culprit, OptionError } from "../option/option-error.ts";
import type { LockFile } from "../packages/lock-file.ts";
import { createResolver, type Resolver } from "../packages/resolver.ts";
import type { Places } from "../system/places.ts";
import { readLiterals } from "./data-literals.ts";
import type { Locking } from "./lock-home.ts";
import { lockFileOf, readLock } from "./lock-store.ts";
import { apiFiles, libraryRegistry, programFolder } from "./program.ts";
import type { BuildWishes } from "./realise-home.ts";

export interface HomeRequest {
  readonly places: Places;
  readonly cwd: string;
  /** `--config`. */
  readonly config?: string;
  /** `--host`, `--os`, `--platform`: another machine than this. */
  readonly hostChoice?: HostChoice;
  /** Packages without a store path print as `@name@`. */
  readonly stubPackages?: boolean;
  /** Called with each file of the configuration before it is read. */
  readonly onInput?: (path: string) => void;
  /** Called with each path that evaluation looks at beside them. */
  readonly onLook?: (path: string) => void;
  /** Called before each part of the work that can take long, with what it does: `evaluating home.config.ts`. */
  readonly onStage?: (what: string) => void;
  /** Registry paths to load at once: what an earlier evaluation needed. */
  readonly preload?: readonly string[];
  /** What a command asks of the builds that the home needs. */
  readonly builds?: BuildWishes;
  /** What flags say of the lock and the network. */
  readonly locking?: Locking;
  /** In place of the one beside the configuration. */
  readonly lock?: LockFile;
}

export interface LoadedHome {
  readonly config: LoadedConfig;
  readonly input: HomeInput;
  /** What derivations are made for while it is evaluated. */
  readonly session: DerivationSession;
  /** Knows by the end of an evaluation what the lock lacks. */
  readonly resolver: Pick<Resolver, "used" | "lacking" | "unsupported" | "onMachines">;
  readonly lock: () => LockFile;
  /** What evaluation has looked at so far beside the configuration's files, as it was then, by path. */
  readonly lookedAt: ReadonlyMap<string, InputStamp>;
}

export const loadHome = async (request: HomeRequest): Promise<LoadedHome> => {
  const { places, cwd } = request;
  const file = await findConfig({
    cwd,
    places,
    ...(request.config !== undefined && { flag: request.config }),
  });
  return loadHomeFrom(file, request);
};

export const loadHomeFrom = async (file: AbsolutePath, request: HomeRequest): Promise<LoadedHome> => {
  const { places } = request;
  const lookedAt = new Map<string, InputStamp>();
  const look = (path: string): void => {
    request.onLook?.(path);
    if (!lookedAt.has(path)) lookedAt.set(path, stampInput(path));
  };
  const settings = { packageIndex: indexByDefault() };
  const lock = lockReader(file, request, look);
  const resolver = createResolver({ lock, usesIndex: () => settings.packageIndex });
  const resolvePackage = request.stubPackages === true ? standIn : resolver.resolve;
  const lib = makeLib(resolvePackage, profileFor(request), look);
  const host = findHost(process.env, places.home);
  const sessionFor = (made: Pick<Host, "os" | "arch" | "libc">): DerivationSession => ({
    storeDir: request.stubPackages === true ? stubStore : places.storeDir,
    system: systemOf(made),
    musl: made.libc === "musl",
    folder: absolutePath(dirname(file)),
    onLook: look,
    placeOf: placeOfStack,
  });
  const load = (): Promise<LoadedConfig> =>
    loadConfig(file, {
      host,
      ...(request.hostChoice !== undefined && { hostChoice: request.hostChoice }),
      lib,
      cacheDir: places.cacheDir,
      api: apiFiles() as { lares: string; "lares/module": string },
      ...(request.onInput !== undefined && { onInput: request.onInput }),
    });
  const { config, session } = await loadForItsHost(sessionFor, host, load);
  const input: HomeInput = {
    modules: config.modules.flatMap((module) => asModules(module, places)),
    registry: libraryRegistry(),
    context: { host: config.host, lib },
    resolvePackage,
    onSettings: ({ packageIndex }) => {
      settings.packageIndex = packageIndex && indexByDefault();
    },
    ...(request.stubPackages !== true && { launcher: join(programFolder(), "bin/lares") }),
    ...(request.preload !== undefined && { preload: request.preload }),
  };
  return { config, input, session, resolver, lock, lookedAt };
};

/** Read once, when the first package needs it; from then on the evaluation depends on it. */
const lockReader = (
  file: AbsolutePath,
  { lock: given }: HomeRequest,
  look: (path: string) => void,
): (() => LockFile) => {
  let lock = given;
  return () => {
    const path = lockFileOf(file);
    look(path);
    lock ??= readLock(path);
    return lock;
  };
};

/** `LARES_PACKAGE_INDEX=off` makes all bare names the system's own, as `lares.packageIndex = false` does. */
const indexByDefault = (): boolean => process.env.LARES_PACKAGE_INDEX !== "off";

/**
 * Which host it is for is said by the configuration itself, after its files have run. Where they have made store paths
 * for another system by then, they run once more.
 */
const loadForItsHost = async (
  sessionFor: (host: Pick<Host, "os" | "arch" | "libc">) => DerivationSession,
  here: Host,
  load: () => Promise<LoadedConfig>,
): Promise<{ config: LoadedConfig; session: DerivationSession }> => {
  const session = sessionFor(here);
  beginSession(session);
  const before = pathsMade();
  const config = await load();
  const other = sessionFor(config.host);
  if (other.system === session.system && other.musl === session.musl) return { config, session };
  beginSession(other);
  return { config: pathsMade() === before ? config : await load(), session: other };
};

/** Paths of generated files print as Nix's, as stand-ins for packages do. */
export const stubStore = absolutePath("/nix/store");

/** Among stand-ins the profile is where a user of Nix has theirs, so that generations compare with others'. */
const profileFor = (request: HomeRequest): AbsolutePath =>
  request.stubPackages === true
    ? below(absolutePath(request.hostChoice?.home ?? request.places.home), ".nix-profile")
    : below(anchorFor(request), "home-path");

/** The anchor, in the home that is built for. */
const anchorFor = ({ places, hostChoice }: HomeRequest): AbsolutePath => {
  const home = hostChoice?.home;
  if (home === undefined || !places.anchor.startsWith(`${places.home}/`)) return places.anchor;
  return absolutePath(home + places.anchor.slice(places.home.length));
};

/** The home's description, in limited time, with errors that name lines. */
export const describeLoaded = (home: LoadedHome): Promise<DescribedHome> =>
  evaluated(home, () => describeHome(home.input));

/** Reads anything else out of the evaluation: `lares option`, completions. `read` must have no effects. */
export const readLoaded = <T>(home: LoadedHome, read: (evaluation: Evaluation) => T): Promise<T> =>
  evaluated(home, () => evaluateHome(home.input, read));

/** A definition's place, as exactly as can be told. */
export const placeOf = async ({ path, source }: Culprit): Promise<Place> =>
  placeOfStack(source.at?.stack) ?? (await locateDefinition(source.file, path)) ?? { file: source.file };

const evaluated = async <T>({ config, session }: LoadedHome, work: () => T): Promise<T> => {
  beginSession(session);
  try {
    return (await runWithin(defaultTimeLimit, work)) as T;
  } catch (error) {
    if (error instanceof OptionError) throw await located(error);
    if (error instanceof TimeIsUp) throw tookTooLong(config);
    throw ownMistake(config, error) ?? error;
  }
};

/** What the configuration's own code throws where no option is being read: a getter, a proxy; or endless nesting. */
const ownMistake = ({ file }: LoadedConfig, error: unknown): LaresError | undefined => {
  if (error instanceof LaresError) return undefined;
  const place = error instanceof Error ? placeOfStack(error.stack) : { file };
  const isEndless = error instanceof RangeError && /call stack/.test(error.message);
  if (place === undefined && !isEndless) return undefined;
  const what = error instanceof Error ? error.message : String(error);
  return new LaresError({
    code: "config-failed",
    message: isEndless
      ? "the configuration is nested too deeply, or in itself"
      : `the configuration fails: ${what}`,
    place: place ?? { file },
    cause: error,
  });
};

const located = async (error: OptionError): Promise<LaresError> => {
  const places = new Map<Culprit, Place>();
  for (const culprit of error.culprits) places.set(culprit, await placeOf(culprit));
  return error.located((culprit) => places.get(culprit)!);
};

const tookTooLong = ({ file }: LoadedConfig): LaresError =>
  new LaresError({
    code: "evaluation-timeout",
    message: `evaluating the configuration took longer than ${defaultTimeLimit / 1000} seconds`,
    place: { file },
    hint: "look for a loop that never ends in one of its functions",
  });

/** The definitions of one file; a module keeps its own options. */
const asModules = ({ file, value, data }: LoadedModule, places: Places): readonly Module[] => {
  if (isModule(value)) return [{ ...value, source: { ...value.source, file } }];
  const tree = data ? readLiterals(value, below(places.cacheDir, "literals")) : value;
  return [{ ...defineModule({ config: tree as never }), source: { file } }];
};

const standIn = (reference: PackageReference): PackageReference =>
  reference.outPath === undefined ? { ...reference, outPath: `@${reference.name}@` } : reference;
