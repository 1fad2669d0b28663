/** The keys of each view beside those that move: the most wanted first, since the foot may have room for a few only. */
import type { Ask } from "../work/requests.ts";
import { isActing, markOld } from "./answers.ts";
import { folded, rebuildTree } from "./files.ts";
import { divide } from "./layout.ts";
import { chosenRow, searched } from "./list.ts";
import { currentList, withList } from "./lists.ts";
import { ask, loadView } from "./loading.ts";
import { type Choice, type Next, type State, type ViewName, viewNames } from "./state.ts";

export interface Binding {
  readonly keys: readonly string[];
  /** How the keys are written. */
  readonly shown: string;
  readonly label: string;
  /** A sentence, for the list of all keys. */
  readonly help: string;
  readonly press: (state: State) => Next;
}

/** Those of the view, then those of every view. */
export const bindingsOf = (state: State): readonly Binding[] => [...viewBindings[state.view], ...common];

const bind = (
  shown: string,
  label: string,
  help: string,
  press: (state: State) => Next,
  keys: readonly string[] = [shown],
): Binding => ({ keys, shown, label, help, press });

const still = (state: State): Next => [state, []];

const question = (
  state: State,
  text: string,
  choices: readonly Choice[],
  details: readonly string[] = [],
): Next => [{ ...state, overlay: { type: "question", question: text, details, choices } }, []];

const yes = (label: string, request: Ask): Choice => ({ key: "y", label, ask: request });

const refuse = (state: State, text: string): Next => [{ ...state, notice: { type: "failed", text } }, []];

const askToSwitch = (state: State): Next => {
  const { plan } = state;
  if (plan !== undefined && !plan.wouldChange && plan.collisions.length === 0)
    return refuse(state, `nothing to do: your home is as ${plan.config} says`);
  const backup = { question: "switch", backup: true } as const;
  const choices =
    plan !== undefined && plan.collisions.length > 0
      ? [{ key: "b", label: "move what is in the way to a backup, and switch", ask: backup }]
      : [yes("switch", { question: "switch", backup: false })];
  const what = plan === undefined || plan.summary === "" ? "" : `: ${plan.summary}`;
  return question(state, `make your home what the configuration says${what}?`, choices);
};

const askToGo = (state: State): Next => {
  const row = chosenRow(state.generations);
  if (row === undefined) return still(state);
  if (row.current) return refuse(state, `generation ${row.number} is the current one`);
  const { number } = row;
  return question(state, `go to generation ${number}?`, [yes("go", { question: "goTo", number })]);
};

const askToRollBack = (state: State): Next =>
  question(state, "roll back to the generation before the current one?", [
    yes("roll back", { question: "rollBack" }),
  ]);

const askToDelete = (state: State): Next => {
  const row = chosenRow(state.generations);
  if (row === undefined) return still(state);
  const { number, current } = row;
  if (current) return refuse(state, `generation ${number} is the current one: go to another one first`);
  const request = { question: "remove", numbers: [number] } as const;
  return question(state, `delete generation ${number}? This cannot be undone.`, [yes("delete", request)]);
};

const markGeneration = (state: State): Next => {
  const number = chosenRow(state.generations)?.number;
  if (number === undefined) return still(state);
  if (state.marked !== number) return [{ ...state, marked: number }, []];
  return [{ ...state, marked: undefined }, []];
};

/** With the marked one; where none is, with the one before it. */
const compare = (state: State): Next => {
  const row = chosenRow(state.generations);
  const before = state.generations.rows.find(({ number }) => number < (row?.number ?? 0));
  const other = state.marked ?? before?.number;
  if (row === undefined) return still(state);
  if (other === undefined || other === row.number)
    return refuse(state, "mark another generation with space first");
  const [from, to] = [Math.min(other, row.number), Math.max(other, row.number)];
  return ask(state, { question: "compare", from, to });
};

const diffFile = (state: State): Next => {
  const row = chosenRow(state.tree);
  if (row?.type !== "file") return refuse(state, "choose a file");
  return ask(state, { question: "fileDiff", path: row.path });
};

/** Takes back the edits of a copy. */
const adoptFile = (state: State): Next => {
  const row = chosenRow(state.tree);
  if (row?.type !== "file" || row.file.drift !== "edited")
    return refuse(state, "only an edited copy can be taken back; a takes a new file from your home");
  const request = { question: "adopt", paths: [`~/${row.path}`], acceptPrivate: false } as const;
  return question(state, `take the edits of ~/${row.path} back into the configuration?`, [
    yes("take them back", request),
  ]);
};

/** Nothing is lost by either: a switch captures what is live. */
const toggleLive = (state: State): Next => {
  const row = chosenRow(state.tree);
  if (row?.type !== "file" || row.file.kind === "copy") return refuse(state, "choose a file that is a link");
  const on = row.file.live !== true;
  if (row.file.kind === "live")
    return refuse(state, 'the configuration itself has it live; take `mode: "live"` out of it');
  return ask(state, { question: "live", path: row.path, on });
};

