/** `.zshenv`: what every Zsh knows, interactive or not. */
import { type Context, exportLine, exportLines, quoteShell } from "lares/module";
import { dotDirectory, isHome } from "./dot-directory.ts";
import { preztoRuncom } from "./prezto.ts";
import { paragraphs } from "./text.ts";

export const zshenv = ({ config }: Context): string => {
  const { profileDirectory } = config.home;
  const { sessionVariables, envExtra, prezto, "oh-my-zsh": ohMyZsh } = config.programs.zsh;
  return paragraphs([
    isHome(config) ? "" : exportLine("ZDOTDIR", dotDirectory(config)),
    `. "${profileDirectory}/etc/profile.d/hm-session-vars.sh"`,
    `fpath=(${quoteShell(`${profileDirectory}/share/zsh/site-functions`)} $fpath)`,
    once(exportLines(sessionVariables)),
    ohMyZsh.enable ? ohMyZshPlaces(config) : "",
    prezto.enable ? preztoRuncom(prezto.package, "zshenv") : "",
    envExtra,
  ]);
};

/** The `.zshenv` in the home when Zsh's files are elsewhere: Zsh looks for this one first. */
export const entrance = (config: Context["config"]): string =>
  `source ${quoteShell(`${dotDirectory(config)}/.zshenv`)}\n`;

/** Shells started by shells keep what has been changed since. */
const once = (exports: string): string =>
  exports === ""
    ? ""
    : `if [[ -z "$__HM_ZSH_SESS_VARS_SOURCED" ]]; then
  export __HM_ZSH_SESS_VARS_SOURCED=1
${exports.replace(/^/gm, "  ")}
fi`;

const ohMyZshPlaces = ({ programs, xdg }: Context["config"]): string => {
  const { outPath } = programs.zsh["oh-my-zsh"].package;
  const place = outPath === undefined ? "${ZSH:-$HOME/.oh-my-zsh}" : `${outPath}/share/oh-my-zsh`;
  return `ZSH="${place}"\nZSH_CACHE_DIR="${xdg.cacheHome}/oh-my-zsh"`;
};
