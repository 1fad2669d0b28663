/** Shows a realisation while it goes on: a tree on a terminal, lines in a pipe, nothing with --quiet or --json. */
import { LaresError } from "../base/errors.ts";
import type { RealiseEvent } from "../build/realise/events.ts";
import { clearProgress, columnsOf, isTerminal, rowsOf, showLines } from "../system/terminal.ts";
import type { Output } from "./output.ts";
import { emptyTree, eventLine, plainText, renderTree, updateTree } from "./render/build-tree.ts";
import { paletteFor } from "./render/colour.ts";
import { printable } from "./render/printable.ts";

/** Runs `work` with a display of what it does; a signal stops it, and this process when it has come to its end. */
export const attendBuilds = async <T>(
  output: Output,
  noColor: boolean,
  work: (signal: AbortSignal, onEvent: (event: RealiseEvent) => void) => Promise<T>,
): Promise<T> => {
  const abort = new AbortController();
  const display = openBuildDisplay(output, noColor);
  let caught: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    caught ??= signal;
    abort.abort(interrupted());
  };
  for (const signal of stopping) process.on(signal, stop);
  try {
    const result = await work(abort.signal, display.onEvent);
    abort.signal.throwIfAborted();
    return result;
  } finally {
    display.end();
    for (const signal of stopping) process.off(signal, stop);
    const signal = caught;
    if (signal !== undefined) setImmediate(() => endBy(signal));
  }
};

const stopping = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * As if nobody had waited for the builders to end: a shell sees that it was interrupted. It comes after the error has gone
 * up through all that cleans up behind it, which waits for nothing.
 */
const endBy = (signal: NodeJS.Signals): void => {
  clearProgress();
  process.kill(process.pid, signal);
};

const interrupted = (): LaresError =>
  new LaresError({
    code: "interrupted",
    message: "interrupted: builds and downloads were stopped",
    hint: "what was done stays; run it again to go on",
  });

export interface BuildDisplay {
  onEvent(event: RealiseEvent): void;
  /** Takes the tree off the screen. */
  end(): void;
}

export const openBuildDisplay = (output: Output, noColor: boolean): BuildDisplay => {
  const live = isTerminal("error") && process.env.TERM !== "dumb" && !output.quiet && !output.verbose;
  const told = !live && !output.quiet && !output.asJson;
  let tree = emptyTree;
  let timer: NodeJS.Timeout | undefined;
  const colour = paletteFor("error", noColor);
  const draw = (): void => {
    const now = performance.now();
    if (now - (tree.started ?? now) < firstShown) return;
    const rows = Math.min(mostRows, rowsOf("error") - 2);
    showLines(renderTree(tree, { columns: columnsOf("error"), rows, now, colour }));
  };
  return {
    onEvent: (event) => {
      tree = updateTree(tree, event, performance.now());
      if (event.type === "warning") output.warn(printable(event.message));
      else if (event.type === "download-failed")
        output.warn(`${printable(event.url)}: ${printable(event.message)}`);
      if (output.verbose && event.type === "build-log")
        output.note(`${nameFor(tree, event)}> ${plainText(event.line)}`);
      const line = told ? eventLine(tree, event) : undefined;
      if (line !== undefined) output.note(line);
      if (live && timer === undefined) timer = setInterval(draw, betweenFrames).unref();
    },
    end: () => {
      clearInterval(timer);
      timer = undefined;
    },
  };
};

const nameFor = (tree: typeof emptyTree, event: RealiseEvent & { type: "build-log" }): string =>
  printable(tree.builds.get(event.drvPath)?.name ?? "");

/** Milliseconds: what is done sooner is not worth a look. */
const firstShown = 500;
const betweenFrames = 100;
const mostRows = 16;
