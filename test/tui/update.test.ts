/** The update function as a person meets it: keys and answers in, what is on the screen and what is asked for out. */
import { describe, expect, test } from "vitest";
import { type Effect, initialState, type Message, type State } from "../../src/tui/state/state.ts";
import { update } from "../../src/tui/state/update.ts";
import type { Ask, FileRow, GenerationRow, Overview, PendingPlan } from "../../src/tui/work/requests.ts";

/** Sends messages one after the other; keys as plain strings. */
const run = (state: State, ...messages: readonly (Message | string)[]) => {
  const effects: Effect[] = [];
  let now = state;
  for (const message of messages) {
    const [next, more] = update(now, typeof message === "string" ? { type: "key", key: message } : message);
    now = next;
    effects.push(...more);
  }
  const asked = effects.flatMap((effect) => (effect.do === "ask" ? [effect] : []));
  return { state: now, effects, asked: asked.map(({ ask }) => ask), asks: asked };
};

const start = (): State => initialState({ columns: 80, rows: 24 }, 1000);

const answer = (state: State, question: Ask["question"], value: unknown): Message => {
  const job = state.jobs.find(({ ask, ended }) => ask.question === question && ended === undefined);
  if (job === undefined) throw new Error(`${question} was not asked`);
  return { type: "answer", id: job.id, answer: value, now: 2000 };
};

const overview = (more: Partial<Overview["status"]> = {}): Overview => ({
  host: { name: "host", user: "alice", system: "Linux x64" },
  home: "/home/alice",
  status: {
    generation: { number: 3, path: "/store/x" },
    entries: 4,
    drift: [],
    live: [],
    steps: [],
    interrupted: false,
    watches: [],
    ...more,
  },
  generations: 3,
  store: { bytes: 1, objects: 1, free: 1 },
  backups: 0,
});

const plan = (more: Partial<PendingPlan> = {}): PendingPlan => ({
  config: "home.config.ts",
  wouldChange: true,
  summary: "1 file added",
  rows: [{ kind: "add", path: ".a" }],
  collisions: [],
  warnings: [],
  ...more,
});

const generations: readonly GenerationRow[] = [3, 2, 1].map((number) => ({
  number,
  time: number,
  current: number === 3,
}));

const atGenerations = (): State => {
  const opened = run(start(), { type: "started" }, "2").state;
  return run(opened, answer(opened, "generations", generations)).state;
};

const files: readonly FileRow[] = [
  { path: ".config/a", kind: "link", option: "home.file" },
  { path: ".config/b", kind: "copy", option: "home.file", drift: "edited" },
];

const atFiles = (): State => {
  const opened = run(start(), { type: "started" }, "3").state;
  return run(opened, answer(opened, "files", files)).state;
};

test("it asks at once for what the first screen shows, and for each view when it is opened, once", () => {
  const first = run(start(), { type: "started" });
  expect(first.asked).toEqual([{ question: "overview" }, { question: "plan" }]);
  expect(run(first.state, "2", "1", "2", "5").asked).toEqual([
    { question: "generations" },
    { question: "options" },
  ]);
});

test("Tab and Shift-Tab go round the views", () => {
  expect(run(start(), "tab").state.view).toBe("generations");
  expect(run(start(), "backtab").state.view).toBe("activity");
  expect(run(start(), "backtab", "tab").state.view).toBe("overview");
});

