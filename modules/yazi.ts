/** Yazi, a file manager: its files, plugins and flavors, and the function that changes the shell's folder. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  type Files,
  formats,
  joinText,
  type LuaValue,
  luaString,
  luaValue,
  option,
  packagePath,
  programOptions,
  shellIntegrations,
  sortedEntries,
  sourcePath,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";

const folder = t.oneOf(packagePath, sourcePath);

const plugin = t.coercedTo(
  folder,
  (package_: string) => ({ package: package_ }),
  t.submodule({
    package: option(folder, { description: "The plugin's folder, or a package that is one." }),
    setup: option(t.bool, {
      default: ({ self }) => Object.keys(self.settings).length > 0,
      defaultText: "whether there are settings",
      description: "Whether `init.lua` sets the plugin up, before anything else it says.",
    }),
    settings: option(t.jsonObject, {
      default: {},
      description: "What the plugin is set up with.",
      example: { show_hidden: true },
    }),
  }),
);

const options = {
  ...programOptions("Yazi, a file manager", "yazi"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  shellWrapperName: option(t.str, {
    default: "y",
    description: "The function after which a shell is in the folder that Yazi was left in.",
  }),
  settings: formats.toml.option({
    description: "Settings, as `yazi/yazi.toml` holds them.",
    example: { mgr: { show_hidden: false, sort_by: "mtime" } },
  }),
  keymap: formats.toml.option({
    description: "Keys, as `yazi/keymap.toml` holds them.",
    example: { mgr: { prepend_keymap: [{ on: ["<C-q>"], run: "close" }] } },
  }),
  theme: formats.toml.option({
    description: "Colours, as `yazi/theme.toml` holds them.",
    example: { filetype: { rules: [{ fg: "#7AD9E5", mime: "image/*" }] } },
  }),
  vfs: formats.toml.option({
    description: "Places elsewhere, as `yazi/vfs.toml` holds them.",
    example: { services: { server: { type: "sftp", host: "example.org", user: "ada" } } },
  }),
  initLua: option(t.nullOr(textOrSource), {
    default: null,
    description: "What `yazi/init.lua` says, or the path of a file that does.",
    example: 'require("zoxide"):setup { update_db = true }\n',
  }),
  plugins: option(t.attrsOf(plugin), {
    default: {},
    description:
      "Plugins by name: a folder, a package, or either of them with what the plugin is set up with.",
    example: { starship: { package: "./yazi/starship.yazi", setup: true } },
  }),
  flavors: option(t.attrsOf(folder), {
    default: {},
    description: "Flavors by name: folders, or packages that are one.",
    example: { mine: "./yazi/mine.yazi" },
  }),
  extraPackages: option(t.listOf(t.package), {
    default: [],
    description: "Packages whose programs Yazi runs, for previews and searches.",
  }),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs.yazi.package,
    defaultText: "programs.yazi.package",
    internal: true,
    readOnly: true,
    description: "The package that is installed.",
  }),
};
export interface YaziOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly yazi: YaziOptions;
  }
}

type Own = Context["config"]["programs"]["yazi"];

export default defineProgram("programs.yazi", {
  url: import.meta.url,
  options,
  packages: (own) => [own.package, ...own.extraPackages],
  files: (own, context) => ({
    "yazi/yazi.toml": formats.toml.file(own.settings),
    "yazi/keymap.toml": formats.toml.file(own.keymap),
    "yazi/theme.toml": formats.toml.file(own.theme),
    "yazi/vfs.toml": formats.toml.file(own.vfs),
    ...initFiles(own, context),
    ...Object.fromEntries(
      Object.entries(own.plugins).map(([name, { package: source }]) => [
        `yazi/plugins/${withEnding(name)}`,
        { source },
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(own.flavors).map(([name, source]) => [`yazi/flavors/${withEnding(name)}`, { source }]),
    ),
  }),
  shells: { bash: posix, zsh: posix, fish, nushell },
});

function withEnding(name: string): string {
  return name.endsWith(".yazi") ? name : `${name}.yazi`;
}

/** A file of one's own comes after what sets plugins up; one that a package has is run then, since it may not be there yet. */
function initFiles({ plugins, initLua }: Own, { lib }: Context): Files {
  const setups = sortedEntries(plugins)
    .filter(([, { setup }]) => setup)
    .map(([name, { settings }]) => {
      const given = Object.keys(settings).length === 0 ? "" : luaValue(settings as LuaValue);
      return `require(${luaString(name.replace(/\.yazi$/, ""))}):setup(${given})\n`;
    });
  if (setups.length === 0) return { "yazi/init.lua": initLua as FileSpecification | null };
  if (initLua === null || "text" in initLua) return { "yazi/init.lua": joinText(...setups, initLua?.text) };
  const known = lib.file.textOf(initLua.source);
  return {
    "yazi/init.lua": joinText(...setups, known ?? `dofile(${luaString(initLua.source)})`),
  };
}

/** Yazi writes the folder it was left in to a file; empty where it was to change nothing. */
function posix({ shellWrapperName }: Own): string {
  return `function ${shellWrapperName}() {
  local tmp="$(mktemp -t "yazi-cwd.XXXXX")" cwd
  command yazi "$@" --cwd-file="$tmp"
  if cwd="$(<"$tmp")" && [ -n "$cwd" ] && [ "$cwd" != "$PWD" ]; then
    builtin cd -- "$cwd"
  fi
  rm -f -- "$tmp"
}
`;
}

function fish({ shellWrapperName }: Own): string {
  return `function ${shellWrapperName} --wraps yazi
    set -l tmp (mktemp -t "yazi-cwd.XXXXX")
    command yazi $argv --cwd-file="$tmp"
    if read -z cwd <"$tmp"; and test -n "$cwd"; and test "$cwd" != "$PWD"
        builtin cd -- "$cwd"
    end
    rm -f -- "$tmp"
end
`;
}

function nushell({ shellWrapperName }: Own): string {
  return `def --env ${shellWrapperName} [...args] {
  let tmp = (mktemp -t "yazi-cwd.XXXXX")
  ^yazi ...$args --cwd-file $tmp
  let cwd = (open $tmp)
  if $cwd != "" and $cwd != $env.PWD {
    cd $cwd
  }
  rm -fp $tmp
}
`;
}