const adoptNew = (state: State): Next => [
  { ...state, overlay: { type: "input", prompt: "file to take into the configuration", text: "" } },
  [],
];

const repair = (state: State): Next =>
  question(state, "put back what is not as its generation wants, and switch?", [
    yes("switch", { question: "switch", backup: false }),
    { key: "b", label: "and move what is in the way to a backup", ask: { question: "switch", backup: true } },
  ]);

const fold =
  (wish: "open" | "close" | "toggle") =>
  (state: State): Next => [folded(state, wish), []];

const search = (state: State): Next => [{ ...state, searching: true }, []];

const more = bind(
  "Enter",
  "more",
  "show all that is known of it",
  (state) => (chosenIn(state) ? [{ ...state, overlay: { type: "detail", top: 0 } }, []] : still(state)),
  ["enter"],
);

const chosenIn = (state: State): boolean => (currentList(state)?.found.length ?? 0) > 0;

const viewBindings: Readonly<Record<ViewName, readonly Binding[]>> = {
  overview: [
    bind("s", "switch", "make the home what the configuration says", askToSwitch),
    bind("R", "roll back", "go to the generation before", askToRollBack),
  ],
  generations: [
    bind("d", "diff", "compare with the marked generation, or with the one before", compare),
    bind("space", "mark", "mark a generation to compare with", markGeneration, [" ", "m"]),
    bind("s", "switch", "go to this generation", askToGo),
    bind("R", "roll back", "go to the generation before the current one", askToRollBack),
    bind("x", "delete", "delete this generation", askToDelete, ["x", "delete"]),
    bind("/", "search", "search", search),
    more,
  ],
  files: [
    bind("/", "search", "search in paths, kinds and states", search),
    bind("d", "diff", "show how the file differs", diffFile),
    bind("a", "adopt", "take a file of your home into the configuration", adoptNew),
    bind("t", "take back", "take the edits of a copy back into its source", adoptFile),
    bind("L", "live", "let the link lead to the working file, or back into the generation", toggleLive),
    bind("f", "fix", "put back what has drifted", repair),
    bind("←→", "fold", "close and open folders; enter does either", fold("close"), ["left", "h"]),
    bind("", "", "", fold("open"), ["right", "l"]),
    bind("", "", "", fold("toggle"), ["enter", " "]),
  ],
  packages: [
    bind("/", "search", "search", search),
    more,
    bind("u", "updates", "look for newer versions of what is locked", (state) =>
      ask(state, { question: "updates" }),
    ),
  ],
  options: [bind("/", "search", "search in names and descriptions", search), more],
  activity: [
    bind("/", "search", "search", search),
    more,
    bind("R", "roll back", "go to the generation before the current one", askToRollBack),
  ],
};

const open =
  (view: ViewName) =>
  (state: State): Next =>
    loadView({ ...state, view, searching: false });

const besides = (state: State, by: number): State => {
  const at = viewNames.indexOf(state.view) + by + viewNames.length;
  return { ...state, view: viewNames[at % viewNames.length]!, searching: false };
};

/** What changes the home is brought to its end first. */
const quit = (state: State): Next => {
  if (!isActing(state)) return [state, [{ do: "quit" }]];
  const notice = { type: "done", text: "ending as soon as this is done" } as const;
  return [{ ...state, leaving: true, notice }, []];
};

/** Escape takes back the query, then the mark. */
const takeBack = (state: State): Next => {
  const list = currentList(state);
  if (list !== undefined && list.query !== "") {
    if (state.view !== "files") return loadView(withList(state, searched(list, "")));
    return [rebuildTree({ ...state, tree: { ...state.tree, query: "" } }), []];
  }
  return [{ ...state, marked: undefined }, []];
};

const common: readonly Binding[] = [
  bind("?", "keys", "list all keys", (state) => [{ ...state, overlay: { type: "help", top: 0 } }, []]),
  bind("q", "quit", "leave the dashboard", quit),
  bind("r", "", "look at everything again", (state) => loadView(markOld(state))),
  bind("Esc", "", "take back the search", takeBack, ["escape"]),
  ...viewNames.map((view, at) => bind(String(at + 1), "", "", open(view))),
];

/** Keys that no table lists one by one, for the list of all keys. */
export const movements: readonly (readonly [keys: string, help: string])[] = [
  ["↑↓ jk", "move"],
  ["PgUp PgDn ^B ^F", "move by a page"],
  ["^U ^D", "move by half a page"],
  ["g G Home End", "to the first, to the last"],
  ["1-6 Tab ⇧Tab", "another view"],
  ["^L ^Z", "draw anew, suspend"],
];

export const everywhere = {
  quit,
  besides,
  listHeight: (state: State): number => divide(state.size).list,
};
