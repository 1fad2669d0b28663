/**
 * The dashboard's other process: everything that evaluates, plans, hashes or writes happens here, so that the screen
 * never waits. Orders are worked off one at a time. Of questions of one kind only the last counts: those before it are
 * dropped. It ends when the screen's process does, after the order that it is at.
 */
import type { RealiseEvent } from "../../build/realise/events.ts";
import type { Attend } from "../../pipeline/realise-home.ts";
import type { ParentChannel } from "../../system/companion.ts";
import { assertOwnHome } from "../../system/own-home.ts";
import { findPlaces } from "../../system/places.ts";
import { answer } from "./answer.ts";
import { followHome } from "./follow-home.ts";
import { problemOf } from "./problem-of.ts";
import { isAction, type Order, type Reply } from "./requests.ts";

/** What the dashboard was started with: `--config` and the like. */
export interface ServeOptions {
  readonly cwd: string;
  readonly config?: string;
  /** The generation that the screen shows already, as a path: what came since is a change. */
  readonly shown?: string;
  readonly hostChoice?: { readonly name?: string; readonly os?: "linux" | "darwin" };
}

/** Resolves when the other side has gone and nothing is being done any more. */
export const serve = (channel: ParentChannel<Order, Reply>, options: ServeOptions): Promise<void> => {
  const places = findPlaces();
  assertOwnHome(places);
  const queue: Order[] = [];
  let busy = false;
  let closed = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  const others = followHome(places, options.shown, {
    onFlip: (flip) => channel.send({ type: "flipped", flip }),
    onChange: () => channel.send({ type: "changed" }),
  });

  const workOff = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let order = queue.shift(); order !== undefined && !closed; order = queue.shift()) {
      await carryOut(order);
      if (isAction(order.ask)) others.settle();
    }
    busy = false;
    if (closed) resolve();
  };

  const carryOut = async ({ id, ask }: Order): Promise<void> => {
    const onStage = (what: string) => channel.send({ id, type: "stage", what });
    const events = gathered((some) => channel.send({ id, type: "builds", events: some }));
    const builds = { attend: attendWith(events.take) };
    try {
      const context = { places, onStage, request: { ...options, places, onStage, builds } };
      const value = await answer(context, ask);
      events.flush();
      channel.send({ id, type: "answer", answer: value });
    } catch (error) {
      events.flush();
      channel.send({ id, type: "failed", problem: problemOf(error) });
    }
  };

  channel.onMessage((order) => {
    const overtaken = queue.findIndex(({ ask }) => !isAction(ask) && ask.question === order.ask.question);
    if (overtaken !== -1)
      for (const { id } of queue.splice(overtaken, 1)) channel.send({ id, type: "dropped" });
    queue.push(order);
    setImmediate(workOff);
  });
  channel.onClosed(() => {
    closed = true;
    others.stop();
    if (!busy) resolve();
  });
  return promise;
};

const attendWith =
  (onEvent: (event: RealiseEvent) => void): Attend =>
  (work) =>
    work(new AbortController().signal, onEvent);

/** A build may print thousands of lines a second: they go over in bundles, ten a second. */
const gathered = (send: (events: readonly RealiseEvent[]) => void) => {
  let waiting: RealiseEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length > 0) send(waiting);
    waiting = [];
  };
  const take = (event: RealiseEvent): void => {
    waiting.push(event);
    timer ??= setTimeout(flush, 100);
  };
  return { take, flush };
};
