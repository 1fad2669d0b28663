/** jjui, Jujutsu in the terminal: `jjui/config.toml`, `jjui/config.lua` and plugins. */
import {
  type Context,
  defineProgram,
  formats,
  nativePlace,
  option,
  programOptions,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";

const options = {
  ...programOptions("jjui, Jujutsu in the terminal", "jjui"),
  configDir: option(t.str, {
    default: ({ config, host }) =>
      host.os === "darwin" && !config.xdg.enable
        ? `${config.home.homeDirectory}/Library/Application Support/jjui`
        : `${config.xdg.configHome}/jjui`,
    defaultText:
      "jjui below xdg.configHome, on macOS without XDG directories below ~/Library/Application Support",
    description: "The folder that jjui reads all this from.",
  }),
  settings: formats.toml.option({ example: { revisions: { template: "builtin_log_compact", revset: "" } } }),
  configLua: option(t.nullOr(textOrSource), {
    default: null,
    description: "What jjui does when it starts, in Lua: text, or the path of a file.",
    example: 'local mine = require("plugins.mine")\nfunction setup(config)\n  mine.setup(config)\nend\n',
  }),
  plugins: option(t.attrsOf(textOrSource), {
    default: {},
    description: 'Lua modules by name, for `require("plugins.NAME")`: texts, or paths of files.',
  }),
};
export interface JjuiOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly jjui: JjuiOptions;
  }
}

export default defineProgram("programs.jjui", {
  url: import.meta.url,
  options,
  files: ({ configDir, settings, configLua, plugins }) => ({
    [`${configDir}/config.toml`]: formats.toml.file(settings),
    [`${configDir}/config.lua`]: configLua,
    ...Object.fromEntries(
      Object.entries(plugins).map(([name, plugin]) => [`${configDir}/plugins/${name}.lua`, plugin]),
    ),
  }),
  variables: ({ configDir }, context) => ({
    JJUI_CONFIG_DIR: configDir === nativeFolder(context) ? null : configDir,
  }),
});

/** Where jjui looks by itself. */
const nativeFolder = (context: Context): string => {
  const { home, xdg } = context.config;
  const place = nativePlace("jjui", context);
  return place.startsWith("~/") ? `${home.homeDirectory}/${place.slice(2)}` : `${xdg.configHome}/${place}`;
};
