/** The worker as the dashboard sees it. Should it die, what it was asked for has failed, and the next question starts another. */
import type { Problem } from "../base/errors.ts";
import { type Companion, startCompanion } from "../system/companion.ts";
import type { Message } from "./state/state.ts";
import type { Ask, Order, Reply } from "./work/requests.ts";
import type { ServeOptions } from "./work/serve.ts";

export interface Worker {
  ask(id: number, ask: Ask): void;
  /** After the replies that have come already. */
  caughtUp(): Promise<void>;
  /** It ends after what it is doing. */
  stop(): void;
}

export const startWorker = (
  program: string,
  options: ServeOptions,
  dispatch: (message: Message) => void,
): Worker => {
  const open = new Set<number>();
  let stopped = false;

  const start = (): Companion<Order> =>
    startCompanion<Order, Reply>(program, ["__ui", JSON.stringify(options)], {
      onMessage: (reply) => {
        if ("id" in reply && !["stage", "builds"].includes(reply.type)) open.delete(reply.id);
        if (!stopped) dispatch(messageOf(reply));
      },
      onEnd: (how, said) => {
        running = undefined;
        if (stopped) return;
        const problem = died(how, said);
        for (const id of [...open]) {
          open.delete(id);
          dispatch({ type: "failed", id, problem, now: Date.now() });
        }
      },
    });

  let running: Companion<Order> | undefined = start();
  return {
    ask: (id, ask) => {
      open.add(id);
      running ??= start();
      running.send({ id, ask });
    },
    caughtUp: () => new Promise((resolve) => setImmediate(resolve)),
    stop: () => {
      stopped = true;
      running?.leave();
    },
  };
};

const messageOf = (reply: Reply): Message =>
  reply.type === "changed" || reply.type === "flipped" || reply.type === "dropped"
    ? reply
    : { ...reply, now: Date.now() };

const died = (how: string, said: string): Problem => ({
  code: "worker-ended",
  message: `the process that does the dashboard's work ended: ${how}`,
  details: said.trimEnd().split("\n").slice(-8),
  hint: "r looks again; if it was a switch, the next one makes the home whole",
});
