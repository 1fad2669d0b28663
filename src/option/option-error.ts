/** Everything that can be wrong with definitions, told with each definition's value and place. */
import { LaresError, type Place, type Problem } from "../base/errors.ts";
import type { Definition, Source } from "./definition.ts";
import { printValue } from "./print-value.ts";

/** A definition that an error shows: what it says and where. */
export interface Culprit {
  readonly path: readonly string[];
  readonly shown?: string;
  readonly source: Source;
}

/**
 * Raised without knowing lines; whoever can read the sources calls `located` to have each culprit's place added.
 */
export class OptionError extends LaresError {
  readonly culprits: readonly Culprit[];
  private readonly problem: Problem;

  constructor(problem: Problem, culprits: readonly Culprit[] = []) {
    super({ ...problem, details: [...(problem.details ?? []), ...lines(culprits, ({ source }) => source)] });
    this.problem = problem;
    this.culprits = culprits;
  }

  /** The same error with file:line:column wherever `locate` knows it. */
  located(locate: (culprit: Culprit) => Place): LaresError {
    const details = [...(this.problem.details ?? []), ...lines(this.culprits, locate)];
    return new LaresError({ ...this.problem, details });
  }

  static wrongType(path: readonly string[], expected: string, wrong: readonly Definition[]): OptionError {
    const shown = wrong.length === 1 ? `, got ${printValue(wrong[0]!.value)}` : "";
    return new OptionError(
      { code: "wrong-type", message: `${printPath(path)} should be ${expected}${shown}` },
      culpritsOf(path, wrong),
    );
  }

  static disagreement(path: readonly string[], definitions: readonly Definition[]): OptionError {
    const count = ["no", "one", "two", "three", "four"][definitions.length] ?? String(definitions.length);
    return new OptionError(
      {
        code: "definitions-disagree",
        message: `${count} definitions of ${printPath(path)} disagree`,
        hint: "settle it with mkForce(…), or make one the default with mkDefault(…)",
      },
      culpritsOf(path, definitions),
    );
  }

  static undefinedOption(path: readonly string[]): OptionError {
    return new OptionError({
      code: "option-undefined",
      message: `${printPath(path)} is read but has no definition and no default`,
      hint: `define ${printPath(path)} in your configuration`,
    });
  }

  static unknownOption(path: readonly string[], nearest: string | undefined, source: Source): OptionError {
    return new OptionError(
      {
        code: "unknown-option",
        message: `there is no option ${printPath(path)}`,
        hint: nearest === undefined ? "lares option --search WORD finds options" : `did you mean ${nearest}?`,
      },
      [{ path, source }],
    );
  }

  static notASet(path: readonly string[], value: unknown, source: Source): OptionError {
    const name = path.length === 0 ? "a configuration" : printPath(path);
    return new OptionError(
      {
        code: "wrong-type",
        message: `${name} holds options, so it should be a set, got ${printValue(value)}`,
      },
      [{ path, shown: printValue(value), source }],
    );
  }

  static conditionNotBoolean(path: readonly string[], value: unknown, source: Source): OptionError {
    return new OptionError(
      {
        code: "wrong-type",
        message: `the condition of mkIf at ${printPath(path)} should be true or false, got ${printValue(value)}`,
      },
      [{ path, source }],
    );
  }

  static readOnly(path: readonly string[], definitions: readonly Definition[]): OptionError {
    return new OptionError(
      { code: "option-read-only", message: `${printPath(path)} is read-only`, hint: "remove the definition" },
      culpritsOf(path, definitions),
    );
  }

  static threw(path: readonly string[], source: Source, error: unknown): OptionError {
    const message = error instanceof Error ? error.message : String(error);
    const at = error instanceof Error ? { stack: error.stack ?? "" } : undefined;
    return new OptionError(
      {
        code: "definition-threw",
        message: `the definition of ${printPath(path)} fails: ${message}`,
        cause: error,
      },
      [{ path, source: { ...source, ...(at && { at }) } }],
    );
  }

  static cycle(chain: readonly Culprit[]): OptionError {
    const names = chain.map(({ path }) => printPath(path));
    return new OptionError(
      {
        code: "option-cycle",
        message: `the definitions chase each other: ${names.join(" → ")}`,
        hint: "one of them must not read the next",
      },
      chain.slice(0, -1).map((culprit) => ({ ...culprit, shown: printPath(culprit.path) })),
    );
  }
}

/** `home.file.".config/foo".text`: names that are not plain words in quotes. */
export const printPath = (path: readonly string[]): string =>
  path.map((name) => (/^[\w@+-]+$|^\[\d+\]$/.test(name) ? name : JSON.stringify(name))).join(".");

const culpritsOf = (path: readonly string[], definitions: readonly Definition[]): Culprit[] =>
  definitions.map(({ value, source }) => ({ path, shown: printValue(value), source }));

const lines = (culprits: readonly Culprit[], placeOf: (culprit: Culprit) => Place): string[] => {
  const width = Math.max(0, ...culprits.map(({ shown }) => shown?.length ?? 0));
  return culprits.map((culprit) => {
    const { file, line, column } = placeOf(culprit);
    const place = [file, line, column].filter((part) => part !== undefined).join(":");
    return culprit.shown === undefined ? `at ${place}` : `${culprit.shown.padEnd(width)}  at ${place}`;
  });
};
