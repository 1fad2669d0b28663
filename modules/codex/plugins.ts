/** Plugins, which Codex installs from marketplaces: the ones given here make a marketplace of their own. */
import { type FileSpecification, formats, type Json } from "lares/module";
import { baseNameOf } from "../coding-agents/documents.ts";

const marketplace = "lares";

/** `folder` holds the marketplace: its index, and a link to each plugin. */
export const pluginFiles = (
  folder: string,
  plugins: readonly string[],
): Record<string, FileSpecification | undefined> => {
  if (plugins.length === 0) return {};
  const index = {
    name: marketplace,
    plugins: plugins.map((path) => ({
      name: baseNameOf(path),
      source: { source: "local", path: `./plugins/${baseNameOf(path)}` },
      policy: { installation: "INSTALLED_BY_DEFAULT", authentication: "ON_USE" },
      category: "Productivity",
    })),
  };
  return {
    [`${folder}/.agents/plugins/marketplace.json`]: formats.json.file(index),
    ...Object.fromEntries(plugins.map((path) => [`${folder}/plugins/${baseNameOf(path)}`, { source: path }])),
  };
};

/** Where the marketplaces are, and which plugins to use. */
export const pluginSettings = (
  folder: string,
  plugins: readonly string[],
  marketplaces: Readonly<Record<string, string>>,
): Readonly<Record<string, Json>> => {
  const all = { ...(plugins.length > 0 && { [marketplace]: folder }), ...marketplaces };
  return {
    marketplaces: Object.fromEntries(
      Object.entries(all).map(([name, source]) => [name, { source_type: "local", source }]),
    ),
    plugins: Object.fromEntries(
      plugins.map((path) => [`${baseNameOf(path)}@${marketplace}`, { enabled: true }]),
    ),
  };
};
