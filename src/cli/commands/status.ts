import { type StatusReport, status } from "../../activation/status.ts";
import { type ExitCode, exitCode } from "../../base/errors.ts";
import { readHistory } from "../../profile/history.ts";
import type { RunningWatch } from "../../profile/running-watches.ts";
import { findPlaces, type Places } from "../../system/places.ts";
import { declareCommand, type InvocationOf, reporting } from "../command.ts";
import { invokedAs } from "../invoked-as.ts";
import type { Output } from "../output.ts";
import { alignColumns, hangingText } from "../render/layout.ts";
import { homePath, shortPath, shortPathsIn } from "../render/paths.ts";

import { printable } from "../render/printable.ts";
import { ageForPeople, counted } from "../render/quantities.ts";

export const command = declareCommand({
  name: "status",
  usage: [""],
  description: [
    "Shows which generation is active, which managed files are not as it wants them, which are live, whether an " +
      "activation step failed, and whether a lares watch is running. Reads only. Exits with 0 whatever it finds; a script reads --json.",
  ],
  flags: reporting,
  positionals: [0, 0],
  examples: [["status", "is all as it should be?"]],
  json: "{ generation: { number: number; path: string } | null; entries: number; drift: { path: string; kind: string; what: string }[]; live: { path: string; source: string }[]; steps: { name: string; kind: string; result: string; status?: number }[]; interrupted: boolean; watches: { pid: number; since: string; config: string; problem?: string }[] }",
});

export const run = ({ output }: InvocationOf<typeof command>): ExitCode => {
  const places = findPlaces();
  const report = status(places);
  if (output.asJson) output.json(report);
  else for (const line of describe(places, report, output)) output.print(line);
  return exitCode.done;
};

const describe = (places: Places, report: StatusReport, { colour, columns }: Output): readonly string[] => {
  if (report.generation === null)
    return [
      `no generation yet: ${invokedAs()} switch makes the first${report.interrupted ? " (a first switch was interrupted)" : ""}`,
    ];
  const { generation, drift, live, steps, interrupted, watches } = report;
  return [
    ...drifted(drift, colour),
    ...live.map(({ path, source }) => `  ${colour.cyan("live")}  ${homePath(path)} → ${shortPath(source)}`),
    ...steps.map(
      ({ name, result, status: code }) =>
        `  ${colour.red(result)}  activation step ${printable(name)}${code === undefined ? "" : ` (status ${code})`}`,
    ),
    ...watches.map((watch) => watchLine(watch, colour)),
    ...(interrupted
      ? [
          colour.yellow(
            "a switch was interrupted: the next switch, or lares doctor --fix, makes the home whole",
          ),
        ]
      : []),
    ...waysOut(report).flatMap((way) => hangingText(`  ${colour.cyan("hint:")} `, way, columns)),
    `generation ${generation.number}${switchedWhen(places, generation.number)}: ${counted(report.entries, "file")}, ${verdict(report)}`,
  ];
};

const watchLine = ({ since, config, problem }: RunningWatch, colour: Output["colour"]): string =>
  `  ${colour.cyan("watch")}  ${shortPath(config)}, ${
    problem === undefined ? `begun ${ageForPeople(new Date(since))}` : colour.red(printable(problem))
  }`;

const drifted = (drift: StatusReport["drift"], colour: Output["colour"]): readonly string[] =>
  alignColumns(
    drift.map(({ path, kind, what }) => [colour.yellow(kind), homePath(path), shortPathsIn(what)]),
    { indent: "  " },
  );

const switchedWhen = (places: Places, number: number): string => {
  const entry = readHistory(places).findLast(({ to }) => to?.number === number);
  return entry === undefined ? "" : `, ${ageForPeople(new Date(entry.time))}`;
};

const verdict = ({ drift, steps }: StatusReport): string => {
  const parts = [
    ...(drift.length > 0 ? [`${drift.length} not as it wants`] : []),
    ...(steps.length > 0 ? [`${counted(steps.length, "step")} not done`] : []),
  ];
  return parts.length === 0 ? "all in place" : parts.join(", ");
};

const waysOut = ({ drift, steps }: StatusReport): readonly string[] => {
  const ways = [
    ...(steps.length > 0 || drift.some(({ kind }) => kind !== "edited")
      ? ["lares switch puts it right"]
      : []),
    ...(drift.some(({ kind }) => kind === "edited")
      ? ["lares adopt PATH takes edits into the configuration"]
      : []),
  ];
  return ways.length === 0 ? [] : [ways.join("; ")];
};
