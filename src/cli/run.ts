/** One command line, from its words to an exit status. */
import { type ExitCode, exitCode, LaresError } from "../base/errors.ts";
import { hasEditJournal } from "../pipeline/edit-journal-file.ts";
import { assertOwnHome } from "../system/own-home.ts";
import { findPlaces } from "../system/places.ts";
import { clearProgress, columnsOf, isScreen, isTerminal, writeText } from "../system/terminal.ts";
import { parseArguments, usageError } from "./arguments.ts";
import type { CommandModule, Invocation } from "./command.ts";
import { aliases, commands, evaluatingFlags } from "./commands/table.ts";
import type { Shell } from "./complete.ts";
import { openOutput } from "./output.ts";

export const runCommandLine = async (words: readonly string[]): Promise<ExitCode> => {
  try {
    return await dispatch(words);
  } catch (error) {
    return await reportError(error, words);
  } finally {
    clearProgress();
  }
};

const dispatch = async (words: readonly string[]): Promise<ExitCode> => {
  if (words[0] === "__complete") return await complete(words[1] as Shell, words.slice(2));
  if (words[0] === "__ui") return await serveDashboard(words[1] ?? "");
  const at = commandPosition(words);
  const name = words[at];
  if (name === undefined) return await withoutCommand(words);
  const module = await loadCommand(name);
  const { flags, ...given } = parseArguments(module.command, words.toSpliced(at, 1));
  if (flags.help === true) return await printHelp([name]);
  if (!homeless.has(name)) assertOwnHome(findPlaces());
  const output = openOutput(flags as Parameters<typeof openOutput>[0]);
  if (!homeless.has(name) && hasEditJournal(findPlaces())) await putEditBack(output);
  return await module.run({ flags, ...given, output } as Invocation as never);
};

/** What `lares add` began when it was killed is undone before anything else looks at the configuration. */
const putEditBack = async (output: ReturnType<typeof openOutput>): Promise<void> => {
  const { recoverEdit } = await import("../pipeline/edit-journal.ts");
  const { printable } = await import("./render/printable.ts");
  const edit = recoverEdit(findPlaces());
  if (edit?.outcome === "undone")
    output.note(
      printable(`${edit.why} had been interrupted; ${edit.config} and its lock are as they were before`),
    );
};

/** Commands that neither read nor write a home. */
const homeless: ReadonlySet<string> = new Set(["help", "completion"]);

/** The first word that is no flag, nor the value of one that may stand before the command. */
const commandPosition = (words: readonly string[]): number => {
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (!word.startsWith("-")) return at;
    if (evaluatingFlags.includes(word)) at++;
  }
  return words.length;
};

const withoutCommand = async (words: readonly string[]): Promise<ExitCode> => {
  const unknown = words.find((word) => !["--help", "-h", "--no-color"].includes(word));
  if (unknown !== undefined)
    throw usageError("no command given", [`only: ${words.join(" ")}`], "see lares --help");
  if (!words.includes("--help") && !words.includes("-h") && isScreen())
    return await dispatch(["ui", ...words]);
  return await printHelp([]);
};

/** What `lares ui` starts beside itself. */
const serveDashboard = async (options: string): Promise<ExitCode> => {
  const { parentChannel } = await import("../system/companion.ts");
  const { serve } = await import("../tui/work/serve.ts");
  const channel = parentChannel();
  if (channel === undefined) throw usageError("lares ui starts this by itself");
  await serve(channel as Parameters<typeof serve>[0], JSON.parse(options) as Parameters<typeof serve>[1]);
  return exitCode.done;
};

/** What the scripts of `lares completion` call. */
const complete = async (shell: Shell, words: readonly string[]): Promise<ExitCode> => {
  const { completionLines } = await import("./complete.ts");
  for (const line of await completionLines(shell, words)) writeText("output", `${line}\n`);
  return exitCode.done;
};

const printHelp = async (topics: readonly string[]): Promise<ExitCode> => {
  const help = await import("./commands/help.ts");
  return await help.run({ positionals: topics, output: openOutput({}) });
};

const loadCommand = async (name: string): Promise<CommandModule> => {
  const found = commands[aliases[name] ?? name];
  if (found !== undefined) return await found.load();
  const { nearestName } = await import("../option/nearest.ts");
  const close = nearestName(name, [...Object.keys(commands), ...Object.keys(aliases)]);
  throw usageError(
    `there is no command "${name}"`,
    [],
    close === undefined ? "lares --help lists them" : `did you mean lares ${close}?`,
  );
};

const reportError = async (error: unknown, words: readonly string[]): Promise<ExitCode> => {
  const { problemAsJson, renderProblem } = await import("./render/problem.ts");
  const { paletteFor } = await import("./render/colour.ts");
  const { jsonText } = await import("./render/printable.ts");
  const problem =
    error instanceof LaresError ? error : ((await systemProblem(error)) ?? internalError(error));
  const colour = paletteFor("error", words.includes("--no-color"));
  const columns = isTerminal("error") ? columnsOf("error") : Number.POSITIVE_INFINITY;
  writeText("error", `${renderProblem(problem, colour, columns)}\n`);
  if (words.includes("--json")) writeText("output", `${jsonText(problemAsJson(problem))}\n`);
  if (wantsStack(words, problem)) writeText("error", `${stackOf(error)}\n`);
  return problem.exitCode;
};

/** A full disk, a forbidden file: nobody's mistake in Lares, wherever it was met. */
const systemProblem = async (error: unknown): Promise<LaresError | undefined> => {
  const { systemFailure } = await import("../system/disk-errors.ts");
  return systemFailure(error);
};

const internalError = (error: unknown): LaresError =>
  new LaresError({
    code: "internal",
    message: `internal error: ${error instanceof Error ? error.message : String(error)}`,
    hint: "this is a mistake in Lares, not in your home; --verbose shows where it comes from",
    exitCode: exitCode.failed,
    cause: error,
  });

const wantsStack = (words: readonly string[], { code }: LaresError): boolean =>
  Boolean(process.env.LARES_DEBUG) ||
  (code === "internal" && (words.includes("--verbose") || words.includes("-v")));

const stackOf = (error: unknown): string =>
  error instanceof Error
    ? [
        error.stack ?? error.message,
        ...(error.cause === undefined ? [] : [`caused by ${stackOf(error.cause)}`]),
      ].join("\n")
    : String(error);
