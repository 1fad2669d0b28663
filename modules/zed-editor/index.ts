/** Zed: `zed/`, partly together with Zed itself. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  formats,
  type Json,
  type JsonValue,
  type Own,
  type TextOrSource,
  toJson,
} from "lares/module";
import { mapServers, sharedServers, withEnabled, withFilesRead } from "../mcp/servers.ts";
import { mergeInto } from "../merged-json/step.ts";
import { options, type ZedEditorOptions } from "./options.ts";

type Zed = Own<ZedEditorOptions>;

/** One of Zed's files: in a list the elements with the same `key` are one. */
interface Part {
  readonly step: string;
  readonly file: string;
  readonly key?: string;
  readonly mutable: boolean;
  readonly value: Json;
}

export default defineProgram("programs.zed-editor", {
  url: import.meta.url,
  options,
  packages: (own) => [own.package, ...own.extraPackages],
  variables: ({ defaultEditor }) =>
    defaultEditor ? { EDITOR: "zeditor --wait", VISUAL: "zeditor --wait" } : {},
  files: (own, context) => ({
    ...Object.fromEntries(
      partsOf(own, context)
        .filter(({ mutable }) => !mutable)
        .map(({ file, value }) => [`zed/${file}`, { text: toJson(value as JsonValue) }]),
    ),
    ...Object.fromEntries(
      Object.entries(own.themes).map(([name, theme]) => [`zed/themes/${name}.json`, themeFile(theme)]),
    ),
    ...remoteServer(own, context),
  }),
  config: {
    home: {
      activation: (context) =>
        Object.fromEntries(
          partsOf(context.config.programs["zed-editor"], context)
            .filter(({ mutable }) => mutable)
            .map(({ step, file, value, key }) => [
              step,
              {
                after: ["linkGeneration"],
                run: mergeInto(`${context.config.xdg.configHome}/zed/${file}`, value as JsonValue, key),
              },
            ]),
        ),
    },
  },
});

const partsOf = (own: Zed, context: Context): readonly Part[] =>
  [
    {
      step: "zedSettings",
      file: "settings.json",
      mutable: own.mutableUserSettings,
      value: settings(own, context),
    },
    {
      step: "zedKeymaps",
      file: "keymap.json",
      key: "context",
      mutable: own.mutableUserKeymaps,
      value: own.userKeymaps,
    },
    {
      step: "zedTasks",
      file: "tasks.json",
      key: "label",
      mutable: own.mutableUserTasks,
      value: own.userTasks,
    },
    {
      step: "zedDebug",
      file: "debug.json",
      key: "label",
      mutable: own.mutableUserDebug,
      value: own.userDebug,
    },
  ].filter(({ value }) => !formats.isEmptyValue(value));

const settings = (own: Zed, context: Context): Readonly<Record<string, Json>> => {
  const servers = {
    ...mapServers(sharedServers(own, context), (server) => withFilesRead(withEnabled(server))),
    ...(own.userSettings.context_servers as Readonly<Record<string, Json>> | undefined),
  };
  const installed = Object.fromEntries(own.extensions.map((name) => [name, true]));
  const extensions = {
    ...installed,
    ...(own.userSettings.auto_install_extensions as Readonly<Record<string, Json>> | undefined),
  };
  return {
    ...own.userSettings,
    ...(Object.keys(servers).length > 0 && { context_servers: servers }),
    ...(Object.keys(extensions).length > 0 && { auto_install_extensions: extensions }),
  };
};

const themeFile = (theme: TextOrSource | Readonly<Record<string, Json>>): FileSpecification | undefined =>
  isFile(theme) ? theme : formats.json.file(theme);

const isFile = (theme: object): theme is TextOrSource =>
  Object.keys(theme).length === 1 && ("text" in theme || "source" in theme);

/** Zed looks for the server by its version. */
const remoteServer = ({ installRemoteServer, package: zed }: Zed, { lib }: Context) => {
  const { outPath } = lib.package("zed-remote-server");
  if (!installRemoteServer || outPath === undefined || zed?.version === undefined) return {};
  const source = `${outPath}/bin/zed-remote-server-stable-${zed.version}`;
  return lib.file.kindOf(source) === undefined
    ? {}
    : { [`~/.zed_server/zed-remote-server-stable-${zed.version}`]: { source } };
};
