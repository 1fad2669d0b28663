/** What is around every view, line by line: the tabs above, the status and the keys below. */
import { displayWidth } from "../../cli/render/layout.ts";
import { bindingsOf } from "../state/bindings.ts";
import { type State, viewNames } from "../state/state.ts";
import { isAction } from "../work/requests.ts";
import { spinner } from "./jobs.ts";
import { type Line, line, ruleLine, type Span, span } from "./line.ts";

export const linesAbove = (state: State): readonly Line[] => [tabs(state), ruleLine(state.size.columns)];

export const linesBelow = (state: State): readonly Line[] => [
  ruleLine(state.size.columns),
  status(state),
  keys(state),
];

/** Where there is no room for names beside the numbers, only the name of the view that is open. */
const tabs = ({ view, overview, size }: State): Line => {
  const whole = viewNames.map((name, at) => tab(`${at + 1} ${name}`, name === view));
  const short = viewNames.map((name, at) =>
    tab(name === view ? `${at + 1} ${name}` : `${at + 1}`, name === view),
  );
  const wanted = viewNames.reduce((sum, name) => sum + name.length + 4, 7);
  const left = [span(" lares ", "title"), ...(size.columns >= wanted ? whole : short)];
  const host = overview === undefined ? "" : `${overview.host.user}@${overview.host.name} `;
  const gap = size.columns - widthOf(left) - displayWidth(host);
  return gap > 0 ? line(...left, " ".repeat(gap), span(host, "dim")) : left;
};

const tab = (text: string, open: boolean): Span =>
  open ? span(`[${text}]`, "strong") : span(` ${text} `, "dim");

const widthOf = (pieces: readonly Span[]): number =>
  pieces.reduce((sum, { text }) => sum + displayWidth(text), 0);

/** The most important of: what just ended, what changes the home, what is being looked at, how the home is. */
const status = (state: State): Line => {
  const { notice, jobs, beat, overview } = state;
  const acting = jobs.find(({ ask, ended }) => isAction(ask) && ended === undefined);
  if (acting !== undefined)
    return line(span(` ${spinner(beat)} `, "accent"), titled(acting.title, acting.stages));
  if (notice !== undefined)
    return notice.type === "done"
      ? line(span(" ✓ ", "good"), notice.text)
      : line(span(" ✗ ", "bad"), span(notice.text, "bad"));
  const looking = jobs.find(({ ended, started }) => ended === undefined && state.now - started > patience);
  if (looking !== undefined)
    return line(span(` ${spinner(beat)} `, "accent"), span(titled(looking.title, looking.stages), "dim"));
  if (overview === undefined || overview.status.generation === null) return [];
  const { status: found } = overview;
  const wrong = found.drift.length + found.steps.length;
  const verdict = wrong === 0 ? span("all in place", "dim") : span(`${wrong} not as wanted`, "warn");
  const isHeldUp = found.watches.some(({ problem }) => problem !== undefined);
  const watch = isHeldUp ? span("watch held up", "bad") : span("watched", "accent");
  const watched = found.watches.length > 0 ? [span(" · ", "dim"), watch] : [];
  return line(span(` generation ${found.generation?.number} · `, "dim"), verdict, ...watched);
};

/** Milliseconds after which a person wants to know what takes so long. */
const patience = 150;

const titled = (title: string, stages: readonly { readonly what: string }[]): string => {
  const stage = stages.at(-1)?.what;
  return stage === undefined ? `${title} …` : `${title}: ${stage} …`;
};

/** As many as there is room for; the last two, the way out and the list of all keys, are always among them. */
const keys = (state: State): Line => {
  const pairs = footPairs(state);
  const last = pairs.slice(-2);
  const shown: (readonly [string, string])[] = [];
  let room = state.size.columns - 1 - last.reduce((sum, pair) => sum + pairWidth(pair), 0);
  for (const pair of pairs.slice(0, -2)) {
    if (pairWidth(pair) > room) continue;
    room -= pairWidth(pair);
    shown.push(pair);
  }
  return line(
    " ",
    ...[...shown, ...last].flatMap(([key, label]) => [span(key, "accent"), span(` ${label}  `, "dim")]),
  );
};

const pairWidth = ([key, label]: readonly [string, string]): number =>
  displayWidth(key) + displayWidth(label) + 3;

const footPairs = (state: State): (readonly [string, string])[] => {
  const { overlay } = state;
  if (overlay?.type === "question")
    return [...overlay.choices.map(({ key, label }) => [key, label] as const), ["n", "nothing"]];
  if (overlay?.type === "input")
    return [
      ["Enter", "adopt"],
      ["Esc", "leave"],
    ];
  if (overlay !== undefined)
    return [
      ["↑↓", "move"],
      ["Esc", "close"],
    ];
  if (state.searching)
    return [
      ["↑↓", "move"],
      ["Enter", "keep"],
      ["Esc", "end the search"],
    ];
  const bindings = bindingsOf(state).filter(({ label }) => label !== "");
  const help = bindings.find(({ shown }) => shown === "?")!;
  return [...bindings.filter((other) => other !== help), help].map(
    ({ shown, label }) => [shown, label] as const,
  );
};
