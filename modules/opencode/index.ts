/** OpenCode: `opencode/`, and its server for browsers. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  formats,
  type Json,
  type JsonValue,
  type Own,
  quoteShell,
  quoteShellWords,
  sortKeys,
  t,
} from "lares/module";
import { documentFile, documentFiles, skillFiles, skillsCheck } from "../coding-agents/documents.ts";
import {
  mapServers,
  type PlainServer,
  sharedServers,
  withEnabled,
  withFileReferences,
} from "../mcp/servers.ts";
import { type OpencodeOptions, options } from "./options.ts";

type Opencode = Own<OpencodeOptions>;
type Table = { readonly [key: string]: Json };

export default defineProgram("programs.opencode", {
  url: import.meta.url,
  options,
  packages: (own) => [own.package, ...own.extraPackages],
  files: (own, context) => ({
    "opencode/opencode.json": settingsFile(own, context),
    "opencode/tui.json":
      Object.keys(own.tui).length > 0 &&
      formats.json.file({ $schema: "https://opencode.ai/tui.json", ...own.tui }),
    "opencode/AGENTS.md": documentFile(own.context),
    ...documentFiles("opencode/agents", ".md", own.agents),
    ...documentFiles("opencode/commands", ".md", own.commands),
    ...documentFiles("opencode/tools", ".ts", own.tools),
    ...skillFiles("opencode/skills", own.skills, context),
    ...themeFiles(own.themes),
  }),
  units: ({ package: opencode, web }, { lib }) =>
    !web.enable
      ? {}
      : {
          services: {
            "opencode-web": {
              Unit: { Description: "OpenCode Web Service", After: ["network.target"] },
              Service: {
                ExecStart: [
                  lib.program(opencode ?? "opencode"),
                  "serve",
                  quoteShellWords(web.extraArgs),
                ].join(" "),
                Restart: "always",
                RestartSec: 5,
                ...(web.environmentFile !== null && { EnvironmentFile: web.environmentFile }),
              },
              Install: { WantedBy: ["default.target"] },
            },
          },
        },
  agents: ({ package: opencode, web }, { lib }) => {
    const words = [lib.program(opencode ?? "opencode"), "serve", ...web.extraArgs];
    return {
      "opencode-web": {
        enable: web.enable,
        config: {
          ProgramArguments: web.environmentFile === null ? words : [wrapper(web.environmentFile, words, lib)],
          KeepAlive: { Crashed: true, SuccessfulExit: false },
          ProcessType: "Background",
          RunAtLoad: true,
        },
      },
    };
  },
  assertions: (own, context) => [
    skillsCheck("programs.opencode.skills", own.skills, context),
    ...(["agents", "commands", "tools", "themes"] as const).map((name) => {
      const value = own[name];
      return {
        assertion: typeof value !== "string" || context.lib.file.kindOf(value) !== "file",
        message: `programs.opencode.${name} is the path of a file: give the folder that holds all ${name}.`,
      };
    }),
  ],
});

const settingsFile = (own: Opencode, context: Context): FileSpecification | undefined => {
  const shared = mapServers(sharedServers(own, context), opencodeServer);
  const { permission, ...settings } = own.settings;
  const mcp = { ...shared, ...(settings.mcp as Table | undefined) };
  const all: Table = { ...settings, ...(Object.keys(mcp).length > 0 && { mcp }) };
  if (permission === undefined && Object.keys(all).length === 0) return undefined;
  const sorted = sortKeys({ $schema: "https://opencode.ai/config.json", ...all } as JsonValue) as Table;
  const ordered = { ...sorted, ...(permission !== undefined && { permission: inRuleOrder(permission) }) };
  return { text: `${JSON.stringify(ordered, null, 2)}\n` };
};

/** Rules of one tool, and tools, in the order that their entries ask for. */
const inRuleOrder = (rules: Json): Json => {
  if (typeof rules !== "object" || rules === null || Array.isArray(rules)) return rules;
  const entries = mapServers(rules as Readonly<Record<string, Json>>, (rule) =>
    isEntry(rule) ? { before: [], after: [], ...rule } : { before: [], after: [], data: rule },
  );
  return Object.fromEntries(t.inOrder<Json>(entries).map(([name, rule]) => [name, inRuleOrder(rule)]));
};

const isEntry = (rule: Json): rule is { readonly data: Json } =>
  typeof rule === "object" && rule !== null && "data" in rule;

const opencodeServer = ({ command, args = [], env, ...server }: PlainServer): Json => {
  const { env: environment, ...rest } = withFileReferences({
    ...withEnabled(server),
    ...(env && { env }),
  });
  return {
    type: command === undefined ? "remote" : "local",
    ...(rest as Table),
    ...(command !== undefined && { command: [command, ...args] }),
    ...(environment !== undefined && { environment }),
  };
};

const themeFiles = (themes: Opencode["themes"]): Record<string, FileSpecification | undefined> =>
  typeof themes === "string"
    ? documentFiles("opencode/themes", ".json", themes)
    : Object.fromEntries(
        Object.entries(themes).map(([name, theme]) => [`opencode/themes/${name}.json`, themeFile(theme)]),
      );

const themeFile = (theme: Exclude<Opencode["themes"], string>[string]): FileSpecification | undefined => {
  if (isFile(theme)) return theme;
  return formats.json.file({ $schema: "https://opencode.ai/theme.json", ...(theme as Table) });
};

const isFile = (theme: object): theme is FileSpecification =>
  Object.keys(theme).length === 1 && ("text" in theme || "source" in theme);

/** Launchd reads no files with variables. */
const wrapper = (file: string, words: readonly string[], lib: Context["lib"]): string => {
  const name = "opencode-launchd-wrapper";
  const text = `#!/bin/sh\nset -a\n. ${quoteShell(file)}\nset +a\nexec ${quoteShellWords(words)}\n`;
  return `${lib.textFile({ name, text, executable: true, destination: `/bin/${name}` })}/bin/${name}`;
};