describe("what changes the home", () => {
  test("is asked about first, and only the offered key means yes", () => {
    const opened = run(start(), { type: "started" }).state;
    const known = run(opened, answer(opened, "plan", plan())).state;
    const question = run(known, "s");
    expect(question.asked).toEqual([]);
    expect(question.state.overlay).toMatchObject({
      type: "question",
      question: expect.stringMatching(/1 file added/),
    });
    for (const no of ["n", "escape", "enter", "s", "Y", "q"]) {
      const refused = run(question.state, no);
      expect(refused.effects).toEqual([]);
      expect(refused.state.notice?.text).toBe("nothing was done");
    }
    expect(run(question.state, "y").asked).toEqual([{ question: "switch", backup: false }]);
  });

  test("is not offered where nothing would change", () => {
    const opened = run(start(), { type: "started" }).state;
    const known = run(opened, answer(opened, "plan", plan({ wouldChange: false, rows: [] }))).state;
    expect(run(known, "s").state).toMatchObject({
      overlay: undefined,
      notice: { text: expect.stringMatching(/nothing to do/) },
    });
  });

  test("offers a backup, and nothing else, where something is in the way", () => {
    const opened = run(start(), { type: "started" }).state;
    const collisions = [{ path: ".a", what: "a file is there", canBackUp: true }];
    const known = run(opened, answer(opened, "plan", plan({ collisions }))).state;
    expect(run(known, "s", "y").asked).toEqual([]);
    expect(run(known, "s", "b").asked).toEqual([{ question: "switch", backup: true }]);
  });

  test("the current generation can neither be gone to nor deleted; another can", () => {
    const state = atGenerations();
    expect(run(state, "x").state.notice).toMatchObject({
      type: "failed",
      text: expect.stringMatching(/current/),
    });
    expect(run(state, "s").state.notice).toMatchObject({
      type: "failed",
      text: expect.stringMatching(/current/),
    });
    expect(run(state, "j", "x", "y").asked).toContainEqual({ question: "remove", numbers: [2] });
    expect(run(state, "down", "down", "s", "y").asked).toContainEqual({ question: "goTo", number: 1 });
  });

  test("makes all that is known old: it is asked for again, and shown until then", () => {
    const asked = run(atGenerations(), "j", "x", "y").state;
    const report = { done: true, summary: "1 generation removed", lines: [] };
    const done = run(asked, answer(asked, "remove", report));
    expect(done.state.notice).toEqual({ type: "done", text: "1 generation removed" });
    expect(done.asked).toContainEqual({ question: "generations" });
    expect(done.state.generations.rows).toHaveLength(3);
  });

  test("is brought to its end before the dashboard ends", () => {
    const asked = run(atGenerations(), "j", "x", "y", "q");
    expect(asked.effects).not.toContainEqual({ do: "quit" });
    const ended = run(asked.state, answer(asked.state, "remove", { done: true, summary: "", lines: [] }));
    expect(ended.effects).toContainEqual({ do: "quit" });
    expect(run(atGenerations(), "q").effects).toEqual([{ do: "quit" }]);
    expect(run(atGenerations(), "ctrl-c").effects).toEqual([{ do: "quit" }]);
  });

  test("a collision that was not foreseen offers the backup; a private file its adoption", () => {
    const switching = run(start(), { type: "started" }, "s", "y").state;
    const job = switching.jobs.find(({ ask }) => ask.question === "switch")!;
    const collision = { code: "collision", message: "something is in the way" };
    const failed = run(switching, { type: "failed", id: job.id, problem: collision, now: 1 });
    expect(failed.state.overlay).toMatchObject({ type: "problem" });
    expect(run(failed.state, "b").asked).toEqual([{ question: "switch", backup: true }]);
    expect(run(failed.state, "escape").state.overlay).toBeUndefined();
    const adopting = run(atFiles(), "a", { type: "pasted", text: "~/.secret\n" }, "enter");
    expect(adopting.asked).toEqual([{ question: "adopt", paths: ["~/.secret"], acceptPrivate: false }]);
    const secret = {
      type: "failed",
      id: adopting.asks[0]!.id,
      problem: { code: "private-file", message: "" },
      now: 1,
    } as const;
    expect(run(adopting.state, secret, "y").asked).toEqual([
      { question: "adopt", paths: ["~/.secret"], acceptPrivate: true },
    ]);
  });
});

