/** Plugins, which Claude Code finds among the skills of a person. */
import { type Context, type FileSpecification, formats, type Json } from "lares/module";
import { baseNameOf } from "../coding-agents/documents.ts";

type Plugins = readonly string[] | Readonly<Record<string, string>>;
type Files = Record<string, FileSpecification | undefined>;

const manifest = ".claude-plugin/plugin.json";

/**
 * The folder and the name of the plugin that brings the configured servers. Permission rules name its tools
 * (`mcp__plugin_hm_…`): homes that are carried over keep theirs.
 */
export const servedName = "claude-code-home-manager";
const pluginName = "hm";

export const pluginsByName = (plugins: Plugins): Readonly<Record<string, string>> =>
  isList(plugins) ? Object.fromEntries(plugins.map((path) => [baseNameOf(path), path])) : plugins;

export const duplicateNames = (plugins: Plugins): readonly string[] => {
  const names = isList(plugins) ? plugins.map(baseNameOf) : [];
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
};

/** One link for each; a plugin that has no manifest gets one beside its parts. */
export const pluginFiles = (
  folder: string,
  plugins: Readonly<Record<string, string>>,
  { lib }: Context,
): Files =>
  Object.fromEntries(
    Object.entries(plugins).flatMap(([name, source]): [string, FileSpecification | undefined][] => {
      const at = `${folder}/${name}`;
      const isComplete =
        lib.file.kindOf(source) !== "directory" || lib.file.kindOf(`${source}/${manifest}`) !== undefined;
      if (isComplete) return [[at, { source }]];
      return [
        ...lib.file
          .namesIn(source)
          .map((part): [string, FileSpecification] => [`${at}/${part}`, { source: `${source}/${part}` }]),
        [`${at}/${manifest}`, formats.json.file({ name })],
      ];
    }),
  );

/** The configured servers as a plugin. */
export const servers = (
  folder: string,
  mcpServers: Readonly<Record<string, Json>>,
  lspServers: Readonly<Record<string, Json>>,
): Files => {
  const hasMcp = Object.keys(mcpServers).length > 0;
  const hasLsp = Object.keys(lspServers).length > 0;
  if (!hasMcp && !hasLsp) return {};
  const at = `${folder}/${servedName}`;
  return {
    [`${at}/${manifest}`]: formats.json.file({ name: pluginName }),
    [`${at}/.mcp.json`]: hasMcp ? formats.json.file({ mcpServers }) : undefined,
    [`${at}/.lsp.json`]: formats.json.file(lspServers),
  };
};

const isList = (plugins: Plugins): plugins is readonly string[] => Array.isArray(plugins);
