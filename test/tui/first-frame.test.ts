/** The frame that is written before the drawing library is there, against what that draws. */
import { stripVTControlCharacters } from "node:util";
import { renderToString } from "ink";
import { createElement } from "react";
import { expect, test } from "vitest";
import { initialState, type State } from "../../src/tui/state/state.ts";
import { update } from "../../src/tui/state/update.ts";
import { App } from "../../src/tui/view/app.tsx";
import { firstFrame } from "../../src/tui/view/first-frame.ts";
import type { Overview } from "../../src/tui/work/requests.ts";

const overview: Overview = {
  host: { name: "host", user: "alice", system: "Linux x64" },
  home: "/home/alice",
  config: "home.config.ts",
  status: {
    generation: { number: 3, path: "/s/x" },
    entries: 8,
    drift: [{ path: ".config/日本語", kind: "edited", what: "it was edited since lares wrote it" }],
    live: [{ path: ".vimrc", source: "/c/vimrc" }],
    steps: [],
    interrupted: false,
    watches: [{ pid: 7, since: "2024-05-01T12:00:00.000Z", config: "/c/home.config.ts" }],
  },
  generations: 3,
  store: { bytes: 9216, objects: 3, free: 1e10 },
  backups: 2,
};
const problem = {
  code: "x",
  message: `the store ${"is damaged ".repeat(20)}`,
  details: ["why"],
  hint: "mend it",
};

const started = (columns: number, rows: number): State =>
  update(initialState({ columns, rows }, 0), { type: "started" })[0];
const id = (state: State): number => state.jobs.find(({ ask }) => ask.question === "overview")!.id;
const states: Readonly<Record<string, (state: State) => State>> = {
  "nothing yet": (state) => state,
  "the overview": (state) => update(state, { type: "answer", id: id(state), answer: overview, now: 0 })[0],
  "an error": (state) => update(state, { type: "failed", id: id(state), problem, now: 0 })[0],
};

test.each([
  [30, 8],
  [40, 12],
  [80, 24],
  [109, 30],
  [110, 40],
  [200, 60],
])("at %i x %i it is what follows it, whatever is known, also in ASCII", (columns, rows) => {
  for (const [name, to] of Object.entries(states))
    for (const ascii of [false, true]) {
      const state = to(started(columns, rows));
      const theme = { colour: true, ascii };
      const [first, drawn] = [
        firstFrame(state, theme),
        renderToString(createElement(App, { state, theme }), { columns }),
      ].map((text) => linesOf(text));
      expect(first, name).toEqual(drawn);
    }
});

const linesOf = (text: string): readonly string[] =>
  stripVTControlCharacters(text)
    .split(/\r?\n/)
    .map((line) => line.trimEnd());

test("colours are as the theme has them", () => {
  const state = states["the overview"]!(started(80, 24));
  expect(firstFrame(state, { colour: true, ascii: false })).toContain(
    "\u001b[33m● 1 file not as wanted\u001b[m",
  );
  expect(firstFrame(state, { colour: false, ascii: false })).not.toMatch(/\u001b\[[\d;]*3\dm/);
});