describe("generations", () => {
  test("are compared with the one before, or with the marked one, the older first", () => {
    expect(run(atGenerations(), "d").asked).toEqual([{ question: "compare", from: 2, to: 3 }]);
    expect(run(atGenerations(), "G", " ", "g", "d").asked).toContainEqual({
      question: "compare",
      from: 1,
      to: 3,
    });
    expect(run(atGenerations(), "G", "d").state.notice).toMatchObject({ type: "failed" });
  });

  test("the details of the chosen one are asked for once", () => {
    const opened = run(start(), "2").state;
    const shown = run(opened, answer(opened, "generations", generations), "j", "k", "j");
    expect(shown.asked.filter(({ question }) => question === "generation")).toEqual([
      { question: "generation", number: 3 },
      { question: "generation", number: 2 },
    ]);
  });

  test("a question that was overtaken is asked again when its row is chosen again", () => {
    const state = run(atGenerations(), "j").state;
    const job = state.jobs.find(({ ask }) => ask.question === "generation" && ask.number === 2)!;
    const again = run(state, { type: "dropped", id: job.id }, "k", "j");
    expect(again.asked).toEqual([{ question: "generation", number: 2 }]);
  });
});

describe("files", () => {
  test("folders close and open, by arrows, vim's keys and Enter", () => {
    const paths = (state: State) => state.tree.found.map((at) => state.tree.rows[at]!.path);
    const state = atFiles();
    expect(paths(state)).toEqual([".config", ".config/a", ".config/b"]);
    for (const key of ["left", "h", "enter"]) expect(paths(run(state, key).state)).toEqual([".config"]);
    for (const key of ["right", "l", "enter"]) expect(paths(run(state, "left", key).state)).toHaveLength(3);
    expect(run(state, "j", "j", "h").state.tree.cursor).toBe(0);
  });

  test("a search finds what is in closed folders, by state too, and Escape brings the tree back", () => {
    const state = run(atFiles(), "left", "/", { type: "typed", text: "edited" });
    expect(state.state.tree.found.map((at) => state.state.tree.rows[at]!.path)).toEqual([".config/b"]);
    expect(run(state.state, "escape").state.tree.rows).toHaveLength(1);
    const kept = run(state.state, "enter");
    expect(kept.state.searching).toBe(false);
    expect(run(kept.state, "d").asked).toEqual([{ question: "fileDiff", path: ".config/b" }]);
    expect(run(kept.state, "escape").state.tree.query).toBe("");
  });

  test("keys that mean something elsewhere are letters while searching", () => {
    const state = run(atFiles(), "/", "q", "1", "?", "backspace").state;
    expect(state).toMatchObject({ view: "files", overlay: undefined, searching: true });
    expect(state.tree.query).toBe("q1");
  });

  test("only the edits of a copy are taken back", () => {
    expect(run(atFiles(), "j", "t").state.notice).toMatchObject({ type: "failed" });
    expect(run(atFiles(), "G", "t", "y").asked).toEqual([
      { question: "adopt", paths: ["~/.config/b"], acceptPrivate: false },
    ]);
  });
});

test("L makes a link live, and captures it again; copies are refused", () => {
  expect(run(atFiles(), "j", "L").asked).toEqual([{ question: "live", path: ".config/a", on: true }]);
  expect(run(atFiles(), "G", "L").state.notice).toMatchObject({ type: "failed" });
  const opened = run(start(), "3").state;
  const live = [{ ...files[0]!, source: "dotfiles/a", live: true }];
  expect(run(opened, answer(opened, "files", live), "j", "L").asked).toEqual([
    { question: "live", path: ".config/a", on: false },
  ]);
});

test("what is pasted is text and never keys; what is typed fast is keys", () => {
  expect(run(atFiles(), { type: "pasted", text: "q" }).effects).toEqual([]);
  expect(run(atFiles(), { type: "typed", text: "1q" }).effects).toContainEqual({ do: "quit" });
  const asked = run(atFiles(), "a", { type: "pasted", text: "x\r" });
  expect(asked.state.overlay).toMatchObject({ type: "input", text: "x" });
  expect(run(asked.state, { type: "typed", text: "y\r" }).asked).toMatchObject([{ paths: ["xy"] }]);
});

