/** What can be said about Kakoune. */
import { linesOption, option, packageNamed, programOptions, type TreeOf, t } from "lares/module";

const flag = (description: string, fallback = false) => option(t.bool, { default: fallback, description });
const text = (description: string, example?: string) =>
  option(t.nullOr(t.str), { default: null, description, ...(example !== undefined && { example }) });
const number = (description: string) => option(t.nullOr(t.unsigned), { default: null, description });

const hookNames = [
  "NormalIdle",
  "NormalKey",
  "InsertIdle",
  "InsertKey",
  "InsertChar",
  "InsertDelete",
  "InsertMove",
  "WinCreate",
  "WinClose",
  "WinResize",
  "WinDisplay",
  "WinSetOption",
  "BufSetOption",
  "BufNewFile",
  "BufOpenFile",
  "BufCreate",
  "BufWritePre",
  "BufWritePost",
  "BufReload",
  "BufClose",
  "BufOpenFifo",
  "BufReadFifo",
  "BufCloseFifo",
  "RuntimeError",
  "ModeChange",
  "PromptIdle",
  "GlobalSetOption",
  "KakBegin",
  "KakEnd",
  "FocusIn",
  "FocusOut",
  "RawKey",
  "InsertCompletionShow",
  "InsertCompletionHide",
  "ModuleLoaded",
  "ClientCreate",
  "ClientClose",
  "RegisterModified",
  "User",
] as const;

const hook = t.submodule({
  name: option(t.enum(...hookNames), { description: "When it runs.", example: "WinSetOption" }),
  option: text("A pattern of what it runs for.", "filetype=latex"),
  group: text("A group, by which it can be removed."),
  once: flag("Whether it runs but once."),
  commands: option(t.lines, {
    default: "",
    description: "The commands.",
    example: "set-option window indentwidth 2",
  }),
});

const keyMapping = t.submodule({
  mode: option(t.str, { description: "The mode.", example: "user" }),
  key: option(t.str, { description: "The key.", example: "<a-x>" }),
  effect: option(t.str, { description: "The keys that it stands for.", example: ":wq<ret>" }),
  docstring: text("What it does, for the help."),
});

const numberLines = t.submodule({
  enable: flag("Whether lines have their numbers before them."),
  relative: flag("Whether the numbers are distances from the cursor."),
  highlightCursor: flag("Whether the number of the cursor's line stands out."),
  separator: text("What stands between number and line."),
});

const showWhitespace = t.submodule({
  enable: flag("Whether white space can be seen."),
  lineFeed: text("How the end of a line is shown."),
  space: text("How a space is shown."),
  nonBreakingSpace: text("How a space is shown at which lines do not break."),
  tab: text("How a tab is shown."),
  tabStop: text("How the rest of a tab's width is shown."),
});

const wrapLines = t.submodule({
  enable: flag("Whether long lines are wrapped."),
  word: flag("Whether they are wrapped between words."),
  indent: flag("Whether what is wrapped is indented as its line is."),
  maxWidth: number("The longest that a line may be; null for the window's width."),
  marker: text("What stands before a wrapped part.", "⏎"),
});

const scrollOff = t.submodule({
  lines: option(t.unsigned, { default: 0, description: "Lines to see before and after the cursor." }),
  columns: option(t.unsigned, { default: 0, description: "Columns to see before and after the cursor." }),
});

const ui = t.submodule({
  setTitle: flag("Whether the title of the terminal's window is set."),
  statusLine: option(t.enum("top", "bottom"), {
    default: "bottom",
    description: "Where the status line is.",
  }),
  assistant: option(t.enum("clippy", "cat", "dilbert", "none"), {
    default: "clippy",
    description: "Who gives help.",
  }),
  enableMouse: flag("Whether the mouse counts."),
  shiftFunctionKeys: number("From which function key on they stand for those with Shift."),
});

const config = t.submodule({
  colorScheme: text("The colour scheme."),
  tabStop: number("How many columns a tab is."),
  indentWidth: number("How many columns an indentation is; 0 for a tab."),
  incrementalSearch: flag("Whether a pattern is searched while it is typed.", true),
  alignWithTabs: flag("Whether alignment uses tabs."),
  autoInfo: option(t.nullOr(t.listOf(t.enum("command", "onkey", "normal"))), {
    default: null,
    description: "Where help shows up by itself.",
    example: ["command", "normal"],
  }),
  autoComplete: option(t.nullOr(t.listOf(t.enum("insert", "prompt"))), {
    default: null,
    description: "Where completions show up by themselves.",
  }),
  autoReload: option(t.nullOr(t.enum("yes", "no", "ask")), {
    default: null,
    description: "Whether files that others changed are read again.",
  }),
  scrollOff: option(t.nullOr(scrollOff), { default: null, description: "What to see around the cursor." }),
  ui: option(t.nullOr(ui), { default: null, description: "How Kakoune looks in a terminal." }),
  showMatching: flag("Whether the other one of a pair of brackets stands out."),
  wrapLines: option(t.nullOr(wrapLines), { default: null, description: "How long lines are wrapped." }),
  numberLines: option(t.nullOr(numberLines), { default: null, description: "How lines are numbered." }),
  showWhitespace: option(t.nullOr(showWhitespace), {
    default: null,
    description: "How white space is shown.",
  }),
  keyMappings: option(t.listOf(keyMapping), { default: [], description: "What keys do." }),
  hooks: option(t.listOf(hook), { default: [], description: "What runs when something happens." }),
});

export const options = {
  ...programOptions("Kakoune, a text editor", packageNamed("kakoune", { mainProgram: "kak" })),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs.kakoune.package,
    defaultText: "package",
    readOnly: true,
    description: "The package that is installed: `package`.",
  }),
  defaultEditor: flag("Whether programs open Kakoune to edit texts: `EDITOR` and `VISUAL`."),
  config: option(t.nullOr(config), {
    default: null,
    description: "Settings; null for none but `extraConfig`.",
  }),
  extraConfig: linesOption("Further lines of `kakrc`."),
  plugins: option(t.listOf(t.package), { default: [], description: "Plugins: packages from the store." }),
  colorSchemePackage: option(t.nullOr(t.package), {
    default: null,
    description: "A package with colour schemes.",
  }),
};
export interface KakouneOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly kakoune: KakouneOptions;
  }
}
