/** Keys: what each does, where. The same tables make the line at the foot and the list that `?` shows. */
import { bindingsOf, everywhere } from "./bindings.ts";
import { rebuildTree } from "./files.ts";
import { overlayHeight, planHeight } from "./layout.ts";
import { moved, searched } from "./list.ts";
import { currentList, withList } from "./lists.ts";
import { ask, loadDetail, loadView } from "./loading.ts";
import type { Choice, Next, Overlay, State } from "./state.ts";

export const pressed = (before: State, key: string): Next => {
  const state = { ...before, notice: undefined };
  if (key === "ctrl-z") return [before, [{ do: "suspend" }]];
  if (key === "ctrl-l") return [before, [{ do: "redraw" }]];
  if (key === "ctrl-c") return everywhere.quit(state);
  if (state.overlay !== undefined) return pressedInOverlay(state, state.overlay, key);
  if (state.searching) return pressedInSearch(state, key);
  const binding = bindingsOf(state).find(({ keys }) => keys.includes(key));
  if (binding !== undefined) return binding.press(state);
  return navigate(state, key) ?? [state, []];
};

/** Several characters at once are so many keys. */
export const typed = (state: State, text: string): Next =>
  [...text].reduce<Next>(
    ([now, effects], character) => {
      const [next, more] = pressed(now, keyNamed(character));
      return [next, [...effects, ...more]];
    },
    [state, []],
  );

/** What is pasted is text, never keys: it goes where text is asked for, and nowhere else. */
export const pasted = (state: State, text: string): Next => {
  const plain = text.replace(/[\x00-\x1f\x7f]/g, "");
  const { overlay } = state;
  if (overlay?.type === "input")
    return [{ ...state, overlay: { ...overlay, text: overlay.text + plain } }, []];
  if (overlay === undefined && state.searching) return searchFor(state, currentQuery(state) + plain);
  return [state, []];
};

/** Control characters by their keys, as a terminal sends them. */
const keyNamed = (character: string): string => {
  const code = character.charCodeAt(0);
  return (
    controlKeys[character] ?? (code >= 1 && code <= 26 ? `ctrl-${String.fromCharCode(code + 96)}` : character)
  );
};

const controlKeys: Readonly<Record<string, string>> = {
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\x1b": "escape",
  "\x7f": "backspace",
  "\b": "backspace",
};

const pressedInSearch = (state: State, key: string): Next => {
  const query = currentQuery(state);
  if (key === "enter") return [{ ...state, searching: false }, []];
  if (key === "escape") return searchFor({ ...state, searching: false }, "");
  if (key === "ctrl-u") return searchFor(state, "");
  if (key === "backspace")
    return query === ""
      ? [{ ...state, searching: false }, []]
      : searchFor(state, [...query].slice(0, -1).join(""));
  if (isCharacter(key)) return searchFor(state, query + key);
  return navigate(state, key) ?? [state, []];
};

const isCharacter = (key: string): boolean => [...key].length === 1 && key >= " ";

const currentQuery = (state: State): string => currentList(state)?.query ?? "";

const searchFor = (state: State, query: string): Next => {
  const list = currentList(state);
  if (list === undefined) return [{ ...state, searching: false }, []];
  const changesTree = state.view === "files" && (list.query === "") !== (query === "");
  if (changesTree) {
    const opened = rebuildTree({
      ...state,
      tree: { ...state.tree, query: query === "" ? "" : " ", cursor: 0 },
    });
    return [{ ...opened, tree: searched(opened.tree, query) }, []];
  }
  return loadDetail([withList(state, searched(list, query)), []]);
};

const navigate = (state: State, key: string): Next | undefined => {
  if (key === "tab" || key === "backtab") return loadView(everywhere.besides(state, key === "tab" ? 1 : -1));
  const list = currentList(state);
  if (list === undefined) {
    const rows = state.plan === undefined ? 0 : state.plan.rows.length + state.plan.collisions.length;
    const planTop = scrolled(state.planTop, key, planHeight(state), rows);
    return planTop === undefined ? undefined : [{ ...state, planTop }, []];
  }
  const height = everywhere.listHeight(state);
  const to = target(list.cursor, key, height, list.found.length);
  return to === undefined ? undefined : loadDetail([withList(state, moved(list, to, height)), []]);
};

/** Where a key moves a position to. */
const target = (from: number, key: string, page: number, count: number): number | undefined => {
  switch (key) {
    case "down":
    case "j":
      return from + 1;
    case "up":
    case "k":
      return from - 1;
    case "pagedown":
    case "ctrl-f":
      return from + page;
    case "pageup":
    case "ctrl-b":
      return from - page;
    case "ctrl-d":
      return from + Math.ceil(page / 2);
    case "ctrl-u":
      return from - Math.ceil(page / 2);
    case "home":
    case "g":
      return 0;
    case "end":
    case "G":
      return count - 1;
    default:
      return undefined;
  }
};

const scrolled = (top: number, key: string, height: number, count: number): number | undefined => {
  const to = target(top, key === " " ? "pagedown" : key, height, count);
  return to === undefined ? undefined : Math.max(0, Math.min(to, count - height));
};

const pressedInOverlay = (state: State, overlay: Overlay, key: string): Next => {
  if (overlay.type === "input") return pressedInInput(state, overlay, key);
  if (overlay.type === "question") return chosen(state, overlay.choices, key);
  if (overlay.type === "problem" && overlay.retry?.key === key) return chosen(state, [overlay.retry], key);
  if (["escape", "q", "enter", "?"].includes(key)) return [{ ...state, overlay: undefined }, []];
  const count = overlay.type === "text" ? overlay.lines.length : 200;
  const top = scrolled(overlay.top, key, overlayHeight(state), count);
  return [top === undefined ? state : { ...state, overlay: { ...overlay, top } }, []];
};

/** Anything but an answer that was offered means no. */
const chosen = (state: State, choices: readonly Choice[], key: string): Next => {
  const closed = { ...state, overlay: undefined };
  const choice = choices.find((other) => other.key === key);
  if (choice !== undefined) return ask(closed, choice.ask);
  return [{ ...closed, notice: { type: "done", text: "nothing was done" } }, []];
};

const pressedInInput = (state: State, overlay: Extract<Overlay, { type: "input" }>, key: string): Next => {
  const withText = (text: string): Next => [{ ...state, overlay: { ...overlay, text } }, []];
  if (key === "escape") return [{ ...state, overlay: undefined }, []];
  if (key === "ctrl-u") return withText("");
  if (key === "backspace") return withText([...overlay.text].slice(0, -1).join(""));
  if (key === "enter") {
    const closed = { ...state, overlay: undefined };
    const path = overlay.text.trim();
    return path === ""
      ? [closed, []]
      : ask(closed, { question: "adopt", paths: [path], acceptPrivate: false });
  }
  return isCharacter(key) ? withText(overlay.text + key) : [state, []];
};