test("updates are shown before they are taken", () => {
  const asked = run(start(), "4", "u").state;
  const updates = [{ reference: "npm:prettier", from: "3.0.0", to: "3.1.0" }];
  const offered = run(asked, answer(asked, "updates", updates));
  expect(offered.state.overlay).toMatchObject({ details: ["npm:prettier  3.0.0 → 3.1.0"] });
  expect(run(offered.state, "y").asked).toEqual([{ question: "update" }]);
  expect(run(asked, answer(asked, "updates", [])).state.notice).toMatchObject({ type: "done" });
});

test("what fails to load says so in its view, and r looks again", () => {
  const opened = run(start(), { type: "started" }).state;
  const job = opened.jobs.find(({ ask }) => ask.question === "plan")!;
  const problem = { code: "config-failed", message: "the configuration fails" };
  const failed = run(opened, { type: "failed", id: job.id, problem, now: 1 });
  expect(failed.state.topics.plan).toEqual({ is: "known", problem });
  expect(failed.state.overlay).toBeUndefined();
  expect(run(failed.state, "r").asked).toContainEqual({ question: "plan" });
});

test("a change by another hand asks again for what is shown", () => {
  const opened = run(start(), { type: "started" }).state;
  const known = run(opened, answer(opened, "overview", overview()), answer(opened, "plan", plan())).state;
  expect(run(known, { type: "changed" }).asked).toEqual([{ question: "overview" }, { question: "plan" }]);
});

test("stages of work are kept in their order, and with how it ended", () => {
  const asked = run(start(), { type: "started" }, "s", "y").state;
  const { id } = asked.jobs.find(({ ask }) => ask.question === "switch")!;
  const done = run(
    asked,
    { type: "stage", id, what: "evaluating", now: 10 },
    { type: "stage", id, what: "activating", now: 20 },
    { type: "answer", id, answer: { done: false, summary: "a step failed", lines: ["no"] }, now: 30 },
  ).state;
  expect(done.jobs.find((job) => job.id === id)).toMatchObject({
    stages: [{ what: "evaluating" }, { what: "activating" }],
    result: "failed",
    summary: "a step failed",
    ended: 30,
  });
  expect(done.overlay).toMatchObject({ type: "text", lines: ["no"] });
});

test("Ctrl-Z and Ctrl-L work everywhere, also in the middle of a search or a question", () => {
  for (const before of [[], ["/"], ["?"], ["a"]]) {
    expect(run(atFiles(), ...before, "ctrl-z").effects).toEqual([{ do: "suspend" }]);
    expect(run(atFiles(), ...before, "ctrl-l").effects).toEqual([{ do: "redraw" }]);
  }
});

describe("others", () => {
  const flip = (number: number, paths: readonly string[]) => ({
    type: "flipped" as const,
    flip: {
      id: "w",
      why: "lares watch",
      time: number,
      to: number,
      changed: paths.map((path) => ({ change: "changed" as const, path })),
    },
  });

  test("what they change is told at the foot and kept, the last two hundred of it", () => {
    const { state, asked } = run(start(), flip(4, [".vimrc", ".b", ".c"]));
    expect(state.notice).toEqual({
      type: "done",
      text: "lares watch: generation 4, ~/.vimrc changed and 2 more",
    });
    expect(asked).toEqual([]);
    const many = Array.from({ length: 300 }, (_, at) => flip(at, []));
    expect(run(start(), ...many).state.flips.map(({ to }) => to)).toEqual(
      Array.from({ length: 200 }, (_, at) => at + 100),
    );
  });

  test("that something changed is followed by asking for what the view shows, again for the others when they are", () => {
    const first = run(start(), { type: "started" });
    const known = run(
      first.state,
      answer(first.state, "overview", overview()),
      answer(first.state, "plan", plan()),
    );
    const changed = run(known.state, { type: "changed" });
    expect(changed.asked).toEqual([{ question: "overview" }, { question: "plan" }]);
  });
});
