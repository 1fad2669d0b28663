/**
 * Programs that hook into shells. What they define goes to the shells' own options and counts only in homes that
 * use the shell: none is loaded for it.
 */
import type { Context } from "../option/context.ts";
import { mkOverride } from "../option/property.ts";
import type { ConfigOf, Def } from "../option/shape.ts";
import type { ShellName } from "./options/session.ts";

export type Shell = Lowercase<ShellName>;

export interface ShellCode<O> extends OwnCode<ConfigOf<O>> {}

interface OwnCode<Own> {
  /** A text, or whatever `option` takes; where the text is empty nothing is defined. */
  readonly code: (own: Own, context: Context) => unknown;
  /** Its place among others', as `mkOrder` takes it: 1000 when absent. */
  readonly order?: number;
  /** The shell's option it goes into, where that is not the one for interactive shells. */
  readonly option?: string;
}

export interface ShellColumns<O> {
  /** The command that prints a shell's code, for every shell whose integration is among the options. */
  readonly shellInit?: (own: ConfigOf<O>, context: Context, shell: Shell) => string;
  /** Where the code of `shellInit` stands among others', as `mkOrder` takes it. */
  readonly shellOrder?: { readonly [K in Shell]?: number };
  /** Code for the shells whose integration is on; for a shell named here `shellInit` does not count. */
  readonly shells?: {
    readonly [K in Shell]?:
      | ((own: ConfigOf<O>, context: Context) => string)
      | ShellCode<O>
      | readonly ShellCode<O>[];
  };
  /** Aliases for the shells whose integration is on; a person's own of the same name win. */
  readonly aliases?: (own: ConfigOf<O>, context: Context) => Readonly<Record<string, Def<string>>>;
}

/** By the dotted path of each shell's module. `path` is the program's own. */
export const shellDefinitions = <O>(
  path: string,
  program: ShellColumns<O> & { readonly options: object },
  own: (context: Context) => ConfigOf<O>,
  enabled: (context: Context) => boolean,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    shells
      .map((shell) => [shell, contentsFor(shell, path, program, own)] as const)
      .filter(([, contents]) => contents.length > 0)
      .map(([shell, contents]) => {
        const integrates = (context: Context) =>
          enabled(context) && (own(context) as Record<string, unknown>)[integrationOf(shell)] !== false;
        return [`programs.${shell}`, onlyIf(integrates, { _type: "merge", contents })];
      }),
  );

/** As `mkIf`, but without a place of its own: errors are told with the module's. */
export const onlyIf = (condition: (context: Context) => boolean, content: unknown): unknown => ({
  _type: "if",
  condition,
  content,
});

const shells = ["bash", "fish", "ion", "nushell", "zsh"] as const satisfies readonly Shell[];

/** Where each shell takes code for interactive use. */
const interactiveOptions: Readonly<Record<Shell, string>> = {
  bash: "initExtra",
  fish: "interactiveShellInit",
  ion: "initExtra",
  nushell: "extraConfig",
  zsh: "initContent",
};

const integrationOf = (shell: string): string =>
  `enable${shell[0]!.toUpperCase()}${shell.slice(1)}Integration`;

const contentsFor = <O>(
  shell: Shell,
  path: string,
  program: ShellColumns<O> & { readonly options: object },
  own: (context: Context) => ConfigOf<O>,
): readonly unknown[] => {
  const { aliases, options } = program;
  const codes = codesFor(shell, path, program).map(({ code, order, option = interactiveOptions[shell] }) => {
    const text = (context: Context) => code(own(context), context);
    const content = onlyIf((context) => text(context) !== "", text);
    return { [option]: order === undefined ? content : { _type: "order", priority: order, content } };
  });
  if (aliases === undefined || !(integrationOf(shell) in options)) return codes;
  return [...codes, { shellAliases: (context: Context) => yielding(aliases(own(context), context)) }];
};

const codesFor = <O>(
  shell: Shell,
  path: string,
  { shells = {}, shellInit, shellOrder = {}, options }: ShellColumns<O> & { readonly options: object },
): readonly ShellCode<O>[] => {
  const given = shells[shell];
  if (typeof given === "function") return [{ code: given }];
  if (given !== undefined) return [given as ShellCode<O> | readonly ShellCode<O>[]].flat();
  if (shellInit === undefined || !(integrationOf(shell) in options)) return [];
  const order = shellOrder[shell];
  return printedCode<O>(shell, path.split(".").at(-1)!, (own, context) => shellInit(own, context, shell)).map(
    (code) => (order === undefined ? code : { ...code, order }),
  );
};

type Text<O> = (own: ConfigOf<O>, context: Context) => string;

/** Code that a command prints, read by each shell in its own way. */
const printedCode = <O>(shell: Shell, name: string, command: Text<O>): readonly ShellCode<O>[] => {
  if (shell === "nushell") return printedNushellCode(name, command);
  if (shell === "fish") return [{ code: (own, context) => `${command(own, context)} | source\n` }];
  return [{ code: (own, context) => `eval "$(${command(own, context)})"\n` }];
};

/** How a program's code for Nushell differs from the usual. */
export interface PrintedNushell<Own> {
  /** The name of the file in the store. */
  readonly file?: string;
  /** What reads it: `use` for what is a module. */
  readonly read?: "source" | "use";
  /** Code before that. */
  readonly before?: (own: Own, context: Context) => string;
  readonly order?: number;
}

/**
 * Nushell reads code from files only, and before it runs any: from one in the store, made once, where the program is in
 * the store too. Of the system's own program the environment's file writes what the configuration's file reads after it.
 */
export const printedNushellCode = <Own>(
  name: string,
  command: (own: Own, context: Context) => string,
  { file = `${name}-nushell-config.nu`, read = "source", before, order }: PrintedNushell<Own> = {},
): readonly OwnCode<Own>[] => {
  const stored = (own: Own, context: Context) => context.lib.printed(file, command(own, context));
  const written = (own: Own, context: Context) =>
    command(own, context) &&
    `mkdir $nu.cache-dir\n^${command(own, context)} | save --force ($nu.cache-dir | path join "${name}.nu")\n`;
  return [
    {
      option: "extraEnv",
      code: (own, context) => (stored(own, context) === undefined ? written(own, context) : ""),
    },
    {
      ...(order !== undefined && { order }),
      code: (own, context) =>
        command(own, context) &&
        `${before?.(own, context) ?? ""}${read} ${stored(own, context) ?? `$"($nu.cache-dir)/${name}.nu"`}\n`,
    },
  ];
};

/** The shells take `home.shellAliases` as defaults; a program's aliases yield to those too. */
const belowDefaults = 1100;

const yielding = (aliases: Readonly<Record<string, Def<string>>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(aliases).map(([name, text]) => [name, mkOverride(belowDefaults, text)]));
