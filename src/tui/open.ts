/**
 * `lares ui`. The worker is started first and asked for what the first screen shows; while it works, the drawing library
 * is loaded. Messages come from the keyboard and from the worker; each gives a new state, and the screen follows.
 */
import { type ExitCode, exitCode, LaresError } from "../base/errors.ts";
import { isScreen } from "../system/terminal.ts";
import type { Screen } from "./screen.tsx";
import { type Effect, initialState, type Message, type Size, type State } from "./state/state.ts";
import { update } from "./state/update.ts";
import type { ServeOptions } from "./work/serve.ts";
import { startWorker } from "./worker.ts";

export interface DashboardOptions extends ServeOptions {
  readonly colour: boolean;
  readonly ascii: boolean;
}

/** Throws `no-terminal`. */
export const openDashboard = async ({ colour, ascii, ...options }: DashboardOptions): Promise<ExitCode> => {
  if (!isScreen()) throw noTerminal();
  let state = initialState(screenSize(), Date.now());
  let screen: Screen | undefined;
  /** Asked for when the first screen is there: evaluation would take the processor from drawing it. */
  const waiting: Effect[] = [];
  const ended = Promise.withResolvers<void>();
  const worker = startWorker(process.argv[1]!, options, (message) => dispatch(message));

  const dispatch = (message: Message): void => {
    const [next, effects] = update(state, message);
    const changed = next !== state;
    state = next;
    for (const effect of effects) perform(effect);
    if (changed) screen?.show(state);
    keepTime(state);
  };

  const perform = (effect: Effect): void => {
    if (effect.do === "ask" && screen === undefined && effect.ask.question !== "overview")
      waiting.push(effect);
    else if (effect.do === "ask") worker.ask(effect.id, effect.ask);
    else if (effect.do === "quit") ended.resolve();
    else if (effect.do === "suspend") void screen?.suspend();
    else void screen?.redraw();
  };

  const keepTime = timeKeeper(() => dispatch({ type: "beat", now: Date.now() }));
  try {
    dispatch({ type: "started" });
    const { openScreen } = await import("./screen.tsx");
    await worker.caughtUp();
    screen = openScreen({ colour, ascii }, state, dispatch);
    for (const effect of waiting) perform(effect);
    await Promise.race([ended.promise, screen.failed]);
    return exitCode.done;
  } finally {
    keepTime(undefined);
    await screen?.close();
    worker.stop();
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
