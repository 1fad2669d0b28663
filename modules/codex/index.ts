/** Codex: `~/.codex`, all but what it writes there itself. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  formats,
  type Json,
  type Own,
} from "lares/module";
import { documentFile, documentFiles, isFolder, skillsCheck } from "../coding-agents/documents.ts";
import { mapServers, sharedServers, withEnabled, withFilesRead } from "../mcp/servers.ts";
import { type CodexOptions, options } from "./options.ts";
import { pluginFiles, pluginSettings } from "./plugins.ts";

type Codex = Own<CodexOptions>;
type Table = { readonly [key: string]: Json };

export default defineProgram("programs.codex", {
  url: import.meta.url,
  options,
  files: (own, context) => {
    const at = (name: string) => `${codexHome(context)}/${name}`;
    return {
      [at("config.toml")]: formats.toml.file(settings(own, context)),
      ...Object.fromEntries(
        Object.entries(profiles(own)).map(([name, profile]) => [
          at(`${name}.config.toml`),
          formats.toml.file(profile),
        ]),
      ),
      [at("AGENTS.md")]: documentFile(own.context),
      [at("AGENTS.override.md")]: own.contextOverride ?? undefined,
      ...hookFiles(at, own.hooks, context),
      ...documentFiles(at("rules"), ".rules", own.rules),
      ...ownSkillFiles(at("skills"), own.skills, context),
      ...pluginFiles(at("lares"), own.plugins),
    };
  },
  variables: (_, context) => ({
    CODEX_HOME: context.config.home.preferXdgDirectories ? codexHome(context) : null,
  }),
  assertions: (own, context) => [skillsCheck("programs.codex.skills", own.skills, context)],
  warnings: ({ settings }) => [
    (settings?.profile !== undefined || settings?.profiles !== undefined) &&
      "programs.codex.settings has profile or profiles, which Codex does not read since 0.134: the profiles are written to files of their own. Move them to programs.codex.profiles, and choose one by `codex --profile`.",
  ],
});

const codexHome = ({ config }: Context): string =>
  config.home.preferXdgDirectories ? `${config.xdg.configHome}/codex` : `${config.home.homeDirectory}/.codex`;

const settings = (own: Codex, context: Context): Table => {
  const { profile, profiles, ...rest } = own.settings ?? {};
  const shared = mapServers(sharedServers(own, context), ({ headers, ...server }) => ({
    ...withFilesRead(withEnabled(server)),
    ...(headers && { http_headers: headers }),
  }));
  const plugins = pluginSettings(
    `${codexHome(context)}/lares`,
    own.plugins,
    mapServers(own.marketplaces, context.lib.stored),
  );
  return [{ mcp_servers: shared }, plugins].reduce<Table>(withDefaults, rest);
};

/** Tables that are not there are added; in one that is there, what it says itself wins. */
const withDefaults = (table: Table, defaults: Table): Table => ({
  ...table,
  ...Object.fromEntries(
    Object.entries(defaults)
      .filter(([, values]) => Object.keys(values as object).length > 0)
      .map(([key, values]) => [key, { ...(values as Table), ...(table[key] as Table | undefined) }]),
  ),
});

const profiles = (own: Codex): Readonly<Record<string, Table>> => ({
  ...(own.settings?.profiles as Readonly<Record<string, Table>> | undefined),
  ...own.profiles,
});

/** A folder brings `hooks.json`; the rest of it goes where the programs of hooks are looked for. */
const hookFiles = (
  at: (name: string) => string,
  hooks: Codex["hooks"],
  { lib }: Context,
): Record<string, FileSpecification | undefined> =>
  typeof hooks === "string" && lib.file.kindOf(hooks) === "directory"
    ? {
        [at("hooks.json")]: { source: `${hooks}/hooks.json` },
        [at("hooks")]: { source: hooks, recursive: true },
      }
    : { [at("hooks.json")]: formats.json.file(hooks) };

/** Codex goes into folders that are links, but passes over a `SKILL.md` that is one. */
const ownSkillFiles = (
  folder: string,
  skills: Codex["skills"],
  context: Context,
): Record<string, FileSpecification> => {
  if (typeof skills !== "string")
    return Object.fromEntries(
      Object.entries(skills).map(([name, skill]) =>
        isFolder(skill, context)
          ? [`${folder}/${name}`, skill]
          : [`${folder}/${name}/SKILL.md`, { ...skill, mode: "copy" as const }],
      ),
    );
  const { file } = context.lib;
  return Object.fromEntries(
    file
      .namesIn(skills)
      .map((name) => [
        `${folder}/${name}`,
        { source: `${skills}/${name}`, ...(file.kindOf(`${skills}/${name}`) === "file" && { mode: "copy" }) },
      ]),
  );
};
