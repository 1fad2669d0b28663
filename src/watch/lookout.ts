/**
 * Watches folders for as long as it runs, by the system's events or, where there are not enough of those, by looking again and
 * again; and looks at everything anew whenever events may have been missed.
 */
import { systemFailure } from "../system/disk-errors.ts";
import type { Report } from "./events.ts";
import { type FolderWatcher, openFolderWatcher, type WatchError } from "./folder-watcher.ts";
import type { Clock } from "./settling.ts";
import { onWake, wallClock } from "./wake.ts";

export interface Lookout {
  open(): Promise<void>;
  watch(folders: ReadonlySet<string>): void;
  /** Watches anew whatever came in the place of a folder of this name. */
  renew(folder: string): void;
  /**
   * Another look at everything a moment later: a folder is watched a little after it was asked for, and in a flood of events
   * the kernel's queue may have run over, which nobody is told of.
   */
  lookAgainSoon(): void;
  /** From here on what may have been missed is looked for. */
  begin(): void;
  /** When all that was asked for so far is watched, or it was closed. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface LookoutWish {
  readonly polling: boolean;
  readonly report: Report;
  /** Something happened to `path`, or may have. */
  readonly onChange: (path: string) => void;
  readonly lookAgain: () => void;
  /** Tells that the machine slept. */
  readonly clock?: Clock;
}

export const createLookout = ({
  polling,
  report,
  onChange,
  lookAgain,
  clock = wallClock,
}: LookoutWish): Lookout => {
  let watcher: FolderWatcher | undefined;
  let folders: ReadonlySet<string> = new Set();
  let isPolling = polling;
  let isOver = false;
  let soon: NodeJS.Timeout | undefined;
  let regularly: NodeJS.Timeout | undefined;
  let stopWake = (): void => {};

  const lookAgainSoon = (): void => {
    clearTimeout(soon);
    if (!isOver) soon = setTimeout(lookAgain, soonDelay);
  };

  const lookRegularly = (): void => {
    regularly ??= setInterval(lookAgain, regularDelay);
    lookAgain();
  };

  const onError = (error: WatchError): void => {
    if (isOver) return;
    if (error.kind === "limit") return void changeToPolling(error.errno);
    const problem = systemFailure(error.error);
    report({ event: "warning", message: problem?.message ?? String(error.error) });
  };

  /**
   * What is written before the first poll of a file is taken for what it always was: so there is a look at everything when
   * polling begins, one when it has begun, and one each second for what it does not see.
   */
  const changeToPolling = async (errno: string): Promise<void> => {
    if (isPolling) return;
    isPolling = true;
    report({ event: "polling", reason: errno, hint: limitHint(errno) });
    const old = watcher;
    const next = await openFolderWatcher({ onChange, onError }, { polling: true });
    void old?.close();
    if (isOver) return await next.close();
    watcher = next;
    watcher.watch(folders);
    lookRegularly();
    await watcher.ready();
    if (!isOver) lookAgain();
  };

  return {
    lookAgainSoon,
    open: async () => {
      watcher = await openFolderWatcher({ onChange, onError }, { polling });
      watcher.watch(folders);
      stopWake = onWake(() => {
        report({ event: "rescan", reason: "woke" });
        lookAgain();
      }, clock);
    },
    watch: (wanted) => {
      folders = wanted;
      if (watcher?.watch(folders) === true) lookAgainSoon();
    },
    renew: (folder) => watcher?.renew(folder),
    begin: () => {
      if (polling) lookRegularly();
      else lookAgain();
    },
    ready: () => watcher?.ready() ?? Promise.resolve(),
    close: async () => {
      isOver = true;
      stopWake();
      clearTimeout(soon);
      clearInterval(regularly);
      await watcher?.close();
    },
  };
};

const limitHint = (errno: string): string =>
  errno === "ENOSPC"
    ? "the limit is fs.inotify.max_user_watches: raise it with `sudo sysctl fs.inotify.max_user_watches=524288`; until then files are looked at five times a second"
    : "the limit is fs.inotify.max_user_instances, or `ulimit -n`: raise it with `sudo sysctl fs.inotify.max_user_instances=512`; until then files are looked at five times a second";

/** Milliseconds. */
const soonDelay = 150;
const regularDelay = 1000;
