/** Vim: `~/.vimrc`, and plugins. */
import {
  defineProgram,
  type FileSpecification,
  joinText,
  linesOption,
  option,
  optionValues,
  packageNamed,
  programOptions,
  renamed,
  type TreeOf,
  t,
} from "lares/module";
import { pluginFolder, pluginFolders, withoutFolder } from "./neovim/plugins.ts";

const flag = (what: string) => option(t.nullOr(t.bool), { default: null, description: what });
const number = (what: string) => option(t.nullOr(t.int), { default: null, description: what });
const folders = (what: string) => option(t.nullOr(t.listOf(t.str)), { default: null, description: what });

const settings = {
  background: option(t.nullOr(t.enum("dark", "light")), {
    default: null,
    description: "How bright the terminal is.",
  }),
  backupdir: folders("Where copies are kept of files that are written."),
  copyindent: flag("Whether a new line is indented by the same characters as the one before."),
  directory: folders("Where swap files are kept."),
  expandtab: flag("Whether a tab is typed as spaces."),
  hidden: flag("Whether a buffer may be left with changes in it."),
  history: number("How many commands are remembered."),
  ignorecase: flag("Whether searches pass over case."),
  modeline: flag("Whether files may set options."),
  mouse: option(t.nullOr(t.enum("n", "v", "i", "c", "h", "a", "r")), {
    default: null,
    description: "In which modes the mouse counts.",
  }),
  mousefocus: flag("Whether the window below the mouse is the current one."),
  mousehide: flag("Whether the mouse is hidden while one types."),
  mousemodel: option(t.nullOr(t.enum("extend", "popup", "popup_setpos")), {
    default: null,
    description: "What the right button does.",
  }),
  number: flag("Whether lines have their numbers before them."),
  relativenumber: flag("Whether lines have their distance before them."),
  shiftwidth: number("How many columns an indentation is."),
  smartcase: flag("Whether a capital in a pattern makes case count."),
  tabstop: number("How many columns a tab is."),
  undodir: folders("Where undo files are kept."),
  undofile: flag("Whether changes can be undone after the file was closed."),
};

const options = {
  ...programOptions("Vim, a text editor", packageNamed("vim")),
  defaultEditor: option(t.bool, {
    default: false,
    description: "Whether programs open Vim to edit texts: `EDITOR` and `VISUAL`.",
  }),
  plugins: option(t.listOf(pluginFolder), {
    default: ({ lib }) => {
      const sensible = lib.package("vim-sensible");
      return sensible.outPath === undefined ? [] : [sensible];
    },
    defaultText: "vim-sensible, where a source of packages has it",
    description: "Plugins: packages, or paths of folders.",
    example: ["./vim/my-plugin"],
  }),
  settings: option(t.submodule(settings), {
    description: "Vim's own options; null leaves one to Vim.",
    example: { expandtab: true, history: 1000, background: "dark" },
  }),
  extraConfig: linesOption("Further lines of `~/.vimrc`.", "set nocompatible\n"),
  packageConfigurable: renamed<string>("programs.vim.package", { silent: true }),
};
export interface VimOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly vim: VimOptions;
  }
}

export default defineProgram("programs.vim", {
  url: import.meta.url,
  options,
  variables: ({ defaultEditor }) => (defaultEditor ? { EDITOR: "vim", VISUAL: "vim" } : {}),
  files: ({ settings, extraConfig, plugins }, context): Record<string, FileSpecification | undefined> => ({
    "~/.vimrc": joinText(...Object.entries(optionValues(settings)).map(setLine), extraConfig),
    ...pluginFolders("~/.vim/pack/lares", plugins.map(asPlugin), context),
  }),
  warnings: ({ plugins }) => [
    withoutFolder(plugins.map(asPlugin)).length > 0 &&
      `programs.vim.plugins: nothing is known of ${withoutFolder(plugins.map(asPlugin)).join(", ")} but the name. Give the path of the plugin's folder.`,
  ],
});

const asPlugin = <T>(plugin: T) => ({ plugin, optional: false });

const setLine = ([name, value]: [string, unknown]): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return `set ${value ? "" : "no"}${name}`;
  return `set ${name}=${Array.isArray(value) ? value.map(escaped).join(",") : String(value)}`;
};

/** A comma in a path is escaped for the list, and then all for `set`. */
const escaped = (path: string): string => path.replace(/[,\\]/g, "\\$&").replace(/[ \\|"]/g, "\\$&");
