/** Work as a tree: what was asked for, and the stages that it has come through. */
import { renderTree } from "../../cli/render/build-tree.ts";
import { paletteFor } from "../../cli/render/colour.ts";
import { counted } from "../../cli/render/quantities.ts";
import type { Job, State } from "../state/state.ts";
import { type Line, line, span } from "./line.ts";

export const spinner = (beat: number): string => "⠋⠙⠹⠸"[beat % 4]!;

export const jobTree = (
  job: Job,
  { now, beat }: Pick<State, "now" | "beat">,
  columns: number,
): readonly Line[] => [
  line(
    signOf(job, beat),
    span(job.title, "strong"),
    span(`  ${secondsOf((job.ended ?? now) - job.started)}`, "dim"),
  ),
  ...job.stages.map(({ what, started }, at) => {
    const isLast = at === job.stages.length - 1;
    const until = job.stages[at + 1]?.started ?? job.ended ?? now;
    const done = !isLast || job.ended !== undefined;
    const sign = done
      ? isLast && job.result === "failed"
        ? span("✗ ", "bad")
        : span("✓ ", "good")
      : span(`${spinner(beat)} `, "accent");
    return line(
      span(isLast && job.summary === undefined ? "└ " : "├ ", "dim"),
      sign,
      what,
      span(`  ${secondsOf(until - started)}`, "dim"),
    );
  }),
  ...buildLines(job, now, columns),
  ...(job.summary === undefined ? [] : [line(span("└ ", "dim"), span(job.summary))]),
];

/** As `lares switch` draws it, below the stage that builds. */
const buildLines = ({ builds, ended }: Job, now: number, columns: number): readonly Line[] => {
  if (builds === undefined || ended !== undefined) return [];
  const lines = renderTree(builds, { columns: columns - 4, rows: 12, now, colour: plain });
  return lines.map((text) => line(span("    "), span(text, "dim")));
};

const plain = paletteFor("output", true);

const signOf = ({ result }: Job, beat: number) =>
  result === undefined
    ? span(`${spinner(beat)} `, "accent")
    : result === "done"
      ? span("✓ ", "good")
      : span("✗ ", "bad");

const secondsOf = (milliseconds: number): string =>
  milliseconds < 100
    ? ""
    : milliseconds < 60_000
      ? `${(milliseconds / 1000).toFixed(1)} s`
      : counted(Math.floor(milliseconds / 60_000), "minute");
