/** Hyprland, a tiling compositor for Wayland: `hypr/hyprland.lua`, or `hypr/hyprland.conf`. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  type FileSpecification,
  isPackage,
  luaValue,
  optionValues,
  type PackageReference,
} from "lares/module";
import { type HyprSection, toHyprlang } from "./hyprlang.ts";
import { callOf, luaCalls } from "./lua.ts";
import { type HyprlandOptions, options } from "./options.ts";

declare module "lares/module" {
  interface WaylandWindowManagerOptions {
    readonly hyprland: HyprlandOptions;
  }
}

type Own = ConfigOf<typeof options>;
type Lib = Context["lib"];

const isConfigured = ({ settings, extraConfig, extraLuaFiles, submaps }: Own): boolean =>
  extraConfig !== "" ||
  [settings as object, extraLuaFiles, submaps].some((part) => Object.keys(part).length > 0);

const isWritten = (own: Own): boolean => own.systemd.enable || own.plugins.length > 0 || isConfigured(own);

const startCommand = ({ systemd: { variables, extraCommands } }: Own, lib: Lib): string =>
  [
    `${lib.program("dbus", "dbus-update-activation-environment")} --systemd ${variables.join(" ")}`,
    ...extraCommands,
  ].join(" && ");

const stopCommand = "systemctl --user stop hyprland-session.target";

const pluginCommand = (plugin: PackageReference | string): string =>
  `hyprctl plugin load ${isPackage(plugin) ? `${plugin.outPath ?? ""}/lib/lib${plugin.name}.so` : plugin}`;

const confText = (own: Own, lib: Lib): string =>
  [
    own.systemd.enable && `exec-once = ${startCommand(own, lib)}\nexec-shutdown = ${stopCommand}\n`,
    ...own.plugins.map((plugin) => `exec-once=${pluginCommand(plugin)}\n`),
    settingsText(own),
    ...Object.entries(own.submaps).map(
      ([name, { settings, onDispatch }]) =>
        `submap = ${name}${onDispatch === "" ? "" : `, ${onDispatch}`}\n${blocks(withoutLua(settings as HyprSection), [])}submap = reset\n`,
    ),
    own.extraConfig,
  ]
    .filter((part) => part !== false && part !== "")
    .join("");

const settingsText = ({ settings, importantPrefixes, sourceFirst }: Own): string =>
  blocks(settings as HyprSection, [...importantPrefixes, ...(sourceFirst ? ["source"] : [])]);

/** What must come first, then each key as a block of its own, in order. */
const blocks = (settings: HyprSection, important: readonly string[]): string => {
  const isFirst = (name: string) =>
    important.some((prefix) => name.startsWith(prefix)) &&
    toHyprlang({ [name]: settings[name]! }).startsWith(`${name}=`);
  const names = Object.keys(settings).sort();
  const pick = (chosen: readonly string[]) =>
    Object.fromEntries(chosen.map((name) => [name, settings[name]!]));
  return [
    toHyprlang(pick(names.filter(isFirst)), important),
    names
      .filter((name) => !isFirst(name))
      .map((name) => toHyprlang(pick([name]), important))
      .join("\n"),
  ].join("");
};

/** Bindings by arguments are calls of Lua; hyprlang has no such thing. */
const withoutLua = (settings: HyprSection): HyprSection =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? value.filter((one) => typeof one !== "object" || one === null || !("_args" in one))
        : value,
    ]),
  ) as HyprSection;

const luaText = (own: Own, { config, lib }: Context): string =>
  [
    loaded(own, config),
    own.systemd.enable && onEvent("start", [startCommand(own, lib)]) + onEvent("shutdown", [stopCommand]),
    own.plugins.length > 0 && onEvent("start", own.plugins.map(pluginCommand)),
    luaCalls(own.settings as object as Readonly<Record<string, unknown>>),
    ...Object.entries(own.submaps).map(([name, one]) => luaSubmap(name, one)),
    own.extraConfig,
  ]
    .filter((part) => part !== false && part !== "")
    .join("\n");

