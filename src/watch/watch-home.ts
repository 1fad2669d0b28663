/**
 * `lares watch`: whatever the home is made from is watched, and what changes is built and flipped to.
 *
 *   events of folders ─▶ settling ─▶ one batch ─▶ contents only: the workbench (memory, a spare on disk), the flip
 *                                             └─▶ anything else: an ordinary build and switch
 *
 * Both ways end in the same store objects, the same journal and the same flip as `lares switch`; what is different is only
 * how much is left to do when the change comes.
 */
import { dirname } from "node:path";
import { currentName } from "../activation/carry-out.ts";
import { switchTo } from "../activation/switch.ts";
import { isUpToDate } from "../activation/up-to-date.ts";
import { endSession, flipContents, startSession, type WatchSession } from "../activation/watch-session.ts";
import { LaresError } from "../base/errors.ts";
import type { StorePath } from "../base/paths.ts";
import { findConfig } from "../config/find.ts";
import { type InputStamp, inputsUnchanged, stampInput } from "../config/inputs.ts";
import type { HomeDescription } from "../home/description.ts";
import { buildHome, findSubject } from "../pipeline/build-home.ts";
import {
  type CachedHome,
  type CacheSubject,
  readCachedDescription,
  readCachedHome,
  writeCachedHome,
} from "../pipeline/home-cache.ts";
import type { HomeRequest } from "../pipeline/load-home.ts";
import { collectDead } from "../store/collect.ts";
import { openStore } from "../store/open-store.ts";
import { systemFailure } from "../system/disk-errors.ts";
import { realPath, stat } from "../system/files.ts";
import type { Report, WatchEvent } from "./events.ts";
import { type FolderWatcher, openFolderWatcher, type WatchError } from "./folder-watcher.ts";
import { type Batch, createSettling } from "./settling.ts";
import { onWake } from "./wake.ts";
import { makeWatchList, type WatchList } from "./watch-list.ts";
import { createWorkbench, type Workbench } from "./workbench.ts";

export interface WatchRequest extends HomeRequest {
  readonly why: string;
  readonly report: Report;
  /** Ends the watching. */
  readonly signal: AbortSignal;
  readonly polling?: boolean;
  /** Move what is in the way of a new entry to a backup. */
  readonly backup?: boolean;
}

/** Returns when `signal` says so, with the session's generations folded into one. */
export const watchHome = async (request: WatchRequest): Promise<void> => {
  const watching = await startWatching(request);
  try {
    await watching.ended;
  } finally {
    await watching.finish();
  }
};

interface Known {
  readonly subject: CacheSubject;
  readonly cached: CachedHome;
  readonly description: HomeDescription;
}

