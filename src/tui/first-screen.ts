/**
 * The terminal until the drawing library is there (80 ms): taken as that library takes it, and given back should anything
 * end the program before.
 */
import { writeText } from "../system/terminal.ts";
import type { State } from "./state/state.ts";
import { firstFrame } from "./view/first-frame.ts";
import type { Theme } from "./view/look.ts";

export interface FirstScreen {
  show(state: State): void;
  /** Somebody else looks after the terminal from here on; it stays as it is. */
  handOver(): void;
  /** Gives the terminal back, unless it was handed over. */
  leave(): void;
}

export const openFirstScreen = (theme: Theme): FirstScreen => {
  let isOurs = true;
  process.stdin.setRawMode(true);
  writeText("output", enterScreen);
  const stopListening = (): void => {
    for (const signal of endings) process.off(signal, onSignal);
  };
  const leave = (): void => {
    if (!isOurs) return;
    isOurs = false;
    stopListening();
    process.stdin.setRawMode(false);
    writeText("output", leaveScreen);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    leave();
    process.kill(process.pid, signal);
  };
  for (const signal of endings) process.on(signal, onSignal);
  return {
    show: (state) => {
      if (isOurs) writeText("output", `${home}${noWrap}${firstFrame(state, theme)}${wrap}${home}`);
    },
    handOver: () => {
      isOurs = false;
      stopListening();
    },
    leave,
  };
};

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** xterm's other screen, with the cursor hidden, and back. */
export const enterOtherScreen = "\u001b[?1049h";
const enterScreen = `${enterOtherScreen}\u001b[?25l\u001b[2J`;
const leaveScreen = "\u001b[?1049l\u001b[?25h";
const home = "\u001b[H";
const noWrap = "\u001b[?7l";
const wrap = "\u001b[?7h";