/** Lua looks for modules beside the program, not beside the configuration. */
const loaded = ({ extraLuaFiles }: Own, config: Context["config"]): string => {
  const names = Object.entries(extraLuaFiles)
    .filter(([, { autoLoad }]) => autoLoad)
    .map(([name]) => moduleName(name))
    .sort();
  if (Object.keys(extraLuaFiles).length === 0) return "";
  return `local hm_xdg_config_home = os.getenv("XDG_CONFIG_HOME") or ${luaValue(config.xdg.configHome)}
package.path = hm_xdg_config_home .. "/hypr/?.lua;" .. hm_xdg_config_home .. "/hypr/?/init.lua;" .. package.path
${names.map((name) => `require(${luaValue(name)})\n`).join("")}`;
};

const moduleName = (name: string): string => name.replace(/\.lua$/, "").replaceAll("/", ".");

const onEvent = (event: string, commands: readonly string[]): string =>
  `hl.on("hyprland.${event}", function()\n${commands.map((one) => `  hl.exec_cmd(${luaValue(one)})\n`).join("")}end)\n`;

const luaSubmap = (name: string, { settings, onDispatch }: Own["submaps"][string]): string => {
  const calls = Object.entries(settings as object).flatMap(([key, value]) =>
    [value].flat().map((one) => callOf(key, one, "  ")),
  );
  const after = onDispatch === "" ? "" : `, ${luaValue(onDispatch)}`;
  return `hl.define_submap(${luaValue(name)}${after}, function()\n${calls.join("")}end)\n`;
};

const files = (own: Own, context: Context): Readonly<Record<string, FileSpecification | false>> => ({
  ...(own.configType === "lua" ? luaFiles(own, context) : confFile(own, context)),
  ...portalFile(own),
});

const reload = ({ package: hyprland }: Own, lib: Lib): string =>
  hyprland === null
    ? ""
    : `for i in $(${lib.program(hyprland, "hyprctl")} instances -j | ${lib.program("jq")} -r '.[].instance'); do
  ${lib.program(hyprland, "hyprctl")} -i "$i" reload config-only || true
done
`;

const confFile = (own: Own, { lib }: Context) => ({
  "hypr/hyprland.conf": isWritten(own) && { text: confText(own, lib), onChange: reload(own, lib) },
});

const luaFiles = (own: Own, context: Context) => ({
  "hypr/hyprland.lua": isWritten(own) && { text: luaText(own, context), onChange: reload(own, context.lib) },
  ...Object.fromEntries(
    Object.entries(own.extraLuaFiles).map(([name, { content }]) => [
      `hypr/${moduleName(name).replaceAll(".", "/")}.lua`,
      content,
    ]),
  ),
});

const portalFile = ({ xdph: { settings } }: Own) => {
  const text = toHyprlang(withoutNull(settings));
  return { "hypr/xdph.conf": text !== "" && { text } };
};

const withoutNull = (settings: object): HyprSection =>
  Object.fromEntries(
    Object.entries(optionValues(settings))
      .map(
        ([name, value]) =>
          [
            name,
            typeof value === "object" && value !== null && !Array.isArray(value) ? withoutNull(value) : value,
          ] as const,
      )
      .filter(
        ([, value]) =>
          value !== null && !(typeof value === "object" && Object.keys(value as object).length === 0),
      ),
  ) as HyprSection;

export default defineProgram("wayland.windowManager.hyprland", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: (own, { lib }) => [
    own.package,
    own.portalPackage,
    own.package !== null && own.xwayland.enable && lib.package("xwayland"),
  ],
  warnings: (own) => [
    !isConfigured(own) &&
      (own.systemd.enable || own.plugins.length > 0) &&
      Object.keys(withoutNull(own.xdph.settings)).length === 0 &&
      "wayland.windowManager.hyprland is enabled with systemd.enable or plugins, but its configuration is empty: set settings, extraConfig, extraLuaFiles or submaps.",
  ],
  files,
  units: ({ systemd }) => ({
    targets: systemd.enable
      ? {
          "hyprland-session": {
            Unit: {
              Description: "Hyprland compositor session",
              Documentation: ["man:systemd.special(7)"],
              BindsTo: ["graphical-session.target"],
              Wants: [
                "graphical-session-pre.target",
                ...(systemd.enableXdgAutostart ? ["xdg-desktop-autostart.target"] : []),
              ],
              After: ["graphical-session-pre.target"],
              ...(systemd.enableXdgAutostart && { Before: ["xdg-desktop-autostart.target"] }),
            },
          },
        }
      : {},
  }),
});
