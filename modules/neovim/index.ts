/** Neovim: `nvim/init.lua`, plugins, and what they are set up with. */
import {
  type Context,
  defineProgram,
  type FileSpecification,
  formats,
  joinText,
  mkIf,
  mkMerge,
  mkOrder,
  type Own,
} from "lares/module";
import { type NeovimOptions, options } from "./options.ts";
import { inFull, type Plugin, pluginFolders, withoutFolder } from "./plugins.ts";
import { readWrapping } from "./wrapping.ts";

type Neovim = Own<NeovimOptions>;
type Language = Plugin["type"];

export default defineProgram("programs.neovim", {
  url: import.meta.url,
  options,
  packages: (own) => [
    own.finalPackage,
    ...own.extraPackages,
    ...own.extraLuaPackages,
    ...(own.withPython3 ? own.extraPython3Packages : []),
  ],
  variables: ({ defaultEditor }) => (defaultEditor ? { EDITOR: "nvim", VISUAL: "nvim" } : {}),
  files: (own, context) => ({
    "nvim/init.lua": joinText(own.initLua),
    "nvim/lares.vim": joinText(generated(own, "viml"), own.extraConfig),
    "nvim/fnl/lares.fnl": joinText(generated(own, "fennel")),
    "nvim/lua/fennel-plugins.lua": generated(own, "fennel") !== "" && { text: fennelLoader },
    "nvim/lua/teal-plugins.tl": joinText(generated(own, "teal")),
    "nvim/coc-settings.json": own.coc.enable ? formats.json.file(own.coc.settings) : undefined,
    ...runtimeFiles(own),
    ...pluginFolders("data:nvim/site/pack/lares", pluginsOf(own), context),
  }),
  warnings: (own) => [
    withoutFolder(pluginsOf(own)).length > 0 &&
      `programs.neovim.plugins: nothing is known of ${withoutFolder(pluginsOf(own)).join(", ")} but the name. Give the path of the plugin's folder, or install it by Neovim itself.`,
    readWrapping(own.extraWrapperArgs).unknown.length > 0 &&
      `programs.neovim.extraWrapperArgs: nothing is known of ${readWrapping(own.extraWrapperArgs).unknown.join(" ")}, which does nothing. Put variables into home.sessionVariables, settings into initLua.`,
  ],
  config: {
    home: { shellAliases: (context) => aliases(context.config.programs.neovim, context) },
    programs: {
      neovim: {
        initLua: (context) => initParts(context.config.programs.neovim),
        plugins: mkIf(
          ({ config }) => config.programs.neovim.coc.enable,
          ({ config }) => {
            const { package: plugin, pluginConfig } = config.programs.neovim.coc;
            return [{ plugin, config: pluginConfig, type: "viml" as const }];
          },
        ),
      },
    },
  },
});

const pluginsOf = ({ plugins }: Neovim): readonly Plugin[] =>
  plugins.map((plugin) => inFull(plugin as Plugin));

/** A person's own lines come after what sets plugins up, and with `mkBefore` before it: leaders of key maps, for one. */
const initParts = (own: Neovim) => {
  const parts: readonly (readonly [order: number, code: string])[] = [
    [100, providers(own)],
    [505, loaders(own).join("")],
    [510, generated(own, "lua")],
  ];
  return mkMerge(
    parts.flatMap(([order, code]) => (code === "" ? [] : [mkOrder<string>(order, code.replace(/\n$/, ""))])),
  );
};

/** A provider that is not wanted is not looked for, which saves its time. */
const providers = ({ withNodeJs, withPerl, withPython3, withRuby }: Neovim): string =>
  Object.entries({ node: withNodeJs, perl: withPerl, python3: withPython3, ruby: withRuby })
    .filter(([, wanted]) => !wanted)
    .map(([name]) => `vim.g.loaded_${name}_provider = 0\n`)
    .join("");

/** What loads the files in other languages. */
const loaders = (own: Neovim): readonly string[] => [
  generated(own, "viml") + own.extraConfig === ""
    ? ""
    : 'vim.cmd("source " .. vim.fn.fnameescape(vim.fn.stdpath("config") .. "/lares.vim"))\n',
  generated(own, "fennel") === "" ? "" : "require('fennel-plugins')\n",
  generated(own, "teal") === "" ? "" : tealLoader,
];

const generated = (own: Neovim, language: Language): string =>
  [
    ...pluginsOf(own)
      .filter(({ type }) => type === language)
      .map(({ config }) => config ?? ""),
    own.generatedConfigs[language] ?? "",
  ]
    .filter((config) => config.trim() !== "")
    .map((config) => `${config.replace(/\n$/, "")}\n`)
    .join("");

/** The compilers of both come as packages for Lua. */
const fennelLoader = `require("fennel").dofile(vim.fn.stdpath("config") .. "/fnl/lares.fnl")\n`;
const tealLoader = `package.path = vim.fn.stdpath("config") .. "/lua/?.lua;" .. package.path
require("tl").loader()
require("teal-plugins")
`;

const runtimeFiles = (own: Neovim): Record<string, FileSpecification> =>
  Object.fromEntries(
    pluginsOf(own).flatMap(({ runtime }) =>
      Object.entries(runtime).map(([place, file]) => [`nvim/${place}`, file]),
    ),
  );

const aliases = (own: Neovim, { lib }: Context): Record<string, string> => {
  const nvim = lib.program(own.finalPackage ?? "nvim");
  return {
    ...(own.viAlias && { vi: nvim }),
    ...(own.vimAlias && { vim: nvim }),
    ...(own.vimdiffAlias && { vimdiff: `${nvim} -d` }),
  };
};
