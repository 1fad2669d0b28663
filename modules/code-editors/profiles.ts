/** The files of one profile. */
import {
  type Context,
  type FileSpecification,
  formats,
  type Json,
  type JsonValue,
  optionValues,
  toJson,
} from "lares/module";
import { mapServers, sharedServers, withFilesRead, withoutDisabled } from "../mcp/servers.ts";
import type { CodeEditor } from "./editor.ts";

type Profile = CodeEditor["profiles"][string];
type Files = Record<string, FileSpecification | undefined>;

export const profileFiles = (folder: string, profile: Profile, context: Context): Files => ({
  [`${folder}/settings.json`]: formats.json.file(settings(profile)),
  [`${folder}/tasks.json`]: formats.json.file(profile.userTasks),
  [`${folder}/mcp.json`]: formats.json.file(mcp(profile, context)),
  [`${folder}/keybindings.json`]: keybindingsFile(profile.keybindings),
  [`${folder}/snippets/global.code-snippets`]: formats.json.file(profile.globalSnippets),
  ...Object.fromEntries(
    Object.entries(profile.languageSnippets).map(([language, snippets]) => [
      `${folder}/snippets/${language}.json`,
      formats.json.file(snippets as Readonly<Record<string, Json>>),
    ]),
  ),
});

/** A file of one's own says all by itself. */
const settings = ({ userSettings, enableUpdateCheck, enableExtensionUpdateCheck }: Profile) =>
  typeof userSettings === "string"
    ? userSettings
    : {
        ...userSettings,
        ...(enableUpdateCheck === false && { "update.mode": "none" }),
        ...(enableExtensionUpdateCheck === false && { "extensions.autoCheckUpdates": false }),
      };

/** Servers have no `enabled` here: one that is switched off is left out. */
const mcp = (profile: Profile, context: Context) => {
  if (typeof profile.userMcp === "string") return profile.userMcp;
  const shared = mapServers(
    withoutDisabled(sharedServers(profile, context)),
    ({ enabled, disabled, ...server }): Json => ({
      type: server.url === undefined ? "stdio" : "http",
      ...withFilesRead(server),
    }),
  );
  const servers = { ...shared, ...(profile.userMcp.servers as Readonly<Record<string, Json>> | undefined) };
  return { ...profile.userMcp, ...(Object.keys(servers).length > 0 && { servers }) };
};

const keybindingsFile = (keybindings: Profile["keybindings"]): FileSpecification | undefined => {
  if (typeof keybindings === "string") return { source: keybindings };
  if (keybindings.length === 0) return undefined;
  return {
    text: toJson(
      keybindings.map((binding) =>
        Object.fromEntries(Object.entries(optionValues(binding)).filter(([, value]) => value !== null)),
      ) as JsonValue,
    ),
  };
};
