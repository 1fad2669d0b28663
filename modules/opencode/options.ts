/** What can be said about OpenCode. */
import {
  formats,
  type Json,
  type JsonDefinition,
  type Option,
  option,
  programOptions,
  renamed,
  sourcePath,
  type TextOrSource,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";
import { documentOption, documentsOrFolderOption } from "../coding-agents/documents.ts";

const webOptions = {
  enable: option(t.bool, { default: false, description: "Whether to run OpenCode's server for browsers." }),
  extraArgs: option(t.listOf(t.str), {
    default: [],
    description: "Arguments of `opencode serve`.",
    example: ["--hostname", "0.0.0.0", "--port", "4096"],
  }),
  environmentFile: option(t.nullOr(t.path), {
    default: null,
    description: "A file with environment variables for the server, such as keys.",
    example: "/run/secrets/opencode-web",
  }),
};

/** A theme is data, or a file. */
const theme = t.either(textOrSource, t.jsonObject);
type Themes = Readonly<Record<string, TextOrSource | Readonly<Record<string, Json>>>> | string;

export const options = {
  ...programOptions("OpenCode, a coding agent", "opencode"),
  enableMcpIntegration: option(t.bool, {
    default: false,
    description: "Whether to use the servers of `programs.mcp`; those of `settings.mcp` win.",
  }),
  extraPackages: option(t.listOf(t.package), {
    default: [],
    description: "Programs that OpenCode is to find: language servers, formatters.",
  }),
  settings: formats.json.option({
    description:
      "Settings: `opencode.json`. The last rule under `permission` that fits counts: one given as `{ data, before, after }` says which rules it stands before or after.",
    example: { model: "anthropic/claude-sonnet-4-20250514", autoupdate: true },
  }),
  tui: formats.json.option({
    description: "Settings of the terminal interface: `tui.json`.",
    example: { theme: "system", keybinds: { leader: "alt+b" } },
  }),
  context: documentOption("Instructions for every project: `AGENTS.md`."),
  agents: documentsOrFolderOption("Agents"),
  commands: documentsOrFolderOption("Commands"),
  tools: documentsOrFolderOption("Tools, in TypeScript"),
  skills: documentsOrFolderOption("Skills: each the text of its `SKILL.md`, or its folder"),
  themes: option(t.either(sourcePath, t.attrsOf(theme)), {
    default: {},
    description:
      "Colour themes, by name: what is in them, or paths of files. Or the path of a folder with all of them.",
  }) as Option<Themes, string | Readonly<Record<string, JsonDefinition>>>,
  web: webOptions,
  rules: renamed<string>("programs.opencode.context"),
};
export interface OpencodeOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly opencode: OpencodeOptions;
  }
}
