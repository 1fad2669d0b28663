/** What follows from a message: the next state, and what is to be done about it. Pure. */
import { answered, built, dropped, failed, flipped, markOld, staged } from "./answers.ts";
import { pasted, pressed, typed } from "./keys.ts";
import { loadView } from "./loading.ts";
import type { Message, Next, State } from "./state.ts";

export const update = (state: State, message: Message): Next => {
  switch (message.type) {
    case "started":
      return loadView(state);
    case "key":
      return pressed(state, message.key);
    case "typed":
      return typed(state, message.text);
    case "pasted":
      return pasted(state, message.text);
    case "resized":
      return [{ ...state, size: message.size }, []];
    case "beat":
      return [{ ...state, now: message.now, beat: state.beat + 1 }, []];
    case "stage":
      return [staged(state, message), []];
    case "builds":
      return [built(state, message), []];
    case "answer":
      return answered(state, message);
    case "failed":
      return failed(state, message);
    case "dropped":
      return [dropped(state, message.id), []];
    case "flipped":
      return [flipped(state, message.flip), []];
    case "changed":
      return loadView(markOld(state));
  }
};
