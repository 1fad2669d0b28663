/** GitHub Copilot in the terminal: `~/.copilot`, all but what it writes there itself. */
import {
  type Context,
  defineProgram,
  formats,
  type Json,
  type Own,
  option,
  packageNamed,
  programOptions,
  type TreeOf,
  t,
} from "lares/module";
import {
  documentFile,
  documentFiles,
  documentOption,
  documentsOrFolderOption,
  skillFiles,
  skillsCheck,
} from "./coding-agents/documents.ts";
import { mapServers, sharedServers, withFilesRead, withoutDisabled } from "./mcp/servers.ts";

const options = {
  ...programOptions(
    "GitHub Copilot in the terminal",
    packageNamed("github-copilot-cli", { mainProgram: "copilot" }),
  ),
  enableMcpIntegration: option(t.bool, {
    default: false,
    description: "Whether to use the servers of `programs.mcp`; those of `mcpServers` win.",
  }),
  configDir: option(t.str, {
    default: ({ config }) =>
      config.home.preferXdgDirectories
        ? `${config.xdg.configHome}/copilot`
        : `${config.home.homeDirectory}/.copilot`,
    defaultText: "~/.copilot, or copilot below xdg.configHome under home.preferXdgDirectories",
    description: "The folder that Copilot reads all this from.",
  }),
  settings: formats.json.option({
    description: "Settings: `config.json`.",
    example: { model: "claude-sonnet-4-5", theme: "dark", trusted_folders: ["/home/ada/projects"] },
  }),
  context: documentOption("Instructions for every project: `copilot-instructions.md`."),
  agents: documentsOrFolderOption("Agents"),
  skills: documentsOrFolderOption("Skills: each the text of its `SKILL.md`, or its folder"),
  mcpServers: option(t.jsonObject, {
    default: {},
    description: "Servers of the Model Context Protocol, by name.",
    example: {
      playwright: { type: "local", command: "npx", args: ["@playwright/mcp@latest"], tools: ["*"] },
    },
  }),
  lspServers: option(t.jsonObject, {
    default: {},
    description: "Language servers, by name.",
    example: { go: { command: "gopls", args: ["serve"], fileExtensions: { ".go": "go" } } },
  }),
};
export interface GithubCopilotCliOptions extends TreeOf<typeof options> {}
type Copilot = Own<GithubCopilotCliOptions>;

declare module "lares/module" {
  interface ProgramOptions {
    readonly "github-copilot-cli": GithubCopilotCliOptions;
  }
}

export default defineProgram("programs.github-copilot-cli", {
  url: import.meta.url,
  options,
  files: (own, context) => {
    const at = (name: string) => `${own.configDir}/${name}`;
    const mcpServers = { ...copilotServers(own, context), ...own.mcpServers };
    return {
      [at("config.json")]: settingsFile(own.settings),
      [at("mcp-config.json")]: Object.keys(mcpServers).length > 0 && formats.json.file({ mcpServers }),
      [at("lsp-config.json")]:
        Object.keys(own.lspServers).length > 0 && formats.json.file({ lspServers: own.lspServers }),
      [at("copilot-instructions.md")]: documentFile(own.context),
      ...documentFiles(at("agents"), ".agent.md", own.agents),
      ...skillFiles(at("skills"), own.skills, context),
    };
  },
  variables: ({ configDir }, { config }) => ({
    COPILOT_HOME: configDir === `${config.home.homeDirectory}/.copilot` ? null : configDir,
  }),
  assertions: (own, context) => [
    skillsCheck("programs.github-copilot-cli.skills", own.skills, context),
    {
      assertion: typeof own.agents !== "string" || context.lib.file.kindOf(own.agents) !== "file",
      message:
        "programs.github-copilot-cli.agents is the path of a file: give the folder that holds all agents.",
    },
  ],
});

/** With the date of its first start Copilot does not greet at every one, which it could not write down here. */
const settingsFile = (settings: Copilot["settings"]) =>
  Object.keys(settings).length > 0 &&
  formats.json.file({ firstLaunchAt: "1970-01-01T00:00:00.000Z", ...settings });

/** Which tools may be used has to be said; one that is switched off is left out. */
const copilotServers = (own: Copilot, context: Context): Readonly<Record<string, Json>> =>
  mapServers(withoutDisabled(sharedServers(own, context)), ({ enabled, disabled, ...server }) => ({
    tools: ["*"],
    ...(server.command === undefined ? { type: "http" } : { type: "local", args: [] }),
    ...withFilesRead(server),
  }));
