/**
 * The flips of this session, and those of other commands: what is made elsewhere stays a generation of its own, and the session
 * begins anew after it.
 */
import { currentName } from "../activation/carry-out.ts";
import { endSession, startSession, type WatchSession } from "../activation/watch-session.ts";
import { nextNumber } from "../profile/generations.ts";
import { type GenerationName, readHistory } from "../profile/history.ts";
import type { Places } from "../system/places.ts";
import type { Report } from "./events.ts";

export interface OwnFlips {
  readonly session: WatchSession;
  /** Whether another command has gone elsewhere since the last look. */
  readonly isElsewhere: boolean;
  /** After a flip of the session. */
  moved(): void;
  /** Waits for the other command to end, tells of it, and begins a new session after it. */
  startAnew(): Promise<Elsewhere>;
}

export interface Elsewhere {
  readonly generation: GenerationName | null;
  /**
   * Whether it was made anew from a configuration, perhaps one that was read before the last save. A generation that had
   * been there before was chosen by a person, and what another watch makes is for that one to say.
   */
  readonly isNew: boolean;
}

export const followFlips = (places: Places, why: string, report: Report): OwnFlips => {
  let session = startSession(places);
  let seen = currentName(places);
  let next = nextNumber(places);
  const look = (): void => {
    seen = currentName(places);
    next = nextNumber(places);
  };
  return {
    get session() {
      return session;
    },
    get isElsewhere() {
      const now = currentName(places);
      return now?.number !== seen?.number || now?.path !== seen?.path;
    },
    moved: () => {
      if (session.current === undefined) return;
      seen = session.current;
      next = seen.number + 1;
    },
    startAnew: async () => {
      await endSession(places, session, why);
      session = startSession(places);
      const before = next;
      look();
      const isNew = seen !== null && seen.number >= before && !isOfWatch(places, seen);
      report({ event: "elsewhere", generation: seen });
      return { generation: seen, isNew };
    },
  };
};

const isOfWatch = (places: Places, { number, path }: GenerationName): boolean =>
  readHistory(places).findLast(({ to }) => to?.number === number && to.path === path)?.folded !== undefined;
