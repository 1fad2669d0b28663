/**
 * The terminal while the dashboard is open: another screen, which is left on every way out. Nothing else of Lares
 * imports this file but by `import()`, since it brings the drawing library with it.
 */
import { type Instance, render, useApp, useInput, usePaste, useWindowSize } from "ink";
import { type ReactNode, useEffect } from "react";
import { enterOtherScreen } from "./first-screen.ts";
import { messagesOf } from "./keyboard.ts";
import type { Message, State } from "./state/state.ts";
import { App } from "./view/app.tsx";
import type { Theme } from "./view/look.ts";

export interface Screen {
  /** Soon: states that follow each other in one turn are drawn once. */
  show(state: State): void;
  /** Gives the terminal back and stops, as Ctrl-Z does elsewhere; goes on when told to. */
  suspend(): Promise<void>;
  redraw(): Promise<void>;
  /** Settles with the terminal as it was. */
  close(): Promise<void>;
  /** Rejects when drawing fails. */
  readonly failed: Promise<never>;
}

type Dispatch = (message: Message) => void;

export const openScreen = (theme: Theme, first: State, dispatch: Dispatch): Screen => {
  let state = first;
  let due = false;
  let open = true;
  let isAway = false;
  let release: Release = async (work) => work();
  const takeRelease = (given: Release): void => {
    release = given;
  };
  const tree = (): ReactNode => (
    <Keyboard dispatch={dispatch} onRelease={takeRelease}>
      <App state={state} theme={theme} />
    </Keyboard>
  );
  const ink: Instance = onScreenAlready(() =>
    render(tree(), {
      alternateScreen: true,
      interactive: true,
      incrementalRendering: true,
      exitOnCtrlC: false,
      patchConsole: false,
      maxFps: 60,
    }),
  );

  const draw = (): void => {
    due = false;
    if (open) ink.rerender(tree());
  };
  const away = async (work: () => void): Promise<void> => {
    if (isAway || !open) return;
    isAway = true;
    await release(work);
    isAway = false;
  };
  const suspend = () => away(() => process.kill(process.pid, "SIGSTOP"));
  const redraw = () => away(() => {});
  const onStop = (): void => void suspend();
  const onContinue = (): void => void redraw();
  process.on("SIGTSTP", onStop).on("SIGCONT", onContinue);

  const failed = Promise.withResolvers<never>();
  const onCrash = (error: unknown): void => failed.reject(error);
  process.on("uncaughtException", onCrash).on("unhandledRejection", onCrash);
  ink.waitUntilExit().catch(onCrash);

  return {
    show: (next) => {
      state = next;
      if (due) return;
      due = true;
      setImmediate(draw);
    },
    suspend,
    redraw,
    failed: failed.promise,
    close: async () => {
      open = false;
      process.off("SIGTSTP", onStop).off("SIGCONT", onContinue);
      process.off("uncaughtException", onCrash).off("unhandledRejection", onCrash);
      ink.unmount();
      await ink.waitUntilExit().catch(() => {});
      ink.cleanup();
    },
  };
};

/**
 * The other screen is there already, with the first frame on it. Some terminals would clear it when it is entered again, or
 * forget where the cursor was before.
 */
const onScreenAlready = <T,>(work: () => T): T => {
  const { stdout } = process;
  const write = stdout.write.bind(stdout) as (text: string) => boolean;
  stdout.write = ((text: string, ...rest: []) =>
    text === enterOtherScreen ? true : write(text, ...rest)) as typeof stdout.write;
  try {
    return work();
  } finally {
    Reflect.deleteProperty(stdout, "write");
  }
};

/** Hands the terminal back while `work` runs, then takes it again and draws everything. */
type Release = (work: () => void) => Promise<void>;

const Keyboard = ({
  dispatch,
  onRelease,
  children,
}: {
  dispatch: Dispatch;
  onRelease: (release: Release) => void;
  children: ReactNode;
}): ReactNode => {
  const { suspendTerminal } = useApp();
  const { columns, rows } = useWindowSize();
  useEffect(() => onRelease((work) => suspendTerminal(work)), [suspendTerminal, onRelease]);
  useEffect(() => dispatch({ type: "resized", size: { columns, rows } }), [columns, rows, dispatch]);
  useInput((input, key) => {
    for (const message of messagesOf(input, key)) dispatch(message);
  });
  usePaste((text) => dispatch({ type: "pasted", text }));
  return children;
};
