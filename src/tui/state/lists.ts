/** The list that the keys move in: that of the view. The overview has none. */
import type { List } from "./list.ts";
import type { State } from "./state.ts";

export const currentList = (state: State): List<unknown> | undefined => {
  const name = listOf(state);
  return name === undefined ? undefined : state[name];
};

export const withList = (state: State, list: List<unknown>): State => {
  const name = listOf(state);
  return name === undefined ? state : { ...state, [name]: list };
};

const listOf = ({ view }: State) => (view === "overview" ? undefined : view === "files" ? "tree" : view);
