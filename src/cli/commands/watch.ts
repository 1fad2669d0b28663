import { type ExitCode, exitCode } from "../../base/errors.ts";
import { findPlaces } from "../../system/places.ts";
import { isClosed, showProgress, writeText } from "../../system/terminal.ts";
import type { WatchEvent } from "../../watch/events.ts";
import { declareCommand, evaluating, type InvocationOf, reporting, toggle } from "../command.ts";
import { commandLine } from "../command-line.ts";
import { homeRequest } from "../home-request.ts";
import type { Output } from "../output.ts";
import { hangingText } from "../render/layout.ts";
import { homePath, shortPath } from "../render/paths.ts";
import { jsonLine, printable, printableLines } from "../render/printable.ts";
import { problemAsJson, renderProblem } from "../render/problem.ts";
import { counted } from "../render/quantities.ts";

export const command = declareCommand({
  name: "watch",
  usage: [""],
  description: [
    "Watches the configuration, what it imports and every source file that it names. What is saved is built and live within " +
      "milliseconds, by the same atomic flip as with lares switch. An error is shown, and the last good home stays until it is mended.",
    "Ctrl-C ends it. The generations made meanwhile become one, so that one rollback undoes the session.",
  ],
  flags: {
    poll: toggle("look again and again instead of asking the system to tell: for network folders"),
    backup: toggle("move what is in the way of a new file to a backup", "b"),
    ...evaluating,
    ...reporting,
  },
  positionals: [0, 0],
  examples: [
    ["watch", "have every save live at once"],
    ["watch --json", "a line of JSON for each thing that happens"],
  ],
  json: "a line each: { event: 'ready'; generation: { number: number; path: string } | null; folders: number; files: number } | { event: 'switched'; generation: { number: number; path: string }; changes: { change: 'added' | 'changed' | 'removed'; path: string }[]; milliseconds: number; saved: string[]; steps: { name: string; kind: string; result: string; status?: number }[] } | { event: 'unchanged'; saved: string[] } | { event: 'error'; error: { code: string; message: string; details: string[]; place?: { file: string; line?: number; column?: number }; hint?: string } } | { event: 'mended' } | { event: 'warning'; message: string } | { event: 'polling'; reason: string; hint: string } | { event: 'rescan'; reason: 'woke' } | { event: 'elsewhere'; generation: { number: number; path: string } | null } | { event: 'ended'; generation: { number: number; path: string } | null; folded: number }",
});

type Run = InvocationOf<typeof command>;

export const run = async ({ flags, output }: Run): Promise<ExitCode> => {
  const places = findPlaces();
  const ending = new AbortController();
  const end = () => ending.abort();
  for (const signal of endings) process.on(signal, end);
  const { watchHome } = await import("../../watch/watch-home.ts");
  const say = reporter(output);
  try {
    await watchHome({
      ...homeRequest(places, flags),
      onStage: () => {},
      why: commandLine(),
      polling: flags.poll,
      backup: flags.backup,
      signal: ending.signal,
      report: (event) => {
        say(event);
        if (isClosed("output")) end();
      },
    });
  } finally {
    for (const signal of endings) process.off(signal, end);
  }
  return exitCode.done;
};

/** The terminal that is closed says SIGHUP; the journal sees to it that none of them leaves half a home. */
const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const reporter = (output: Output): ((event: WatchEvent) => void) => {
  if (output.asJson) return (event) => writeText("output", `${jsonLine(asJson(event))}\n`);
  let saves = 0;
  return (event) => {
    for (const line of describe(event, output)) output.print(line);
    if (event.event === "switched") saves += 1;
    if (event.event === "ready" || "generation" in event) number = event.generation?.number ?? number;
    if (event.event !== "ended" && output.columns !== Number.POSITIVE_INFINITY)
      showProgress(
        output.colour.dim(`watching · generation ${number} · ${counted(saves, "change")} · Ctrl-C ends`),
      );
  };
};

let number = 0;

const asJson = (event: WatchEvent): unknown =>
  event.event === "error" ? { event: "error", ...(problemAsJson(event.error) as object) } : event;

const describe = (event: WatchEvent, { colour, columns, quiet }: Output): readonly string[] => {
  const line = (text: string): readonly string[] => [`${colour.dim(timeOfDay())}  ${text}`];
  switch (event.event) {
    case "ready":
      return quiet
        ? []
        : line(
            `watching ${counted(event.files, "file")} in ${counted(event.folders, "folder")}; Ctrl-C ends`,
          );
    case "switched":
      return [
        ...line(`${whatChanged(event.changes)}  ${colour.dim(milliseconds(event.milliseconds))}`),
        ...failedSteps(event),
      ];
    case "unchanged":
      return quiet
        ? []
        : line(
            colour.dim(
              `${event.saved
                .map((path) => shortPath(path))
                .slice(0, 3)
                .join(", ")} saved: nothing to change`,
            ),
          );
    case "error":
      return [...line(colour.red("the home stays as it is:")), renderProblem(event.error, colour, columns)];
    case "mended":
      return line(colour.green("mended"));
    case "warning":
      return line(`${colour.yellow("warning:")} ${printable(event.message)}`);
    case "polling":
      return [
        ...line(colour.yellow(`the system cannot watch so much (${event.reason})`)),
        ...hangingText(`  ${colour.cyan("hint:")} `, event.hint, columns),
      ];
    case "rescan":
      return line(colour.dim("the machine slept: all was looked at again"));
    case "elsewhere":
      return line(
        `another lares went to generation ${event.generation?.number ?? "none"}; what it made stays`,
      );
    case "ended":
      return [ending(event)];
  }
};

const whatChanged = (changes: readonly { readonly change: string; readonly path: string }[]): string => {
  if (changes.length === 0) return "no file changed";
  const sign: Readonly<Record<string, string>> = { added: "+", changed: "~", removed: "-" };
  const shown = changes.slice(0, mostShown).map(({ change, path }) => `${sign[change]} ${homePath(path)}`);
  const more = changes.length > mostShown ? [`and ${changes.length - mostShown} more`] : [];
  return [...shown, ...more].join("  ");
};

const failedSteps = ({ steps }: Extract<WatchEvent, { event: "switched" }>): readonly string[] =>
  steps
    .filter(({ result }) => result === "failed")
    .flatMap(({ name, output = "" }) => [
      `  the activation step ${printable(name)} failed`,
      ...printableLines(output)
        .split("\n")
        .filter((text) => text !== "")
        .map((text) => `    ${text}`),
    ]);

const ending = ({ generation, folded }: Extract<WatchEvent, { event: "ended" }>): string => {
  if (generation === null) return "ended";
  if (folded === 0) return `ended; your home is at generation ${generation.number}, as before`;
  return `ended; ${folded === 1 ? "the change is" : `${folded} changes are`} generation ${generation.number}: lares rollback undoes ${folded === 1 ? "it" : "them"}`;
};

const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

const timeOfDay = (): string => new Date().toTimeString().slice(0, 8);

const mostShown = 4;
