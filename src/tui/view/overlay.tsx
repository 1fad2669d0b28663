/** What lies over a view until it is answered or closed: keys, a diff, an error, a question, a path to type. */
import { Box } from "ink";
import type { ReactNode } from "react";
import { bindingsOf, movements } from "../state/bindings.ts";
import { divide } from "../state/layout.ts";
import type { Overlay, State, ViewName } from "../state/state.ts";
import { activityPane } from "./activity.tsx";
import { paragraph } from "./facts.ts";
import { filesPane } from "./files.tsx";
import { generationsPane } from "./generations.tsx";
import { type Line, line, span, type Tone } from "./line.ts";
import { Lines, Rule } from "./lines.tsx";
import { optionsPane } from "./options.tsx";
import { packagesPane } from "./packages.tsx";
import type { Pane } from "./panes.tsx";
import { problemLines } from "./problem.ts";

export const OverlayView = ({ state, overlay }: { state: State; overlay: Overlay }): ReactNode => {
  const { columns } = state.size;
  const { content } = divide(state.size);
  const all = linesOf(state, overlay, columns - 4);
  const top = "top" in overlay ? Math.max(0, Math.min(overlay.top, all.length - (content - 2))) : 0;
  const place =
    all.length > content - 2
      ? `  ${top + 1}–${Math.min(all.length, top + content - 2)} of ${all.length}`
      : "";
  return (
    <Box flexDirection="column" height={content}>
      <Rule columns={columns} title={titleOf(state, overlay) + place} />
      <Lines
        lines={[[], ...all.slice(top)].map((row) => [span("  "), ...row])}
        columns={columns}
        rows={content - 1}
      />
    </Box>
  );
};

const titleOf = (state: State, overlay: Overlay): string => {
  switch (overlay.type) {
    case "help":
      return "keys";
    case "detail":
      return (panes[state.view]?.title(state) ?? []).map(({ text }) => text).join("");
    case "text":
      return overlay.title;
    case "problem":
      return "that did not work";
    case "question":
      return "sure?";
    case "input":
      return "adopt";
  }
};

const linesOf = (state: State, overlay: Overlay, columns: number): readonly Line[] => {
  switch (overlay.type) {
    case "help":
      return helpLines(state);
    case "detail":
      return panes[state.view]?.detail(state, columns, Number.POSITIVE_INFINITY) ?? [];
    case "text":
      return overlay.lines.map(diffLine);
    case "problem":
      return [
        ...problemLines(overlay.problem, columns),
        ...(overlay.retry === undefined ? [] : [[], choiceLine(overlay.retry.key, overlay.retry.label)]),
      ];
    case "question":
      return [
        ...paragraph(overlay.question, columns, "strong"),
        ...overlay.details.flatMap((detail) => paragraph(detail, columns)),
        [],
        ...overlay.choices.map(({ key, label }) => choiceLine(key, label)),
        choiceLine("n", "do nothing (any other key)"),
      ];
    case "input":
      return [
        line(overlay.prompt),
        [],
        line(span("› ", "accent"), span(overlay.text, "strong"), span("▌", "accent")),
        [],
        line(span("a path, absolute or from where lares was started; Enter adopts it, Escape leaves", "dim")),
      ];
  }
};

const panes: Readonly<Partial<Record<ViewName, Pane>>> = {
  generations: generationsPane,
  files: filesPane,
  packages: packagesPane,
  options: optionsPane,
  activity: activityPane,
};

const choiceLine = (key: string, label: string): Line => line(span(`  ${key}  `, "title"), label);

const helpLines = (state: State): readonly Line[] => {
  const bindings = bindingsOf(state).filter(({ help }) => help !== "");
  const width = 18;
  const row = (keys: string, help: string): Line => line(span(keys.padEnd(width), "accent"), help);
  return [
    ...bindings.map(({ shown, help }) => row(shown, help)),
    ...movements.map(([keys, help]) => row(keys, help)),
  ];
};

/** A line of a unified diff by its first characters. */
const diffLine = (text: string): Line => {
  const tone: Tone =
    text.startsWith("---") || text.startsWith("+++")
      ? "strong"
      : text.startsWith("@@")
        ? "accent"
        : text.startsWith("+")
          ? "good"
          : text.startsWith("-")
            ? "bad"
            : "plain";
  return line(span(text, tone));
};
