/** fzf: its variables, and its keys in the shells. */
import {
  type Context,
  defineProgram,
  expandingFishQuote,
  expandingQuote,
  isOlder,
  mkIf,
  printedNushellCode,
  quoteNushell,
} from "lares/module";
import { options } from "./options.ts";

type Own = Context["config"]["programs"]["fzf"];
type Shell = "bash" | "fish" | "nushell" | "zsh";

/** The variables of each widget. */
const widgets = {
  fileWidget: "FZF_CTRL_T",
  changeDirWidget: "FZF_ALT_C",
  historyWidget: "FZF_CTRL_R",
} as const;

export default defineProgram("programs.fzf", {
  url: import.meta.url,
  options,
  variables,
  /** Nushell reads no variables of other shells, and may be what a terminal starts. */
  whenLoaded: {
    "programs.nushell": mkIf(({ config }) => config.programs.fzf.enableNushellIntegration, {
      environmentVariables: ({ config }: Context) => given(variables(config.programs.fzf)),
    } as never),
  },
  shells: {
    /** Before what binds keys of its own; without line editing there are no keys. */
    bash: {
      order: 200,
      code: (own, context) =>
        `${overrides(own, "bash", posixLine)}if [[ :$SHELLOPTS: =~ :(vi|emacs): ]]; then\n  eval "$(${fzf(own, context)} --bash)"\nfi\n`,
    },
    zsh: {
      order: 910,
      code: (own, context) =>
        `${overrides(own, "zsh", posixLine)}if [[ $options[zle] = on ]]; then\n  source <(${fzf(own, context)} --zsh)\nfi\n`,
    },
    fish: {
      order: 200,
      code: (own, context) => `${overrides(own, "fish", fishLine)}${fzf(own, context)} --fish | source\n`,
    },
    nushell: printedNushellCode("fzf", (own: Own, context) => `${fzf(own, context)} --nushell`, {
      file: "nushell-fzf-integration.nu",
      before: (own) => overrides(own, "nushell", nushellLine),
      order: 200,
    }),
  },
  warnings: (own) => [
    own.historyWidget.command !== null &&
      isOlder(own.package?.version, "0.66") &&
      "programs.fzf.historyWidget.command needs fzf 0.66 or newer: an older one does not look at it.",
  ],
});

const fzf = (own: Own, { lib }: Context): string => lib.program(own.package ?? "fzf");

function variables(own: Own): Readonly<Record<string, string | null>> {
  return {
    ...widgetVariables((name) => own[name]),
    FZF_DEFAULT_COMMAND: own.defaultCommand,
    FZF_DEFAULT_OPTS: joined([...own.defaultOptions, ...colorWords(own.colors)]),
    FZF_TMUX: own.tmux.enableShellIntegration ? "1" : null,
    FZF_TMUX_OPTS: joined(own.tmux.shellIntegrationOptions),
  };
}

const given = (variables: Readonly<Record<string, string | null>>) =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null));

interface Widget {
  readonly command: string | null;
  readonly options: readonly string[] | null;
}

const widgetVariables = (
  widgetNamed: (name: keyof typeof widgets) => Widget,
): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    (Object.keys(widgets) as (keyof typeof widgets)[]).flatMap((name) => {
      const { command, options } = widgetNamed(name);
      return [
        [`${widgets[name]}_COMMAND`, command],
        [`${widgets[name]}_OPTS`, joined(options ?? [])],
      ];
    }),
  );

/** What one shell has instead of all the others, a line for each variable. */
const overrides = (own: Own, shell: Shell, line: (name: string, value: string) => string): string =>
  Object.entries(widgetVariables((name) => own[name][shell]))
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${line(name, value!)}\n`)
    .join("");

const posixLine = (name: string, value: string): string => `export ${name}=${expandingQuote(value)}`;
const fishLine = (name: string, value: string): string => `set -gx ${name} ${expandingFishQuote(value)}`;
const nushellLine = (name: string, value: string): string => `$env.${name} = ${quoteNushell(value)}`;

const colorWords = (colors: Readonly<Record<string, string>>): readonly string[] => {
  const pairs = Object.entries(colors).map(([name, color]) => `${name}:${color}`);
  return pairs.length === 0 ? [] : [`--color ${pairs.sort().join(",")}`];
};

const joined = (words: readonly string[]): string | null => (words.length === 0 ? null : words.join(" "));
