/** An option as `lares option` shows it: what it is, what it comes to in this home, and who said so. */
import { LaresError, type Place } from "../base/errors.ts";
import type { Evaluation } from "../option/evaluation.ts";
import { isDeclaration } from "../option/module.ts";
import { nearestName } from "../option/nearest.ts";
import { printPath } from "../option/option-error.ts";
import { type OptionRecord, optionRecords } from "../option/option-index.ts";
import { printValue } from "../option/print-value.ts";
import { type HomeRequest, type LoadedHome, loadHome, placeOf, readLoaded } from "./load-home.ts";
import { documentedModules } from "./option-library.ts";
import { libraryRegistry } from "./program.ts";

export interface OptionSummary {
  readonly path: string;
  readonly type: string;
  readonly description?: string;
}

export interface OptionReport extends OptionSummary {
  readonly value?: unknown;
  readonly valueText: string;
  /** Why there is no value. */
  readonly error?: string;
  readonly defaultText?: string;
  readonly readOnly: boolean;
  /** Best priority first. */
  readonly definitions: readonly DefinitionReport[];
}

export interface DefinitionReport {
  readonly value: unknown;
  readonly valueText: string;
  readonly priority: number;
  readonly prevails: boolean;
  readonly place: Place;
}

/** The options below a path; all of them for the empty one. */
export const listOptions = (path: string): readonly OptionSummary[] => {
  const wanted = splitPath(path);
  const found = allRecords().filter((record) => startsWith(record.path, wanted));
  if (found.length > 0) return found.map(summaryOf);
  throw unknownOption(path);
};

/** The options that have every word in their name or description, case aside. */
export const searchOptions = (words: readonly string[]): readonly OptionSummary[] => {
  const wanted = words.map((word) => word.toLowerCase());
  return allRecords()
    .map(summaryOf)
    .filter(({ path, description }) => {
      const text = `${path} ${description ?? ""}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
};

/** Undefined where the path holds options instead of being one. Throws `unknown-option`. */
export const describeOption = async (
  request: HomeRequest,
  text: string,
): Promise<OptionReport | undefined> => {
  const path = splitPath(text);
  const home = await loadIfAny({ ...request, preload: registryPathsFor(path) });
  const records = allRecords();
  const documented = records.find((record) => matches(record.path, path)) ?? enclosing(records, path);
  if (home === undefined)
    return documented && { ...bare(documented, path), error: "there is no configuration here" };
  const read = await readLoaded(home, (evaluation) => readOption(evaluation, path));
  const record = read.record ?? documented;
  if (record === undefined && records.some((other) => startsWith(other.path, path))) return undefined;
  if (record === undefined) throw unknownOption(text);
  return {
    ...bare(record, path),
    ...read.value,
    definitions: await Promise.all(read.definitions.map((definition) => reportOf(path, definition))),
  };
};

const allRecords = (): readonly OptionRecord[] => documentedModules().flatMap(({ options }) => options);

/** An option can be asked about where there is no configuration yet. */
const loadIfAny = async (request: HomeRequest): Promise<LoadedHome | undefined> => {
  try {
    return await loadHome(request);
  } catch (error) {
    if (error instanceof LaresError && error.code === "config-not-found" && request.config === undefined)
      return undefined;
    throw error;
  }
};

const registryPathsFor = (path: readonly string[]): readonly string[] => {
  const registry = libraryRegistry();
  return path.map((_, end) => path.slice(0, end + 1).join(".")).filter((dotted) => registry.has(dotted));
};

interface OptionRead {
  readonly record: OptionRecord | undefined;
  readonly value: Pick<OptionReport, "value" | "valueText" | "error">;
  readonly definitions: ReturnType<Evaluation["definitions"]>;
}

const readOption = (evaluation: Evaluation, path: readonly string[]): OptionRead => ({
  record: declaredRecord(evaluation, path),
  value: readValue(evaluation, path),
  definitions: exceptProblem(() => evaluation.definitions(path)) ?? [],
});

/** Also of options that the person's own modules declare. */
const declaredRecord = (evaluation: Evaluation, path: readonly string[]): OptionRecord | undefined => {
  const node = evaluation.declaration(path);
  if (node === undefined || !isDeclaration(node)) return undefined;
  return optionRecords({ [path.at(-1)!]: node }, path.slice(0, -1))[0];
};

const readValue = (evaluation: Evaluation, path: readonly string[]): OptionRead["value"] => {
  try {
    let value: unknown = evaluation.config;
    for (const name of path) value = (value as Record<string, unknown> | null | undefined)?.[name];
    return { value, valueText: printValue(value, 2000) };
  } catch (error) {
    if (!(error instanceof LaresError)) throw error;
    return { valueText: "", error: error.message };
  }
};

const exceptProblem = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch (error) {
    if (error instanceof LaresError) return undefined;
    throw error;
  }
};

const reportOf = async (
  path: readonly string[],
  definition: OptionRead["definitions"][number],
): Promise<DefinitionReport> => ({
  value: definition.value,
  valueText: printValue(definition.value, 200),
  priority: definition.priority,
  prevails: definition.prevails,
  place: await placeOf({ path, source: definition.source }),
});

const bare = (record: OptionRecord, path: readonly string[]): OptionReport => ({
  path: printPath(path),
  type: record.path.length < path.length ? `part of ${printPath(record.path)}` : record.type,
  ...(record.description !== undefined && { description: record.description }),
  valueText: "",
  ...(record.default !== undefined && record.path.length >= path.length && { defaultText: record.default }),
  readOnly: record.readOnly ?? false,
  definitions: [],
});

const summaryOf = ({ path, type, description }: OptionRecord): OptionSummary => ({
  path: path.map((name) => (/^[<*]/.test(name) ? name : printPath([name]))).join("."),
  type,
  ...(description !== undefined && { description }),
});

/** The option that a longer path leads into: `programs.git.settings` for `programs.git.settings.user.name`. */
const enclosing = (records: readonly OptionRecord[], path: readonly string[]): OptionRecord | undefined =>
  records
    .filter((record) => record.path.length < path.length && record.open === true)
    .filter((record) => matches(record.path, path.slice(0, record.path.length)))
    .sort((a, b) => b.path.length - a.path.length)[0];

const matches = (pattern: readonly string[], path: readonly string[]): boolean =>
  pattern.length === path.length && startsWith(path, pattern);

const startsWith = (path: readonly string[], start: readonly string[]): boolean =>
  start.every(
    (name, at) =>
      name === path[at] || isPlaceholder(name) || (path[at] !== undefined && isPlaceholder(path[at])),
  );

const isPlaceholder = (name: string): boolean => name === "*" || /^<.*>$/.test(name);

/** `home.file.".config/foo".text` → its four names. */
export const splitPath = (text: string): readonly string[] =>
  text === ""
    ? []
    : [...text.matchAll(/"((?:[^"\\]|\\.)*)"|([^."]+)/g)].map(
        ([, quoted, plain]) => quoted?.replace(/\\(.)/g, "$1") ?? plain!,
      );

const unknownOption = (text: string): LaresError => {
  const close = nearestName(
    text,
    allRecords().map(({ path }) => path.join(".")),
  );
  return new LaresError({
    code: "unknown-option",
    message: `there is no option ${text}`,
    hint:
      close === undefined ? "lares option --search WORD looks through all of them" : `did you mean ${close}?`,
  });
};
