/** What can be said about Zed. */
import { formats, option, packageNamed, programOptions, type TreeOf, t, textOrSource } from "lares/module";

const mutable = (file: string) =>
  option(t.bool, {
    default: true,
    description: `Whether Zed may change \`${file}\` too: at each switch what is configured is merged into the file. Otherwise the file is what is configured, and no more.`,
  });

const entries = (description: string, example: readonly object[]) =>
  option(t.json, { default: [], description, example });

export const options = {
  ...programOptions("Zed, a text editor", packageNamed("zed-editor", { mainProgram: "zeditor" })),
  defaultEditor: option(t.bool, {
    default: false,
    description: "Whether programs open Zed to edit texts: `EDITOR` and `VISUAL`.",
  }),
  enableMcpIntegration: option(t.bool, {
    default: false,
    description: "Whether to use the servers of `programs.mcp`; those of `userSettings.context_servers` win.",
  }),
  extraPackages: option(t.listOf(t.package), {
    default: [],
    description: "Programs that Zed is to find: language servers, formatters.",
  }),
  extensions: option(t.listOf(t.str), {
    default: [],
    description: "Extensions that Zed installs when it starts.",
    example: ["nix", "toml"],
  }),
  userSettings: formats.json.option({
    description: "Settings: `settings.json`.",
    example: { vim_mode: true, buffer_font_size: 16, telemetry: { metrics: false } },
  }),
  userKeymaps: entries("What keys do, by context: `keymap.json`.", [
    { context: "Workspace", bindings: { "ctrl-shift-t": "workspace::NewTerminal" } },
  ]),
  userTasks: entries("Tasks: `tasks.json`.", [{ label: "Format", command: "make", args: ["format"] }]),
  userDebug: entries("Ways to debug: `debug.json`.", [{ label: "Go", adapter: "Delve", request: "launch" }]),
  mutableUserSettings: mutable("settings.json"),
  mutableUserKeymaps: mutable("keymap.json"),
  mutableUserTasks: mutable("tasks.json"),
  mutableUserDebug: mutable("debug.json"),
  themes: option(t.attrsOf(t.either(textOrSource, t.jsonObject)), {
    default: {},
    description: "Colour themes by name: what is in them, texts in JSON, or paths of files.",
  }),
  installRemoteServer: option(t.bool, {
    default: false,
    description: "Whether to install the server with which Zed elsewhere edits files here, from the store.",
  }),
};
export interface ZedEditorOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "zed-editor": ZedEditorOptions;
  }
}
