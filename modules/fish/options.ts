/** What can be said about fish. */
import { linesOption, option, packageNamed, packagePath, removed, sourcePath, t } from "lares/module";
import { fishSessionVariables } from "./session-variables.ts";

const text = (description: string, example?: unknown) =>
  option(t.nullOr(t.str), { default: null, description, ...(example !== undefined && { example }) });
const names = t.nullOr(t.oneOf(t.str, t.listOf(t.str)));
const flag = (description: string) => option(t.bool, { default: false, description });

const functionOptions = t.submodule({
  body: option(t.lines, { description: "The function's code." }),
  argumentNames: option(names, {
    default: null,
    description: "Names for the function's arguments.",
    example: ["from", "to"],
  }),
  description: text("What the function does, as completions show it."),
  wraps: text("The command whose completions count for the function too."),
  onEvent: option(names, {
    default: null,
    description:
      "Events on which the function runs. Like the other occasions it makes fish read the function at start.",
    example: "fish_command_not_found",
  }),
  onVariable: text("The variable on whose changes the function runs.", "PWD"),
  onJobExit: option(t.nullOr(t.either(t.str, t.int)), {
    default: null,
    description: "The job on whose end the function runs, by process id, or `caller`.",
  }),
  onProcessExit: option(t.nullOr(t.either(t.str, t.int)), {
    default: null,
    description: "The process on whose end the function runs, by id.",
    example: "$fish_pid",
  }),
  onSignal: option(t.nullOr(t.either(t.str, t.int)), {
    default: null,
    description: "The signal on which the function runs, by name or number.",
    example: "SIGHUP",
  }),
  noScopeShadowing: flag("Whether the function sees and sets the variables of its caller."),
  inheritVariable: text("The variable whose value at definition the function keeps."),
});

const abbreviation = t.submodule({
  expansion: text("What the abbreviation becomes."),
  name: option(t.nullOr(t.str), {
    default: null,
    description: "The abbreviation's name, where several of different commands share a key; else its key.",
  }),
  position: text(
    "`anywhere` to expand it among arguments too, instead of in place of commands alone.",
    "anywhere",
  ),
  regex: text("The pattern of words to expand, instead of the name.", "^\\.\\.+$"),
  command: option(names, {
    default: null,
    description: "Commands among whose arguments it is expanded.",
    example: "git",
  }),
  setCursor: option(t.oneOf(t.bool, t.str), {
    default: false,
    description: "Whether the cursor goes to the `%` in the expansion; a text is the mark to use instead.",
  }),
  function: text("The function that prints the expansion.", "multicd"),
});

const mode = (description: string) =>
  option(t.nullOr(t.either(t.enum("default", "insert", "paste"), t.str)), { default: null, description });

const bind = t.submodule({
  enable: option(t.bool, { default: true, description: "Whether to make this binding." }),
  name: text("The keys, where they are not the entry's name."),
  command: option(names, {
    default: null,
    description: "What the keys do: commands, or names of fish's input functions.",
  }),
  mode: mode("The mode in which the binding counts."),
  setsMode: mode("The mode that the binding changes to."),
  operate: option(t.nullOr(t.enum("preset", "user")), {
    default: null,
    description: "Whether it is about fish's own bindings or the user's; null leaves it to fish.",
  }),
  erase: flag("Whether to remove the binding that is there, before any new one."),
  repaint: flag("Whether to draw the prompt again after the command."),
  silent: flag("Whether to take the keys for several modes without a word about it."),
});

const plugin = t.submodule({
  name: option(t.str, { description: "The plugin's name." }),
  src: option(t.oneOf(packagePath, sourcePath), {
    description: "The plugin's folder, or a package that is one.",
    example: "./fish/my-plugin",
  }),
});

const fishOptions = {
  enable: flag("Whether to configure fish: `fish/config.fish`, functions, completions and plugins."),
  package: option(t.nullOr(t.package), {
    default: packageNamed("fish"),
    description: "The fish package. Null installs none, for a fish that comes from elsewhere.",
  }),
  sessionVariablesPackage: option(t.package, {
    default: (context) =>
      context.lib.textFile({
        name: "hm-session-vars.fish",
        text: fishSessionVariables(context),
        destination: "/etc/profile.d/hm-session-vars.fish",
      }),
    defaultText: "a package with that file",
    readOnly: true,
    description:
      "The home's session variables for fish as a package, `etc/profile.d/hm-session-vars.fish` in it, for what starts fish in other ways.",
  }),
  generateCompletions: option(t.bool, {
    default: true,
    description: "Whether to make completions from the manual pages of the home's packages.",
  }),
  shellAliases: option(t.attrsOf(t.str), {
    default: {},
    description: "Aliases; `home.shellAliases` are among them unless redefined here.",
    example: { g: "git", "...": "cd ../.." },
  }),
  shellAbbrs: option(t.attrsOf(t.oneOf(t.str, abbreviation)), {
    default: {},
    description: "Abbreviations, which fish replaces by their text while one types.",
    example: { gco: "git checkout", "-C": { position: "anywhere", expansion: "--color" } },
  }),
  preferAbbrs: flag("Whether `home.shellAliases` become abbreviations here instead of aliases."),
  binds: option(t.attrsOf(bind), {
    default: {},
    description: "Keys and what they do, as `bind` takes them.",
    example: {
      "alt-s": { erase: true, operate: "preset" },
      "alt-b": { command: "fish_commandline_append bat" },
    },
  }),
  functions: option(t.attrsOf(t.oneOf(t.lines, functionOptions)), {
    default: {},
    description: "Functions by name; a text is the body of one with nothing else to say.",
    example: { mkcd: "mkdir -p $argv[1]; and cd $argv[1]" },
  }),
  completions: option(
    t.attrsOf(t.oneOf(t.lines, t.submodule({ body: option(t.lines, { description: "The completions." }) }))),
    {
      default: {},
      description: "Completions by command: the file that fish reads when the command is completed first.",
      example: { "my-prog": "complete -c my-prog -s o -l output\n" },
    },
  ),
  plugins: option(t.listOf(plugin), {
    default: [],
    description: "Plugins to load, in this order.",
    example: [{ name: "z", src: "./fish/z" }],
  }),
  shellInit: linesOption("Code of every shell."),
  loginShellInit: linesOption("Code of login shells."),
  interactiveShellInit: linesOption("Code of interactive shells."),
  shellInitLast: linesOption("Code of every shell, at the end of `config.fish`."),
  promptInit: removed(
    "define the function fish_prompt in programs.fish.functions, or the prompt in programs.fish.interactiveShellInit",
  ),
};

type Tree = typeof fishOptions;
export interface FishOptions extends Tree {}
export const options: FishOptions = fishOptions;

declare module "lares/module" {
  interface ProgramOptions {
    readonly fish: FishOptions;
  }
}
