/** What can be said about Visual Studio Code and the editors made of it. */
import { formats, option, type PackageReference, programOptions, t } from "lares/module";

const nullableBool = (what: string) =>
  option(t.nullOr(t.bool), {
    default: null,
    description: `Whether to look for new versions of ${what}; null leaves it.`,
  });

const keybinding = t.freeform(t.json, {
  key: option(t.str, { description: "The keys.", example: "ctrl+c" }),
  command: option(t.nullOr(t.str), {
    default: null,
    description: "What they do.",
    example: "editor.action.clipboardCopyAction",
  }),
  when: option(t.nullOr(t.str), {
    default: null,
    description: "When they do it.",
    example: "textInputFocus",
  }),
  args: option(t.nullOr(t.json), { default: null, description: "What the command is to know." }),
});

const snippets = (which: string, example: object) =>
  formats.json.option({ description: `Snippets ${which}.`, example });

const fixme = { prefix: ["fixme"], body: ["$LINE_COMMENT FIXME: $0"], description: "Insert a FIXME remark" };

const profileOptions = {
  userSettings: formats.json.optionOrSource({
    description: "Settings: `settings.json`. Or the path of that file.",
    example: { "files.autoSave": "off", "[nix]": { "editor.tabSize": 2 } },
  }),
  userTasks: formats.json.optionOrSource({
    description: "Tasks: `tasks.json`. Or the path of that file.",
    example: { version: "2.0.0", tasks: [{ type: "shell", label: "Hello", command: "hello" }] },
  }),
  userMcp: formats.json.optionOrSource({
    description: "Servers of the Model Context Protocol: `mcp.json`. Or the path of that file.",
    example: { servers: { Github: { url: "https://api.githubcopilot.com/mcp/" } } },
  }),
  enableMcpIntegration: option(t.bool, {
    default: false,
    description: "Whether to use the servers of `programs.mcp`; those of `userMcp` win.",
  }),
  keybindings: option(t.either(t.path, t.listOf(keybinding)), {
    default: [],
    description: "What keys do: `keybindings.json`. Or the path of that file.",
    example: [{ key: "ctrl+c", command: "editor.action.clipboardCopyAction", when: "textInputFocus" }],
  }),
  languageSnippets: snippets("by language", { haskell: { fixme } }),
  globalSnippets: snippets("for all languages", { fixme }),
  extensions: option(t.listOf(t.package), {
    default: [],
    description:
      "Extensions: packages, or names such as `vscodevim.vim`, which the editor fetches itself at a switch.",
    example: ["vscodevim.vim"],
  }),
  enableUpdateCheck: nullableBool("the editor"),
  enableExtensionUpdateCheck: nullableBool("extensions"),
};

/** Options of an editor called `about`. */
export const codeEditorOptions = (about: string, reference: PackageReference) => ({
  ...programOptions(about, reference),
  argvSettings: formats.json.optionOrSource({
    description: "How the editor is to start: `argv.json`. Or the path of that file.",
    example: { "enable-crash-reporter": false },
  }),
  mutableExtensionsDir: option(t.bool, {
    default: true,
    description: "Whether extensions may be installed by hand beside those that are configured.",
  }),
  profiles: option(t.attrsOf(t.submodule(profileOptions)), {
    default: {},
    description:
      "What each profile of the editor is like, by name; the one that it starts with is `default`.",
  }),
});

export type CodeEditorOptions = ReturnType<typeof codeEditorOptions>;
