/** What a command declares of itself: everything that parsing, help, completion and the manual need to know. */
import type { ExitCode } from "../base/errors.ts";
import type { Output } from "./output.ts";

export interface CommandDeclaration<F extends Flags = Flags> {
  readonly name: string;
  /** What follows the name, in the usual notation; one line for each form. */
  readonly usage: readonly string[];
  /** Paragraphs below the usage, each wrapped when printed. */
  readonly description: readonly string[];
  readonly flags: F;
  /** How many arguments there may be besides the flags. */
  readonly positionals: readonly [least: number, most: number];
  /** What stands behind `--` is another program's. */
  readonly passesOn?: boolean;
  /** What the arguments are, for completion. */
  readonly completes?: Completion;
  /** The words that may come first, each with what it does, for a command that has several parts. */
  readonly subcommands?: Readonly<Record<string, string>>;
  /** A command line (after `lares`) and what it does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** The shape that `--json` prints, as a TypeScript type. */
  readonly json?: string;
}

export interface Invocation<F extends Flags = Flags> {
  readonly flags: FlagValues<F>;
  readonly positionals: readonly string[];
  /** The words behind `--`, of a command that passes them on. */
  readonly passed?: readonly string[];
  readonly output: Output;
}

/** What a file in `commands/` exports. */
export interface CommandModule {
  readonly command: CommandDeclaration;
  readonly run: (invocation: never) => ExitCode | Promise<ExitCode>;
}

export type Completion =
  | "file"
  | "directory"
  | "generation"
  | "option"
  | "command"
  | "shell"
  | "backup"
  | "managed"
  | "package"
  | "installed";

/** Keys are camel case; on the command line `dryRun` is `--dry-run`. */
export type Flags = Readonly<Record<string, Flag>>;
export type Flag = SwitchFlag | ValueFlag<unknown>;

export interface SwitchFlag {
  readonly kind: "switch";
  readonly summary: string;
  readonly short?: string;
}

export interface ValueFlag<T> {
  readonly kind: "value";
  readonly summary: string;
  /** How help names the value: `FILE`. */
  readonly placeholder: string;
  readonly short?: string;
  readonly choices?: readonly string[];
  readonly completes?: Completion;
  /** Gives undefined for a text that is not of the wanted form, which `form` then describes. */
  readonly parse: (text: string) => T | undefined;
  readonly form?: string;
}

export type FlagValues<F extends Flags> = {
  readonly [K in keyof F]: F[K] extends SwitchFlag
    ? boolean
    : F[K] extends ValueFlag<infer T>
      ? T | undefined
      : never;
};

/** Ties the flags' types to `run`. */
export const declareCommand = <const F extends Flags>(
  declaration: CommandDeclaration<F>,
): CommandDeclaration<F> => declaration;

export type InvocationOf<C> =
  C extends CommandDeclaration<infer F> ? Invocation<F & typeof everyCommand> : never;

export const toggle = (summary: string, short?: string): SwitchFlag => ({
  kind: "switch",
  summary,
  ...(short === undefined ? {} : { short }),
});

export const text = (
  placeholder: string,
  summary: string,
  more: { short?: string; completes?: Completion } = {},
): ValueFlag<string> => ({ kind: "value", placeholder, summary, parse: (given) => given, ...more });

export const oneOf = <const T extends string>(
  placeholder: string,
  summary: string,
  choices: readonly T[],
): ValueFlag<T> => ({
  kind: "value",
  placeholder,
  summary,
  choices,
  parse: (given) => choices.find((choice) => choice === given),
  form: `one of ${choices.join(", ")}`,
});

export const wholeNumber = (
  placeholder: string,
  summary: string,
  more: { least?: number; completes?: Completion } = {},
): ValueFlag<number> => ({
  kind: "value",
  placeholder,
  summary,
  parse: (given) => parseWholeNumber(given, more.least ?? 0),
  form: `a whole number, ${more.least ?? 0} or more`,
  ...(more.completes === undefined ? {} : { completes: more.completes }),
});

export const parseWholeNumber = (given: string, least = 0): number | undefined =>
  /^\d{1,15}$/.test(given) && Number(given) >= least ? Number(given) : undefined;

/** Milliseconds, from `30d`, `12h`, `90m`, `2w`, or a plain number of days. */
export const duration = (placeholder: string, summary: string): ValueFlag<number> => ({
  kind: "value",
  placeholder,
  summary,
  parse: (given) => {
    const [, amount, unit] = /^(\d{1,6})\s*([smhdw]?)$/.exec(given) ?? [];
    return amount === undefined ? undefined : Number(amount) * (millisecondsOf[unit || "d"] ?? 0);
  },
  form: "a number with s, m, h, d or w behind it, such as 30d",
});

const millisecondsOf: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Bytes, from `500M`, `2G`, `1.5GiB` or a plain number. */
export const byteSize = (placeholder: string, summary: string): ValueFlag<number> => ({
  kind: "value",
  placeholder,
  summary,
  parse: (given) => {
    const [, amount, unit] = /^(\d{1,12}(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(given) ?? [];
    if (amount === undefined) return undefined;
    return Math.round(Number(amount) * 1024 ** " kmgt".indexOf((unit || " ").toLowerCase()));
  },
  form: "a size such as 500M or 2G",
});

export const kebabCase = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Flags that every command takes. */
export const everyCommand = {
  help: toggle("explain the command", "h"),
  verbose: toggle("say more; show where an internal error came from", "v"),
  quiet: toggle("print nothing but errors and what was asked for", "q"),
  noColor: toggle("no colour (as with NO_COLOR=1)"),
} satisfies Flags;

/** Flags of the commands that report something. */
export const reporting = { json: toggle("print JSON of the documented shape") } satisfies Flags;

/** Flags of the commands that evaluate the configuration. */
export const evaluating = {
  config: text("FILE", "the configuration to use, instead of looking for one", { completes: "file" }),
  host: text("NAME", "evaluate as if on this host"),
  os: oneOf("OS", "evaluate as if on this system", ["linux", "darwin"]),
} satisfies Flags;

/** Flags of the commands that need the home's packages. */
export const locking = {
  frozen: toggle("fail if lares.lock lacks a package, instead of locking it"),
  offline: toggle("ask no network: what is neither locked nor here is the system's own, or an error"),
  vendored: text("DIR", "look for downloads in this folder first (lares vendor)", { completes: "directory" }),
} satisfies Flags;

export const dryRun = { dryRun: toggle("say what would be done, and do nothing", "n") } satisfies Flags;
export const yes = { yes: toggle("do not ask", "y") } satisfies Flags;
