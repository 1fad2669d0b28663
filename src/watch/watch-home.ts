/**
 * `lares watch`: whatever the home is made from is watched, and what changes is built and flipped to.
 *
 *   lookout ─▶ settling ─▶ turns ─▶ react ─▶ contents only: the short way (memory, a spare on disk, the flip)
 *                                        └─▶ anything else: the whole way, an ordinary build and switch
 *
 * Both ways end in the same store objects, the same journal and the same flip as `lares switch`; what is different is only
 * how much is left to do when the change comes.
 */
import { currentName } from "../activation/carry-out.ts";
import { endSession } from "../activation/watch-session.ts";
import { findConfig } from "../config/find.ts";
import { writeCachedHome } from "../pipeline/home-cache.ts";
import { type Announcement, announceWatch } from "../profile/running-watches.ts";
import { collectDead } from "../store/collect.ts";
import { openStore } from "../store/open-store.ts";
import { createAbsences } from "./absences.ts";
import type { Report } from "./events.ts";
import { createIngredients, type Ingredients } from "./ingredients.ts";
import { createLookout } from "./lookout.ts";
import { followFlips } from "./own-flips.ts";
import { lookAtAll, react } from "./react.ts";
import { createSettling } from "./settling.ts";
import { createTrouble } from "./trouble.ts";
import { createTurns, type Turns } from "./turns.ts";
import { watchFolders } from "./watched-folders.ts";
import type { Watching, WatchRequest } from "./watching.ts";
import { rebuild } from "./whole-way.ts";
import { createWorkbench } from "./workbench.ts";

/** Returns when `signal` says so, with the session's generations folded into one. */
export const watchHome = async (wish: WatchRequest): Promise<void> => {
  const { places } = wish;
  const configFile = await findConfig({
    cwd: wish.cwd,
    places,
    ...(wish.config !== undefined && { flag: wish.config }),
  });
  const announcement = announceWatch(places, configFile);
  try {
    await watchAnnounced({ ...wish, report: announcing(announcement, wish.report) }, configFile);
  } finally {
    announcement.end();
  }
};

const announcing =
  (announcement: Announcement, report: Report): Report =>
  (event) => {
    if (event.event === "error") announcement.problem(event.error.message);
    if (event.event === "mended") announcement.problem(undefined);
    report(event);
  };

const watchAnnounced = async (request: WatchRequest, configFile: string): Promise<void> => {
  const { watching, turns } = assemble(request, configFile);
  request.signal.addEventListener("abort", turns.end);
  try {
    watchFolders(watching);
    await watching.lookout.open();
    await turns.first(() => makeFirst(watching, turns));
    watching.lookout.begin();
    await turns.ended;
  } finally {
    turns.end();
    await finish(watching);
  }
};

const assemble = (request: WatchRequest, configFile: string): { watching: Watching; turns: Turns } => {
  const { places, report, why } = request;
  const store = openStore(places);
  const turns = createTurns({
    act: (batch) => react(watching, batch),
    rest: () => watching.bench.makeSpare(),
    longRest: () => {
      if (watching.flips.session.left.size >= mostLeft) tidy(watching);
    },
  });
  const settling = createSettling(turns.take);
  const noteFlip = (): void => {
    if (watching.flips.isElsewhere)
      turns.take({ paths: new Set([places.profile]), since: performance.now() });
  };
  const watching: Watching = {
    request,
    store,
    settling,
    ingredients: createIngredients(configFile),
    bench: createWorkbench(store, places),
    absences: createAbsences(settling.note),
    trouble: createTrouble(report),
    flips: followFlips(places, why, report),
    lookout: createLookout({
      polling: request.polling === true,
      report,
      /* An editor's own files beside the one it saves are nobody's business here. */
      onChange: (path) => {
        if (path === places.profile) noteFlip();
        else if (watching.ingredients.list.effectOf(path) !== undefined) settling.note(path);
      },
      lookAgain: () => {
        noteFlip();
        lookAtAll(watching);
      },
    }),
  };
  return { watching, turns };
};

const makeFirst = async (watching: Watching, turns: Turns): Promise<void> => {
  const { ingredients, lookout, request, trouble } = watching;
  await trouble.during(() => rebuild(watching, [], performance.now()));
  await Promise.race([lookout.ready(), turns.ended]);
  request.report({ event: "ready", generation: currentName(request.places), ...countsOf(ingredients) });
};

const countsOf = ({ list, recipe }: Ingredients) => ({
  folders: list.folders.size,
  files: recipe === undefined ? 0 : recipe.cached.inputs.length + recipe.cached.sources.length,
});

/** The objects of generations that this session has left behind go, unless something else needs them. */
const tidy = ({ bench, flips, request, store }: Watching): void => {
  store.protectOnly(bench.needed);
  const left = [...flips.session.left];
  flips.session.left.clear();
  collectDead(store, request.places, left);
};

const finish = async (watching: Watching): Promise<void> => {
  const { bench, flips, lookout, request, settling, store } = watching;
  const { places, report, why } = request;
  settling.stop();
  await lookout.close();
  const remember = whatWasLearnt(watching);
  bench.clear();
  const last = await endSession(places, flips.session, why);
  remember();
  if (flips.session.left.size > 0) tidy(watching);
  store.close();
  report({ event: "ended", generation: last ?? currentName(places), folded: flips.session.flips });
};

/** So that the next switch reads nothing again. */
const whatWasLearnt = ({ bench, ingredients, trouble }: Watching): (() => void) => {
  const { recipe } = ingredients;
  const learnt = trouble.isThere ? undefined : bench.learnt();
  const generation = bench.current?.path;
  if (learnt === undefined || recipe === undefined || generation === undefined) return () => {};
  const { files, sources } = learnt;
  return () =>
    writeCachedHome(recipe.subject, { ...recipe.cached, sources, generation }, { files }, undefined);
};

/** Generations left behind before they are collected. */
const mostLeft = 8;
