/** Many at once: switches, collections, a holder that sleeps, one that dies, a clock that goes back. */
import { clockSetBack } from "./clock.ts";
import { hangingStep, oneOfTwoDies, sleepingHolder } from "./holders.ts";
import { buildsAndCollections, lockingAtOnce, tenAtOnce, watched } from "./many-at-once.ts";
import type { Check } from "./running.ts";

export const concurrency: Readonly<Record<string, Check>> = {
  "ten switches and collections": tenAtOnce,
  "one of two dies": oneOfTwoDies,
  "a holder that sleeps or dies": sleepingHolder,
  "a step that hangs": hangingStep,
  "a clock set back": clockSetBack,
  "switches, collections and a watch": watched,
  "builds and collections": buildsAndCollections,
  "two that lock": lockingAtOnce,
};
