/** What can be said about Claude Code. */
import {
  formats,
  option,
  type PackageReference,
  packageNamed,
  programOptions,
  renamed,
  sourcePath,
  type TreeOf,
  t,
} from "lares/module";
import { documentOption, documentsOption, documentsOrFolderOption } from "../coding-agents/documents.ts";

const folderOption = (what: string) =>
  option(t.nullOr(sourcePath), {
    default: null,
    description: `The path of a folder with ${what}; instead of naming each.`,
  });

export const options = {
  ...programOptions("Claude Code, a coding agent", packageNamed("claude-code", { mainProgram: "claude" })),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs["claude-code"].package,
    defaultText: "package",
    readOnly: true,
    description: "The package that is installed: `package`.",
  }),
  enableMcpIntegration: option(t.bool, {
    default: false,
    description: "Whether to use the servers of `programs.mcp`; those of `mcpServers` win.",
  }),
  configDir: option(t.str, {
    default: ({ config }) =>
      config.home.preferXdgDirectories
        ? `${config.xdg.configHome}/claude`
        : `${config.home.homeDirectory}/.claude`,
    defaultText: "~/.claude, or claude below xdg.configHome under home.preferXdgDirectories",
    description: "The folder that Claude Code reads all this from.",
  }),
  settings: formats.json.option({
    description: "Settings: `settings.json`.",
    example: { theme: "dark", includeCoAuthoredBy: false, permissions: { allow: ["Bash(git diff:*)"] } },
  }),
  context: documentOption("Instructions for every project: `CLAUDE.md`."),
  agents: documentsOption("Agents"),
  agentsDir: folderOption("agents"),
  commands: documentsOption("Commands"),
  commandsDir: folderOption("commands"),
  hooks: documentsOption("Programs for hooks, made executable", {
    "pre-edit": '#!/bin/sh\necho "About to edit $1"\n',
  }),
  hooksDir: folderOption("programs for hooks"),
  rules: documentsOption("Rules"),
  rulesDir: folderOption("rules"),
  outputStyles: documentsOption("Styles of output"),
  skills: documentsOrFolderOption("Skills: each the text of its `SKILL.md`, or its folder"),
  mcpServers: option(t.jsonObject, {
    default: {},
    description: "Servers of the Model Context Protocol, by name.",
    example: { github: { type: "http", url: "https://api.githubcopilot.com/mcp/" } },
  }),
  lspServers: option(t.jsonObject, {
    default: {},
    description: "Language servers, by name.",
    example: { go: { command: "gopls", args: ["serve"], extensionToLanguage: { ".go": "go" } } },
  }),
  marketplaces: option(t.attrsOf(sourcePath), {
    default: {},
    description: "Marketplaces of plugins, by name: packages, or paths of folders.",
  }),
  plugins: option(t.either(t.listOf(sourcePath), t.attrsOf(sourcePath)), {
    default: {} as Readonly<Record<string, string>>,
    description:
      "Plugins by name: packages, or paths of folders. A list takes the names from the folders, which is not for ever.",
  }),
  memory: {
    text: renamed<string>("programs.claude-code.context"),
    source: renamed<string>("programs.claude-code.context"),
  },
  skillsDir: renamed<string | PackageReference>("programs.claude-code.skills"),
};
export interface ClaudeCodeOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly "claude-code": ClaudeCodeOptions;
  }
}
