/**
 * How long the dashboard takes from a key to the frame that follows it, with ten thousand rows on a screen of 200 by 60:
 * the update, React, Ink's layout and the text. Prints `{ "typing": […], "moving": […] }`, milliseconds.
 */
import { Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { render } from "ink";
import { createElement } from "react";
import { initialState, type Message, type State } from "../../src/tui/state/state.ts";
import { update } from "../../src/tui/state/update.ts";
import { App } from "../../src/tui/view/app.tsx";
import type { OptionRow } from "../../src/tui/work/requests.ts";

const rows = Array.from(
  { length: 10_000 },
  (_, at): OptionRow => ({
    path: `programs.program${at % 400}.settings.section${at % 7}.option${at}`,
    type: "null or string",
    description: `What option ${at} is for, in a sentence or two as they are: it says what the program does with it.`,
  }),
);

/** Takes what is drawn, as a terminal that is fast. */
const terminal = Object.assign(new Writable({ write: (_chunk, _encoding, done) => done() }), {
  columns: 200,
  rows: 60,
  isTTY: true,
});

let state: State = initialState({ columns: 200, rows: 60 }, 0);
const apply = (message: Message): void => {
  const [next] = update(state, message);
  state = next;
};
const key = (name: string): Message => ({ type: "key", key: name });
const tree = () => createElement(App, { state, theme: { colour: true, ascii: false } });

apply({ type: "started" });
apply(key("5"));
const job = state.jobs.find(({ ask }) => ask.question === "options")!;
apply({ type: "answer", id: job.id, answer: rows, now: 0 });

const ink = render(tree(), {
  stdout: terminal as unknown as NodeJS.WriteStream,
  interactive: true,
  incrementalRendering: true,
  patchConsole: false,
  exitOnCtrlC: false,
  maxFps: 1000,
});

const frame = async (name: string): Promise<number> => {
  const start = performance.now();
  apply(key(name));
  ink.rerender(tree());
  const taken = performance.now() - start;
  await pause(3);
  return taken;
};

const typing: number[] = [];
const moving: number[] = [];
const word = "option 99 program3";
/** The first words warm the compiler, as a person's first do. */
for (let round = 0; round < 5; round++) {
  await frame("/");
  for (const letter of word) {
    const taken = await frame(letter);
    if (round > 0) typing.push(taken);
  }
  await frame("escape");
  for (let step = 0; step < 30; step++) {
    const taken = await frame(step % 2 === 0 ? "j" : "pagedown");
    if (round > 0) moving.push(taken);
  }
}
ink.unmount();
console.log(JSON.stringify({ typing, moving }));
