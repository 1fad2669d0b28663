/** Claude Code: `~/.claude`, all but what it writes there itself. */
import { type Context, defineProgram, formats, isOlder, type Json, type Own } from "lares/module";
import { documentFile, documentFiles, skillFiles, skillsCheck } from "../coding-agents/documents.ts";
import { mapServers, sharedServers, withFilesRead, withoutDisabled } from "../mcp/servers.ts";
import { type ClaudeCodeOptions, options } from "./options.ts";
import { duplicateNames, pluginFiles, pluginsByName, servedName, servers } from "./plugins.ts";

export type ClaudeCode = Own<ClaudeCodeOptions>;

export default defineProgram("programs.claude-code", {
  url: import.meta.url,
  options,
  files: (own, context) => {
    const at = (name: string) => `${own.configDir}/${name}`;
    return {
      [at("settings.json")]: settingsFile(own, context),
      [at("CLAUDE.md")]: documentFile(own.context),
      ...documentFiles(at("agents"), ".md", own.agentsDir ?? own.agents),
      ...documentFiles(at("commands"), ".md", own.commandsDir ?? own.commands),
      ...documentFiles(at("hooks"), "", own.hooksDir ?? own.hooks, { executable: true }),
      ...documentFiles(at("rules"), ".md", own.rulesDir ?? own.rules),
      ...documentFiles(at("output-styles"), ".md", own.outputStyles),
      ...skillFiles(at("skills"), own.skills, context),
      ...pluginFiles(at("skills"), pluginsByName(own.plugins), context),
      ...servers(at("skills"), mcpServers(own, context), own.lspServers),
    };
  },
  variables: ({ configDir }, { config }) => ({
    CLAUDE_CONFIG_DIR: configDir === `${config.home.homeDirectory}/.claude` ? null : configDir,
  }),
  assertions: (own, context) => [
    ...(["agents", "commands", "hooks", "rules"] as const).map((name) => ({
      assertion: own[`${name}Dir`] === null || Object.keys(own[name]).length === 0,
      message: `programs.claude-code.${name} and programs.claude-code.${name}Dir are both set: put all ${name} into one of them.`,
    })),
    skillsCheck("programs.claude-code.skills", own.skills, context),
    {
      assertion: duplicateNames(own.plugins).length === 0,
      message: `programs.claude-code.plugins has several folders called ${duplicateNames(own.plugins).join(", ")}: name each, as in plugins = { mine: "./mine" }.`,
    },
    {
      assertion: clashes(own).length === 0,
      message: `programs.claude-code: several skills and plugins are called ${clashes(own).join(", ")}, and both go to skills/: rename one.`,
    },
  ],
  warnings: (own, context) => [
    isOlder(own.package?.version, firstWithPlugins) &&
      hasPlugins(own, context) &&
      `programs.claude-code.package is version ${own.package?.version}, which does not look for plugins and servers where they are put: that needs ${firstWithPlugins} or newer.`,
    Array.isArray(own.plugins) &&
      own.plugins.length > 0 &&
      'programs.claude-code.plugins is a list, which will not be taken for ever: name each plugin, as in plugins = { mine: "./mine" }.',
  ],
});

const settingsFile = ({ settings, marketplaces }: ClaudeCode, { lib }: Context) => {
  const known = mapServers(marketplaces, (path) => ({
    source: { source: "directory", path: lib.stored(path) },
  }));
  const all: Readonly<Record<string, Json>> = {
    ...settings,
    ...(Object.keys(known).length > 0 && {
      extraKnownMarketplaces: { ...known, ...(settings.extraKnownMarketplaces as object | undefined) },
    }),
  };
  if (Object.keys(all).length === 0) return undefined;
  return formats.json.file({ $schema: "https://json.schemastore.org/claude-code-settings.json", ...all });
};

/** Servers have no `enabled` here: one that is switched off is left out. */
const mcpServers = (own: ClaudeCode, context: Context): Readonly<Record<string, Json>> => ({
  ...mapServers(withoutDisabled(sharedServers(own, context)), ({ enabled, disabled, ...server }) => ({
    type: server.url === undefined ? "stdio" : "http",
    ...withFilesRead(server),
  })),
  ...own.mcpServers,
});

/** Plugins of a person lie among the skills since then. */
const firstWithPlugins = "2.1.157";

const hasPlugins = (own: ClaudeCode, context: Context): boolean =>
  [pluginsByName(own.plugins), mcpServers(own, context), own.lspServers].some(
    (named) => Object.keys(named).length > 0,
  );

const clashes = ({ plugins, skills, mcpServers, lspServers }: ClaudeCode): readonly string[] => {
  const served = Object.keys(mcpServers).length + Object.keys(lspServers).length > 0;
  const taken = new Set([
    ...(typeof skills === "string" ? [] : Object.keys(skills)),
    ...(served ? [servedName] : []),
  ]);
  return Object.keys(pluginsByName(plugins)).filter((name) => taken.has(name));
};
