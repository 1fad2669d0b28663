/** The lines of kakrc. */
import type { Own } from "lares/module";
import type { KakouneOptions } from "./options.ts";

type Settings = NonNullable<Own<KakouneOptions>["config"]>;
type Scalar = string | number | null | false;

export const settingLines = (own: Settings): readonly string[] =>
  [
    own.colorScheme !== null && `colorscheme ${own.colorScheme}`,
    setOption("tabstop", own.tabStop),
    setOption("indentwidth", own.indentWidth),
    setOption("incsearch", !own.incrementalSearch && "false"),
    setOption("aligntab", own.alignWithTabs && "true"),
    setOption("autoinfo", joined(own.autoInfo)),
    setOption("autocomplete", joined(own.autoComplete)),
    setOption("autoreload", own.autoReload),
    own.scrollOff && setOption("scrolloff", `${own.scrollOff.lines},${own.scrollOff.columns}`),
    own.ui && `set-option global ui_options ${uiWords(own.ui)}`,
    wrapLine(own.wrapLines),
    numberLine(own.numberLines),
    own.showMatching && "add-highlighter global/ show-matching",
    whitespaceLine(own.showWhitespace),
    ...own.keyMappings.map(mappingLine),
    ...own.hooks.map(hookLines),
  ].filter((line) => typeof line === "string" && line !== "") as string[];

const setOption = (name: string, value: Scalar): string =>
  value === null || value === false ? "" : `set-option global ${name} ${value}`;

const joined = (words: readonly string[] | null): string | null => {
  if (words === null) return null;
  return words.length === 0 ? "''" : words.join("|");
};

const highlighter = (name: string, ...parts: readonly (string | null | false)[]): string =>
  ["add-highlighter global/", name, ...parts.filter((part) => typeof part === "string")].join(" ");

const valued = (flag: string, value: string | number | null): string | null =>
  value === null ? null : `-${flag} ${quoted(String(value))}`;

const wrapLine = (own: Settings["wrapLines"]): string =>
  !own?.enable
    ? ""
    : highlighter(
        "wrap",
        own.word && "-word",
        own.indent && "-indent",
        valued("marker", own.marker),
        own.maxWidth !== null && `-width ${own.maxWidth}`,
      );

const numberLine = (own: Settings["numberLines"]): string =>
  !own?.enable
    ? ""
    : highlighter(
        "number-lines",
        own.relative && "-relative",
        own.highlightCursor && "-hlcursor",
        valued("separator", own.separator),
      );

const whitespaceLine = (own: Settings["showWhitespace"]): string =>
  !own?.enable
    ? ""
    : highlighter(
        "show-whitespaces",
        valued("tab", own.tab),
        valued("tabpad", own.tabStop),
        valued("spc", own.space),
        valued("nbsp", own.nonBreakingSpace),
        valued("lf", own.lineFeed),
      );

const uiWords = (own: NonNullable<Settings["ui"]>): string =>
  [
    `terminal_set_title=${own.setTitle}`,
    `terminal_status_on_top=${own.statusLine === "top"}`,
    `terminal_assistant=${own.assistant}`,
    `terminal_enable_mouse=${own.enableMouse}`,
    ...(own.shiftFunctionKeys === null ? [] : [`terminal_shift_function_key=${own.shiftFunctionKeys}`]),
  ].join(" ");

const mappingLine = ({ mode, key, effect, docstring }: Settings["keyMappings"][number]): string =>
  [
    "map global",
    ...(docstring === null ? [] : [`-docstring ${quoted(docstring)}`]),
    mode,
    quoted(key),
    quoted(effect),
  ].join(" ");

const hookLines = ({ name, option, group, once, commands }: Settings["hooks"][number]): string =>
  [
    "hook",
    ...(group === null ? [] : [`-group ${group}`]),
    ...(once ? ["-once"] : []),
    "global",
    name,
    quoted(option ?? ".*"),
    `%{\n${commands.replace(/\n*$/, "\n")}}`,
  ].join(" ");

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