const startWatching = async (request: WatchRequest) => {
  const { places, report, signal, why } = request;
  const configFile = await findConfig({
    cwd: request.cwd,
    places,
    ...(request.config !== undefined && { flag: request.config }),
  });
  let session: WatchSession = startSession(places);
  const store = openStore(places);
  const bench: Workbench = createWorkbench(store, places);
  let known: Known | undefined;
  let list: WatchList = makeWatchList(dirname(configFile), [configFile], []);
  let watcher: FolderWatcher | undefined;
  let broken: string | undefined;
  let isBusy = false;
  let isOver = false;
  let waiting: Batch | undefined;
  const stamps = new Map<string, InputStamp>();
  const absentSince = new Map<string, number>();
  let idleTimer: NodeJS.Timeout | undefined;
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });

  const settling = createSettling((batch) => void take(batch));
  /** An editor's own files beside the one it saves are nobody's business here. */
  const note = (path: string): void => {
    if (list.effectOf(path) !== undefined) settling.note(path);
  };

  /** One at a time; what comes meanwhile is one batch. */
  const take = async (batch: Batch): Promise<void> => {
    if (isBusy || isOver) {
      waiting =
        waiting === undefined
          ? batch
          : { since: waiting.since, paths: new Set([...waiting.paths, ...batch.paths]) };
      return;
    }
    isBusy = true;
    clearTimeout(idleTimer);
    try {
      await react(batch);
    } catch (error) {
      if (!(error instanceof LaresError)) fail(error);
    } finally {
      isBusy = false;
    }
    const next = waiting;
    waiting = undefined;
    if (next !== undefined) return await take(next);
    idleTimer = setTimeout(whenIdle, idleDelay);
  };

  const fail = (error: unknown): void => {
    internal = error;
    isOver = true;
    end();
  };
  let internal: unknown;

  const react = async ({ paths, since }: Batch): Promise<void> => {
    const effects = new Set([...paths].map((path) => list.effectOf(path)));
    effects.delete(undefined);
    if (effects.size === 0) return;
    if (effects.has("folder")) renewFolders(paths);
    const touched = effects.has("folder")
      ? everything()
      : [...paths].flatMap((path) => list.namesOf(path)).filter((path) => list.effectOf(path) !== undefined);
    /* While something is wrong a file may have come back just as it was. */
    const changed = broken === undefined ? touched.filter(isChanged) : touched;
    const ready = changed.filter((path) => !isHeldBack(path));
    if (ready.length === 0) return;
    const isOfContents = broken === undefined && ready.every(isKnownFile);
    await during(async () => {
      if (!(isOfContents && bench.isLoaded && (await flip(ready, since)))) await rebuild(ready, since);
    });
    if (paths.size > manyPaths) recheckLater();
  };

  const everything = (): readonly string[] =>
    known === undefined
      ? [configFile]
      : [...known.cached.inputs, ...known.cached.sources].map(({ path }) => path);

  /** Written to, and nothing more: what comes, goes or becomes a folder changes also what there is to watch. */
  const isKnownFile = (path: string): boolean =>
    list.effectOf(path) === "contents" &&
    stamps.has(path) &&
    stamps.get(path)?.isDirectory !== true &&
    stat(path)?.kind === "file";

  const isChanged = (path: string): boolean => {
    const before = stamps.get(path);
    return before === undefined || !inputsUnchanged([before]);
  };

  /**
   * Many programs save by removing or truncating first: a file that was there and is gone or empty is given a moment to
   * come back before it counts as gone.
   */
  const isHeldBack = (path: string): boolean => {
    const before = stamps.get(path);
    const found = stat(path);
    const isGone = before !== undefined && before.size > 0 && (found === undefined || found.size === 0);
    if (!isGone) {
      absentSince.delete(path);
      return false;
    }
    const since = absentSince.get(path) ?? performance.now();
    absentSince.set(path, since);
    if (performance.now() - since >= grace) {
      absentSince.delete(path);
      return false;
    }
    setTimeout(() => settling.note(path), graceStep);
    return true;
  };

  /** A change of contents only. False where it turns out to be more. */
  const flip = async (paths: readonly string[], since: number): Promise<boolean> => {
    const from = bench.current!;
    const name = currentName(places);
    if (name?.path !== from.path) return false;
    const names = new Set(paths.flatMap((path) => [path, realPath(path) ?? path]));
    const prepared = bench.prepare(names);
    remember(paths);
    if (prepared.record.effectKey === from.prepared.record.effectKey) {
      mended();
      report({ event: "unchanged", saved: paths });
      return true;
    }
    const path = await bench.install(prepared);
    let flippedAt = 0;
    const flipped = await flipContents({
      places,
      session,
      why,
      from: { name, manifest: from.prepared.manifest },
      to: { path, manifest: prepared.manifest, steps: known!.description.activation },
      onFlip: () => {
        flippedAt = performance.now();
      },
    });
    if (flipped === undefined) {
      await switchInto(path, paths, since);
      bench.accept(prepared, path);
      return true;
    }
    bench.accept(prepared, path);
    mended();
    const { to, changes, steps } = flipped;
    report({
      event: "switched",
      generation: to,
      changes: changes.map(({ change, path: at }) => ({ change, path: at })),
      milliseconds: flippedAt - since,
      saved: paths,
      steps,
    });
    return true;
  };

  const switchInto = async (path: StorePath, saved: readonly string[], since: number): Promise<void> => {
    await checkSession();
    if (isUpToDate(places, path) !== undefined) {
      mended();
      if (saved.length > 0) report({ event: "unchanged", saved });
      return;
    }
    const options = { keepLive: () => true, ...(request.backup === true && { backup: true }) };
    const result = await switchTo({ places, to: { kind: "new", path }, why, session, options });
    mended();
    for (const { path: at, what } of result.notes) report({ event: "warning", message: `~/${at}: ${what}` });
    if (result.outcome === "nothing") return;
    report({
      event: "switched",
      generation: result.to,
      changes: result.plan.changes.map(({ change, path: at }) => ({ change, path: at })),
      milliseconds: performance.now() - since,
      saved,
      steps: result.steps,
    });
  };

  /** What another command made meanwhile is not for this session to fold. */
  const checkSession = async (): Promise<void> => {
    const active = currentName(places);
    if (
      session.current === undefined ||
      (active?.number === session.current.number && active.path === session.current.path)
    )
      return;
    report({ event: "elsewhere", generation: active });
    await endSession(places, session, why);
    session = startSession(places);
  };

  /** The whole way, as `lares switch` goes it. */
  const rebuild = async (saved: readonly string[], since: number): Promise<void> => {
    const seen = new Set<string>([configFile]);
    const see = (path: string) => void seen.add(path);
    try {
      const active = currentName(places)?.path as StorePath | undefined;
      const generation = await buildHome({ ...request, onInput: see, onLook: see }, active, async (built) => {
        for (const message of built.warnings) report({ event: "warning", message });
        await switchInto(built.generation, saved, since);
        return built.generation;
      });
      await adopt(generation);
    } catch (error) {
      bench.clear();
      const inputs = new Set([...(known?.cached.inputs.map(({ path }) => path) ?? []), ...seen]);
      watchThese([...inputs], known?.cached.sources ?? []);
      for (const path of seen) stamps.set(path, stampInput(path));
      throw error;
    }
  };

  /** After a build: what it was made from is read into memory and watched. */
  const adopt = async (generation: StorePath): Promise<void> => {
    const subject = await findSubject(request);
    const cached = readCachedHome(subject);
    const description = cached && readCachedDescription(subject, cached);
    if (cached === undefined || description === undefined) return;
    known = { subject, cached, description };
    watchThese(
      cached.inputs.map(({ path }) => path),
      cached.sources,
    );
    stamps.clear();
    for (const stamp of [...cached.inputs, ...cached.sources]) stamps.set(stamp.path, stamp);
    bench.load(description, generation);
  };

  const remember = (paths: readonly string[]): void => {
    for (const path of paths) stamps.set(path, stampInput(path));
  };

  const watchThese = (inputs: readonly string[], sources: readonly InputStamp[]): void => {
    list = makeWatchList(dirname(configFile), inputs, sources);
    if (watcher?.watch(list.folders) === true) recheckLater();
  };

  const renewFolders = (paths: ReadonlySet<string>): void => {
    for (const path of paths) if (list.effectOf(path) === "folder") watcher?.renew(path);
    watchThese(known?.cached.inputs.map(({ path }) => path) ?? [configFile], known?.cached.sources ?? []);
  };

  /** What goes wrong with a configuration is shown once, and the last good home stays. */
  const during = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const problem = error instanceof LaresError ? error : systemFailure(error);
      if (problem === undefined) throw error;
      const text = JSON.stringify([problem.code, problem.message, problem.details, problem.place]);
      if (text !== broken) report({ event: "error", error: problem });
      broken = text;
    }
  };

  const mended = (): void => {
    if (broken !== undefined) report({ event: "mended" });
    broken = undefined;
  };

  const rescan = (): void => {
    for (const path of everything()) settling.note(path);
    renewFolders(new Set());
  };

  let recheck: NodeJS.Timeout | undefined;
  /**
   * A folder is watched a moment after it was asked for, and in a flood of events the kernel's queue may have run over, which
   * nobody is told of: another look at everything.
   */
  const recheckLater = (): void => {
    clearTimeout(recheck);
    recheck = setTimeout(() => {
      rescan();
    }, recheckDelay);
  };

  const whenIdle = (): void => {
    if (isBusy || isOver) return;
    if (!bench.makeSpare()) idleTimer = setTimeout(whenIdle, sliceDelay);
    else if (session.left.size >= mostLeft) idleTimer = setTimeout(tidyIfIdle, longIdleDelay);
  };

  const tidyIfIdle = (): void => {
    if (!isBusy && !isOver) tidy();
  };

  /** The objects of generations that this session has left behind go, unless something else needs them. */
  const tidy = (): void => {
    store.protectOnly(bench.needed);
    const left = [...session.left];
    session.left.clear();
    collectDead(store, places, left);
  };

  const onWatchError = (error: WatchError): void => {
    if (isOver) return;
    if (error.kind === "other") {
      const problem = systemFailure(error.error);
      report({ event: "warning", message: problem?.message ?? String(error.error) });
      return;
    }
    void startPolling(error.errno);
  };

  let isPolling = request.polling === true;
  let looking: NodeJS.Timeout | undefined;
  /** What changes while polling begins, or in a way that it does not see, is seen a second later. */
  const lookRegularly = (): void => {
    looking ??= setInterval(rescan, lookInterval);
    rescan();
  };

  const startPolling = async (errno: string): Promise<void> => {
    if (isPolling) return;
    isPolling = true;
    report({ event: "polling", reason: errno, hint: limitHint(errno) });
    const old = watcher;
    watcher = await openFolderWatcher({ onChange: note, onError: onWatchError }, { polling: true });
    watcher.watch(list.folders);
    void old?.close();
    lookRegularly();
  };

  watcher = await openFolderWatcher({ onChange: note, onError: onWatchError }, { polling: isPolling });
  watcher.watch(list.folders);
  const stopWake = onWake(() => {
    report({ event: "rescan", reason: "woke" });
    rescan();
  });
  signal.addEventListener("abort", () => {
    isOver = true;
    end();
  });

  isBusy = true;
  await during(() => rebuild([], performance.now()));
  await Promise.race([watcher.ready(), ended]);
  report({ event: "ready", generation: currentName(places), ...countsOf(list, known) } satisfies WatchEvent);
  isBusy = false;
  idleTimer = setTimeout(whenIdle, idleDelay);
  if (request.polling === true) lookRegularly();
  else rescan();

  const finish = async (): Promise<void> => {
    isOver = true;
    stopWake();
    settling.stop();
    clearTimeout(idleTimer);
    clearTimeout(recheck);
    clearInterval(looking);
    await watcher?.close();
    const learnt = broken === undefined ? bench.learnt() : undefined;
    const path = bench.current?.path;
    bench.clear();
    const last = await endSession(places, session, why);
    if (learnt !== undefined && known !== undefined && path !== undefined)
      writeCachedHome(
        known.subject,
        { ...known.cached, sources: learnt.sources, generation: path },
        learnt.files,
        undefined,
      );
    if (session.left.size > 0) tidy();
    store.close();
    report({ event: "ended", generation: last ?? currentName(places), folded: session.flips });
    if (internal !== undefined) throw internal;
  };

  return { ended, finish };
};

const countsOf = (list: WatchList, known: Known | undefined) => ({
  folders: list.folders.size,
  files: known === undefined ? 0 : known.cached.inputs.length + known.cached.sources.length,
});

const limitHint = (errno: string): string =>
  errno === "ENOSPC"
    ? "the limit is fs.inotify.max_user_watches: raise it with `sudo sysctl fs.inotify.max_user_watches=524288`; until then files are looked at five times a second"
    : "the limit is fs.inotify.max_user_instances, or `ulimit -n`: raise it with `sudo sysctl fs.inotify.max_user_instances=512`; until then files are looked at five times a second";

/** Milliseconds. */
const grace = 120;
const graceStep = 20;
const idleDelay = 20;
const sliceDelay = 1;
const longIdleDelay = 1000;
const recheckDelay = 150;
const lookInterval = 1000;
const manyPaths = 200;
/** Generations left behind before they are collected. */
const mostLeft = 8;
