/** The history: how much of it, where, and what stays out. */
import { type Config, quoteShell } from "lares/module";

/** After Oh My Zsh and Prezto, which set some of it too. */
export const historyPart = (config: Config): string => {
  const { size, save, ignorePatterns, path } = config.programs.zsh.history;
  return [
    `HISTSIZE="${size}"`,
    `SAVEHIST="${save}"`,
    ...(ignorePatterns.length > 0 ? [`HISTORY_IGNORE=${quoteShell(`(${ignorePatterns.join("|")})`)}`] : []),
    `HISTFILE="${historyFile(path, config.home.homeDirectory)}"`,
    'mkdir -p "$(dirname "$HISTFILE")"',
  ].join("\n");
};

/** Quotes keep the shell from expanding a `~`, and a relative path would mean another file in every folder. */
const historyFile = (path: string, home: string): string =>
  /^[/$]/.test(path) ? path : `${home}/${path.replace(/^~\//, "")}`;
