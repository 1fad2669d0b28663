/** What was pressed, by the names that the tables of keys use. */
import type { Key } from "ink";
import type { Message } from "./state/state.ts";

/** Escape with a character right behind it is what a terminal makes of Alt: nothing here has that, so it was both. */
export const messagesOf = (input: string, key: Key): readonly Message[] => {
  const before = key.meta && !key.escape ? [press("escape")] : [];
  const named = nameOf(key);
  if (named !== undefined) return [...before, press(named)];
  if (key.ctrl) return /^[a-z]$/.test(input) ? [press(`ctrl-${input}`)] : [];
  if (input === "") return before;
  return [...before, [...input].length === 1 ? press(input) : { type: "typed", text: input }];
};

const press = (key: string): Message => ({ type: "key", key });

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
