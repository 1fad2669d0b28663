/** What can be said about Codex. */
import {
  formats,
  option,
  programOptions,
  renamed,
  sourcePath,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";
import { documentOption, documentsOption, documentsOrFolderOption } from "../coding-agents/documents.ts";

export const options = {
  ...programOptions("Codex, a coding agent", "codex"),
  enableMcpIntegration: option(t.bool, {
    default: false,
    description: "Whether to use the servers of `programs.mcp`; those of `settings.mcp_servers` win.",
  }),
  settings: option(t.nullOr(formats.toml.type), {
    default: {},
    description: "Settings: `config.toml`.",
    example: { model: "gpt-5-codex", approval_policy: "on-request" },
  }),
  profiles: option(t.attrsOf(formats.toml.type), {
    default: {},
    description: "Settings that `codex --profile NAME` puts over the others: `NAME.config.toml`.",
    example: { ci: { approval_policy: "never", sandbox_mode: "workspace-write" } },
  }),
  context: documentOption("Instructions for every project: `AGENTS.md`."),
  contextOverride: option(t.nullOr(textOrSource), {
    default: null,
    description: "Instructions to read instead of `AGENTS.md`: `AGENTS.override.md`.",
  }),
  hooks: formats.json.optionOrSource({
    description:
      "Hooks: `hooks.json`. Or the path of that file, or of a folder with it and the programs it runs.",
    example: { hooks: { SessionStart: [{ hooks: [{ type: "command", command: "date" }] }] } },
  }),
  rules: documentsOption("Rules for commands", {
    default: 'prefix_rule(pattern = ["git", "status"], decision = "allow")\n',
  }),
  skills: documentsOrFolderOption("Skills: each the text of its `SKILL.md`, or its folder"),
  marketplaces: option(t.attrsOf(sourcePath), {
    default: {},
    description: "Marketplaces of plugins, by name: packages, or paths of folders.",
  }),
  plugins: option(t.listOf(sourcePath), {
    default: [],
    description: "Plugins: packages, or paths of folders.",
  }),
  "custom-instructions": renamed<string>("programs.codex.context"),
};
export interface CodexOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly codex: CodexOptions;
  }
}
