/** WezTerm, a terminal emulator: `wezterm/wezterm.lua`, colour schemes, and its hooks in shells. */
import {
  type Context,
  defineProgram,
  formats,
  type LuaValue,
  linesOption,
  luaValue,
  type Own,
  option,
  programOptions,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("WezTerm, a terminal emulator", "wezterm"),
  ...shellIntegrations("Bash", "Zsh"),
  settings: option(t.jsonObject, {
    default: {},
    description: 'Settings, by name in WezTerm\'s `config`. An expression in Lua is `luaInline("…")`.',
    example: { font_size: 13, hide_tab_bar_if_only_one_tab: true },
  }),
  extraConfig: linesOption(
    "Further lines of `wezterm.lua`, where `wezterm` and `config` are known. They may end with a `return` of their own.",
    'config.leader = { key = "a", mods = "CTRL" }\n',
  ),
  colorSchemes: option(t.attrsOf(formats.toml.type), {
    default: {},
    description: "Colour schemes by name, for `color_scheme`.",
    example: { mine: { ansi: ["#222222", "#D14949"], background: "#1B1B1B" } },
  }),
};
export interface WeztermOptions extends TreeOf<typeof options> {}
type Wezterm = Own<WeztermOptions>;

declare module "lares/module" {
  interface ProgramOptions {
    readonly wezterm: WeztermOptions;
  }
}

export default defineProgram("programs.wezterm", {
  url: import.meta.url,
  options,
  files: (own) => ({
    "wezterm/wezterm.lua": { text: program(own) },
    ...Object.fromEntries(
      Object.entries(own.colorSchemes).map(([name, colors]) => [
        `wezterm/colors/${name}.toml`,
        formats.toml.file({ colors }),
      ]),
    ),
  }),
  shells: {
    bash: (own, context) => shellCode(own, context),
    zsh: (own, context) => shellCode(own, context),
  },
});

/** Lines that are carried over may know the settings by their name. */
const program = ({ settings, extraConfig }: Wezterm): string =>
  [
    "local wezterm = require 'wezterm'",
    "local config = wezterm.config_builder and wezterm.config_builder() or {}\n",
    Object.keys(settings).length > 0 &&
      `local hm_config = ${luaValue(settings as LuaValue, "", { trailingComma: false })}
for k, v in pairs(hm_config) do
  config[k] = v
end
`,
    extraConfig,
    !/^return\b/m.test(extraConfig) && "return config\n",
  ]
    .filter((part) => typeof part === "string" && part !== "")
    .join("\n");

const shellCode = ({ package: wezterm }: Wezterm, _: Context): string => {
  const script = `${wezterm?.outPath ?? ""}/etc/profile.d/wezterm.sh`;
  return wezterm?.outPath === undefined
    ? `[[ -r ${script} ]] && source "${script}"\n`
    : `source "${script}"\n`;
};
