/** antidote, which fetches and loads plugins of Zsh. */
import { defineProgram, mkOrder, type Own, option, programOptions, type TreeOf, t } from "lares/module";
import { sourceShared } from "./zsh/text.ts";

const options = {
  ...programOptions("antidote, which fetches and loads plugins of Zsh", "antidote"),
  plugins: option(t.listOf(t.str), {
    default: [],
    description: "Plugins, as lines of antidote's bundle file.",
    example: ["zsh-users/zsh-autosuggestions", "ohmyzsh/ohmyzsh path:lib/git.zsh"],
  }),
  useFriendlyNames: option(t.bool, {
    default: false,
    description: "Whether folders of plugins are named after them instead of their addresses.",
  }),
};
export interface ZshAntidoteOptions extends TreeOf<typeof options> {}
type Antidote = Own<ZshAntidoteOptions>;

declare module "lares/module" {
  /** Below `programs.zsh`. */
  interface ZshProgramOptions {
    readonly antidote: ZshAntidoteOptions;
  }
}

/** What antidote makes of the plugins is kept by what they are, so that others make a file of their own. */
const code = ({ package: antidote, plugins, useFriendlyNames }: Antidote, bundle: string, cache: string) =>
  [
    sourceShared(antidote ?? {}, "antidote/antidote.zsh", ["zsh-antidote/antidote.zsh"]),
    ...(useFriendlyNames ? ["zstyle ':antidote:bundle' use-friendly-names 'yes'"] : []),
    ...(plugins.length === 0
      ? []
      : [
          `mkdir -p "${cache}/antidote"`,
          `zstyle ':antidote:bundle' file ${bundle}`,
          `antidote load ${bundle} "${cache}/antidote/${bundle.replace(/^.*\/([a-z0-9]+)-[^/]*$/, "$1")}.zsh"`,
        ]),
  ]
    .map((line) => `${line}\n`)
    .join("");

export default defineProgram("programs.zsh.antidote", {
  url: import.meta.url,
  options,
  config: {
    programs: {
      zsh: {
        initContent: ({ config, lib }) => {
          const { antidote } = config.programs.zsh;
          const bundle = lib.text("antidote-plugins.txt", antidote.plugins.map((one) => `${one}\n`).join(""));
          return mkOrder(550, code(antidote, String(bundle), config.xdg.cacheHome));
        },
      },
    },
  },
});
