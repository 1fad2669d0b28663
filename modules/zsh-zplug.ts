/** zplug, which fetches and loads plugins of Zsh. */
import {
  defineProgram,
  isPackage,
  mkOrder,
  type Own,
  option,
  packageNamed,
  quoteShell,
  type TreeOf,
  t,
} from "lares/module";
import { sourceShared } from "./zsh/text.ts";

const plugin = t.submodule({
  name: option(t.str, { description: "The plugin.", example: "zsh-users/zsh-history-substring-search" }),
  tags: option(t.listOf(t.str), {
    default: [],
    description: "What zplug is to know about it.",
    example: ["from:oh-my-zsh", "defer:2"],
  }),
});

/** A string is a path. */
const packageAsSuch = { ...t.package, check: isPackage };

const options = {
  enable: option(t.bool, { default: false, description: "Whether to load plugins by zplug." }),
  package: option(t.package, { default: packageNamed("zplug"), description: "The package of zplug." }),
  plugins: option(t.listOf(plugin), { default: [], description: "Plugins, in this order." }),
  zplugHome: option(t.either(packageAsSuch, t.path), {
    default: ({ config }) => `${config.home.homeDirectory}/.zplug`,
    defaultText: "~/.zplug",
    description: "The folder in which zplug keeps plugins.",
  }),
};
export interface ZshZplugOptions extends TreeOf<typeof options> {}
type Zplug = Own<ZshZplugOptions>;

declare module "lares/module" {
  /** Below `programs.zsh`. */
  interface ZshProgramOptions {
    readonly zplug: ZshZplugOptions;
  }
}

const code = ({ package: zplug, plugins, zplugHome }: Zplug): string =>
  [
    `export ZPLUG_HOME=${quoteShell(typeof zplugHome === "string" ? zplugHome : (zplugHome.outPath ?? ""))}`,
    sourceShared(zplug, "zplug/init.zsh", ["zsh/plugins/zplug/init.zsh"]),
    ...plugins.map(({ name, tags }) => [`zplug "${name}"`, ...tags].join(", ")),
    "if ! zplug check; then\n  zplug install\nfi",
    "zplug load",
  ]
    .map((line) => `${line}\n`)
    .join("");

export default defineProgram("programs.zsh.zplug", {
  url: import.meta.url,
  options,
  config: {
    programs: {
      zsh: { initContent: ({ config }) => mkOrder(550, code(config.programs.zsh.zplug)) },
    },
  },
});
