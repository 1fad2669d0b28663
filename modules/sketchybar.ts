/** SketchyBar, a bar for macOS: `sketchybar/sketchybarrc`. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  option,
  packageNamed,
  programOptions,
  sourcePath,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";
import { binFolders } from "./session-services/unit.ts";

const folder = t.submodule({
  source: option(sourcePath, { description: "A folder with `sketchybarrc` in it, or that file." }),
  recursive: option(t.bool, { default: false, description: "Whether `source` is a folder." }),
  onChange: option(t.lines, { default: "", description: "Commands that run when it has changed." }),
});

const logFile = (name: string, what: string) =>
  option(t.nullOr(t.str), {
    default: ({ config }) => `${config.home.homeDirectory}/Library/Logs/sketchybar/sketchybar.${name}.log`,
    defaultText: `~/Library/Logs/sketchybar/sketchybar.${name}.log`,
    description: `The file that takes what it says on ${what}.`,
  });

const options = {
  ...programOptions("SketchyBar, a bar for macOS", packageNamed("sketchybar")),
  configType: option(t.enum("bash", "lua"), {
    default: "bash",
    description: "The language of the configuration.",
  }),
  config: option(t.nullOr(t.oneOf(folder, textOrSource)), {
    default: null,
    description: "The configuration: text, the path of a file, or a folder as `{ source, recursive: true }`.",
    example: "sketchybar --bar height=32 position=top\nsketchybar --update\n",
  }),
  sbarLuaPackage: option(t.nullOr(t.package), {
    default: packageNamed("sbarlua"),
    description: "The package of SbarLua, which a configuration in Lua is written with.",
  }),
  luaPackage: option(t.nullOr(t.package), {
    default: null,
    description: "The package of Lua; null takes the one that SbarLua was built with.",
    example: "lua5_5",
  }),
  extraLuaPackages: option(t.either(t.listOf(t.package), t.functionTo(t.listOf(t.package))), {
    default: [],
    description: "Further packages of Lua's.",
  }),
  extraPackages: option(t.listOf(t.package), {
    default: [],
    description: "Packages whose programs the configuration runs.",
    example: ["jq"],
  }),
  includeSystemPath: option(t.bool, {
    default: true,
    description: "Whether it finds the programs of the profile and of the system too.",
  }),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs.sketchybar.package,
    readOnly: true,
    internal: true,
    description: "The package that is installed.",
  }),
  service: {
    enable: option(t.bool, { default: true, description: "Whether launchd starts it." }),
    errorLogFile: logFile("err", "standard error"),
    outLogFile: logFile("out", "standard output"),
  },
};
export interface SketchybarOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly sketchybar: SketchybarOptions;
  }
}

type Own = ConfigOf<typeof options>;

const luaOf = ({ luaPackage, sbarLuaPackage }: Own): unknown =>
  luaPackage ?? sbarLuaPackage?.passthru?.luaModule ?? null;

/** Packages of Lua lie below the profile, by the version of Lua. */
const header = (own: Own, { config, lib }: Context): string => {
  if (own.configType === "bash") return "#!/usr/bin/env bash\n";
  const lua = own.luaPackage === null ? "lua" : lib.program(own.luaPackage, "lua");
  const profile = config.home.profileDirectory;
  return `#!${lua.includes("/") ? lua : `/usr/bin/env ${lua}`}
local version = _VERSION:match("%d+%.%d+")
package.path = "${profile}/share/lua/" .. version .. "/?.lua;${profile}/share/lua/" .. version .. "/?/init.lua;" .. package.path
package.cpath = "${profile}/lib/lua/" .. version .. "/?.so;" .. package.cpath
`;
};

const files = (own: Own, context: Context) => {
  const { config } = own;
  if (config === null) return {};
  const reload = `${context.lib.program(own.package ?? "sketchybar")} --reload || true\n`;
  if ("recursive" in config) {
    const { source, recursive, onChange } = config;
    const place = recursive ? "sketchybar" : "sketchybar/sketchybarrc";
    return { [place]: { source, recursive, onChange: `${reload}${onChange}` } };
  }
  const content =
    "text" in config && !config.text.startsWith("#!") ? { text: header(own, context) + config.text } : config;
  return { "sketchybar/sketchybarrc": { ...content, executable: true, onChange: reload } };
};

const path = (own: Own, { config, lib }: Context): string =>
  [
    binFolders(lib, ...own.extraPackages),
    ...(own.includeSystemPath
      ? [
          `${config.home.profileDirectory}/bin`,
          "/run/current-system/sw/bin",
          "/opt/homebrew/bin",
          "/usr/local/bin",
        ]
      : []),
    "/usr/bin:/bin:/usr/sbin:/sbin",
  ]
    .filter((folder) => folder !== "")
    .join(":");

export default defineProgram("programs.sketchybar", {
  url: import.meta.url,
  options,
  platforms: ["darwin"],
  packages: (own) => [
    own.package,
    ...(own.configType === "lua"
      ? [
          own.sbarLuaPackage,
          own.luaPackage,
          ...(Array.isArray(own.extraLuaPackages) ? own.extraLuaPackages : []),
        ]
      : []),
  ],
  assertions: (own) => [
    {
      assertion: own.configType !== "lua" || own.sbarLuaPackage !== null,
      message: "programs.sketchybar: a configuration in Lua needs sbarLuaPackage.",
    },
    {
      assertion:
        own.configType !== "lua" ||
        own.sbarLuaPackage === null ||
        own.sbarLuaPackage.outPath === undefined ||
        luaOf(own) !== null,
      message:
        "programs.sketchybar: which Lua the package of SbarLua belongs to is not known: set luaPackage.",
    },
  ],
  files,
  agents: (own, context) => ({
    sketchybar: {
      enable: own.service.enable,
      config: {
        ProgramArguments: [context.lib.program(own.package ?? "sketchybar")],
        EnvironmentVariables: { PATH: path(own, context) },
        KeepAlive: true,
        RunAtLoad: true,
        ProcessType: "Interactive",
        StandardErrorPath: own.service.errorLogFile,
        StandardOutPath: own.service.outLogFile,
      },
    },
  }),
});
