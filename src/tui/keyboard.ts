/** What was pressed, by the names that the tables of keys use. */
import type { Key } from "ink";
import type { Message } from "./state/state.ts";

export const keyOf = (input: string, key: Key): Message | undefined => {
  const named = nameOf(key);
  if (named !== undefined) return { type: "key", key: named };
  if (key.ctrl) return /^[a-z]$/.test(input) ? { type: "key", key: `ctrl-${input}` } : undefined;
  if (input === "" || key.meta) return undefined;
  return [...input].length === 1 ? { type: "key", key: input } : { type: "typed", text: input };
};

/** Backspace sends what Ink calls delete on many terminals; both take the last character back. */
const nameOf = (key: Key): string | undefined => {
  if (key.upArrow) return "up";
  if (key.downArrow) return "down";
  if (key.leftArrow) return "left";
  if (key.rightArrow) return "right";
  if (key.return) return "enter";
  if (key.escape) return "escape";
  if (key.tab) return key.shift ? "backtab" : "tab";
  if (key.backspace) return "backspace";
  if (key.delete) return "delete";
  if (key.pageDown) return "pagedown";
  if (key.pageUp) return "pageup";
  if (key.home) return "home";
  if (key.end) return "end";
  return undefined;
};
