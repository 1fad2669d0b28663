/** What can be said about Neovim. */
import {
  type Context,
  formats,
  linesOption,
  option,
  type PackageReference,
  packageNamed,
  programOptions,
  renamed,
  type TreeOf,
  t,
  textOrSource,
} from "lares/module";
import { pluginFolder } from "./plugins.ts";
import { readWrapping } from "./wrapping.ts";

const provider = (language: string) =>
  option(t.bool, {
    default: false,
    description: `Whether Neovim looks for plugins written in ${language}, which need its package for Neovim.`,
  });

const accepted = <T>(type: Parameters<typeof option<T, T>>[0], fallback: T) =>
  option(type, {
    default: fallback,
    description: "Accepted for homes that are carried over: Lares puts no wrapper around Neovim.",
  });

interface Wrapped {
  readonly package: PackageReference | null;
  readonly extraName: string;
  readonly extraWrapperArgs: readonly string[];
}

const wrappedNeovim = (own: Wrapped, lib: Context["lib"]): PackageReference | null => {
  const { wrapping } = readWrapping(own.extraWrapperArgs);
  if (own.package === null || Object.keys(wrapping).length === 0) return own.package;
  return lib.wrapped(own.package, {
    ...wrapping,
    name: `${own.package.name}${own.extraName}`,
    program: "nvim",
  });
};

const plugin = t.submodule({
  plugin: option(pluginFolder, { description: "The plugin: a package, or the path of its folder." }),
  config: option(t.nullOr(t.lines), {
    default: null,
    description: "How to set it up, in the language `type`.",
  }),
  type: option(t.enum("lua", "viml", "teal", "fennel"), {
    default: "lua",
    description: "The language of `config`.",
  }),
  optional: option(t.bool, {
    default: false,
    description: "Whether the plugin waits until `:packadd` asks for it.",
  }),
  runtime: option(t.attrsOf(textOrSource), {
    default: {},
    description: "Files for Neovim's folder of settings, by their place in it: texts, or paths of files.",
    example: { "ftplugin/c.lua": "vim.opt_local.shiftwidth = 2\n" },
  }),
});

export const options = {
  ...programOptions("Neovim, a text editor", packageNamed("neovim", { mainProgram: "nvim" })),
  defaultEditor: option(t.bool, {
    default: false,
    description: "Whether programs open Neovim to edit texts: `EDITOR` and `VISUAL`.",
  }),
  viAlias: option(t.bool, { default: false, description: "Whether `vi` means Neovim in shells." }),
  vimAlias: option(t.bool, { default: false, description: "Whether `vim` means Neovim in shells." }),
  vimdiffAlias: option(t.bool, {
    default: false,
    description: "Whether `vimdiff` means `nvim -d` in shells.",
  }),
  initLua: linesOption("Lines of `init.lua`.", "vim.opt.number = true\n"),
  extraConfig: linesOption("Settings in Vim's script.", "set nobackup\n"),
  plugins: option(t.listOf(t.either(pluginFolder, plugin)), {
    default: [],
    description: "Plugins: packages or paths of folders, or these with what is to be said about them.",
    example: [{ plugin: "./nvim/my-plugin", config: 'require("my-plugin").setup()\n' }],
  }),
  extraPackages: option(t.listOf(t.package), {
    default: [],
    description: "Programs that Neovim is to find: language servers, formatters.",
    example: ["ripgrep"],
  }),
  extraPython3Packages: option(t.listOf(t.package), {
    default: [],
    description: "Packages for plugins in Python.",
  }),
  extraLuaPackages: option(t.listOf(t.package), { default: [], description: "Packages for plugins in Lua." }),
  withNodeJs: provider("JavaScript"),
  withPerl: provider("Perl"),
  withPython3: provider("Python"),
  withRuby: provider("Ruby"),
  coc: {
    enable: option(t.bool, {
      default: false,
      description: "Whether to set up coc.nvim, language servers for Neovim.",
    }),
    package: option(t.package, {
      default: packageNamed("coc-nvim"),
      description: "The plugin coc.nvim.",
    }),
    settings: formats.json.option({
      description: "Settings: `coc-settings.json`.",
      example: { "suggest.noselect": true },
    }),
    pluginConfig: linesOption("How to set up the plugin, in Vim's script."),
  },
  generatedConfigs: option(t.attrsOf(t.lines), {
    default: {},
    description: "What plugins are set up with, by language; lines added here come with it.",
  }),
  generatedConfigViml: renamed<string>("programs.neovim.generatedConfigs.viml", { silent: true }),
  extraLuaConfig: renamed<string>("programs.neovim.initLua"),
  waylandSupport: accepted(t.bool, true),
  autowrapRuntimeDeps: accepted(t.bool, true),
  sideloadInitLua: accepted(t.bool, false),
  extraName: option(t.str, {
    default: "",
    description: "What is added to the name of the package that `extraWrapperArgs` make.",
  }),
  extraWrapperArgs: option(t.listOf(t.str), {
    default: [],
    description:
      "How Neovim is started, as `makeWrapper` of Nixpkgs takes it: `--set`, `--set-default`, `--unset`, `--prefix`, `--suffix`, `--add-flags`, `--run`.",
    example: ["--suffix", "LIBRARY_PATH", ":", "/opt/lib"],
  }),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config, lib }) => wrappedNeovim(config.programs.neovim, lib),
    defaultText: "programs.neovim.package, started as extraWrapperArgs say",
    readOnly: true,
    description: "The package that is installed.",
  }),
};
export interface NeovimOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly neovim: NeovimOptions;
  }
}
