/** Threads that unpack small NARs; this one does too while they have enough to do. */
import type { Placed } from "../store/content-pool.ts";
import { startThread, type Thread, usefulThreads } from "../system/threads.ts";
import { type PackedNar, unpackNar } from "./packed-nar.ts";

/** Says that many NARs will come: what starts now is ready when they do. */
export const expectNars = (count: number): void => {
  if (count < worthThreads || threads.length > 0) return;
  for (let more = usefulThreads(); more > 0; more--) threads.push(startThread(program));
  retire();
};

/** Throws what `unpackNar` throws. */
export const unpackSomewhere = (nar: PackedNar): Promise<Placed> =>
  new Promise((resolve, reject) => {
    waiting.push({ nar, resolve, reject });
    handOut();
  });

interface Waiting {
  readonly nar: PackedNar;
  readonly resolve: (placed: Placed | Promise<Placed>) => void;
  readonly reject: (error: unknown) => void;
}

const waiting: Waiting[] = [];

const handOut = (): void => {
  for (const thread of leastBusyFirst())
    while (waiting.length > 0 && thread.pending() < mostPending) {
      const { nar, resolve } = waiting.shift()!;
      resolve(thread.ask(nar, [nar.packed.buffer]).finally(handOut));
    }
  if (threads.length > 0) retire();
  if (waiting.length > 0) helpSoon();
};

/** One at a time: what came in meanwhile, answers of the threads too, is looked at in between. */
const help = (): void => {
  isHelping = false;
  handOut();
  const next = waiting.shift();
  if (next === undefined) return;
  try {
    next.resolve(unpackNar(next.nar));
  } catch (error) {
    next.reject(error);
  }
  if (waiting.length > 0) helpSoon();
};

const helpSoon = (): void => {
  if (isHelping) return;
  isHelping = true;
  setImmediate(help);
};

let isHelping = false;

const leastBusyFirst = (): readonly Unpacker[] => threads.toSorted((a, b) => a.pending() - b.pending());

type Unpacker = Thread<PackedNar, Placed>;
const threads: Unpacker[] = [];

/** Starting one takes as long as unpacking ten NARs. */
const worthThreads = 16;

/** Enough that a thread never waits for this one to hand it the next; more would lie in memory only. */
const mostPending = 3;

/** A process that lives on does not keep them: they hold as much memory as a program. */
const retire = (): void => {
  clearTimeout(retirement);
  retirement = setTimeout(() => {
    if (threads.some((thread) => thread.pending() > 0)) return retire();
    for (const thread of threads.splice(0)) thread.stop();
  }, idleMilliseconds).unref();
};

let retirement: NodeJS.Timeout | undefined;
const idleMilliseconds = 5000;

/** As a file of its own in `dist/`, which scripts/build.ts makes; from the sources, where those run. */
const program = new URL(
  import.meta.url.endsWith(".ts") ? "./unpack-thread.ts" : "./unpack-thread.js",
  import.meta.url,
);
