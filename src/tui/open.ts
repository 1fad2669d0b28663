/**
 * `lares ui`. What the first screen shows is read and drawn before anything else is loaded; then a second process is
 * started for all further work, and the drawing library takes over. Messages come from the keyboard and from the worker;
 * each gives a new state, and the screen follows.
 */
import { type ExitCode, exitCode, LaresError } from "../base/errors.ts";
import { findPlaces } from "../system/places.ts";
import { isScreen } from "../system/terminal.ts";
import { openFirstScreen } from "./first-screen.ts";
import type { Screen } from "./screen.tsx";
import { type Effect, initialState, type Message, type Size, type State } from "./state/state.ts";
import { update } from "./state/update.ts";
import { readOverview } from "./work/overview.ts";
import { problemOf } from "./work/problem-of.ts";
import type { ServeOptions } from "./work/serve.ts";
import { startWorker, type Worker } from "./worker.ts";

export interface DashboardOptions extends ServeOptions {
  readonly colour: boolean;
  readonly ascii: boolean;
}

/** Throws `no-terminal`. */
export const openDashboard = async ({ colour, ascii, ...options }: DashboardOptions): Promise<ExitCode> => {
  if (!isScreen()) throw noTerminal();
  let state = initialState(screenSize(), Date.now());
  let screen: Screen | undefined;
  let worker: Worker | undefined;
  /** Asked for before there is a worker. */
  const waiting: Asking[] = [];
  const ended = Promise.withResolvers<void>();
  const first = openFirstScreen({ colour, ascii });

  const dispatch = (message: Message): void => {
    const [next, effects] = update(state, message);
    const changed = next !== state;
    state = next;
    for (const effect of effects) perform(effect);
    if (changed) (screen ?? first).show(state);
    keepTime(state);
  };

  const perform = (effect: Effect): void => {
    if (effect.do === "ask" && worker === undefined) waiting.push(effect);
    else if (effect.do === "ask") worker?.ask(effect.id, effect.ask);
    else if (effect.do === "quit") ended.resolve();
    else if (effect.do === "suspend") void screen?.suspend();
    else void screen?.redraw();
  };

  const keepTime = timeKeeper(() => dispatch({ type: "beat", now: Date.now() }));
  try {
    dispatch({ type: "started" });
    const [look, ...others] = waiting.splice(0);
    dispatch(await lookHere(look!, options));
    const shown = state.overview?.status.generation?.path;
    worker = startWorker(process.argv[1]!, { ...options, ...(shown !== undefined && { shown }) }, dispatch);
    for (const { id, ask } of others) worker.ask(id, ask);
    const { openScreen } = await import("./screen.tsx");
    await worker.caughtUp();
    screen = openScreen({ colour, ascii }, state, dispatch);
    first.handOver();
    await Promise.race([ended.promise, screen.failed]);
    return exitCode.done;
  } finally {
    keepTime(undefined);
    first.leave();
    await screen?.close();
    worker?.stop();
  }
};

type Asking = Extract<Effect, { do: "ask" }>;

/** How the home is takes less time than starting a process that could say it, and nothing can be pressed yet. */
const lookHere = async ({ id }: Asking, options: ServeOptions): Promise<Message> => {
  const now = Date.now();
  try {
    const places = findPlaces();
    return {
      type: "answer",
      id,
      answer: await readOverview({ places, request: { ...options, places } }),
      now,
    };
  } catch (error) {
    return { type: "failed", id, problem: problemOf(error), now };
  }
};

export const screenSize = (): Size => ({
  columns: process.stdout.columns || 80,
  rows: process.stdout.rows || 24,
});

/** Beats while something is being waited for; else once in a while, for the ages that are shown. */
const timeKeeper = (beat: () => void) => {
  let timer: NodeJS.Timeout | undefined;
  let pace = 0;
  return (state: State | undefined): void => {
    const waits = state?.jobs.some(({ ended }) => ended === undefined);
    const wanted = state === undefined ? 0 : waits ? 120 : 30_000;
    if (wanted === pace) return;
    clearInterval(timer);
    pace = wanted;
    if (wanted > 0) timer = setInterval(beat, wanted);
  };
};

const noTerminal = (): LaresError =>
  new LaresError({
    code: "no-terminal",
    message: "the dashboard needs a terminal",
    details: [process.env.TERM === "dumb" ? "TERM is dumb" : "input and output have to be one"],
    hint: "`lares status`, `lares plan` and `lares generations` say the same in plain lines",
  });
