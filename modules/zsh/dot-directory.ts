/** The folder that holds Zsh's files. */
import type { Config } from "lares/module";

/** Absolute, without a slash at its end. What is relative starts at the home directory. */
export const dotDirectory = ({ home, programs }: Config): string => {
  const written = (programs.zsh.dotDir ?? "~").replace(/\/+$/, "");
  if (written.startsWith("/")) return written;
  return [
    home.homeDirectory,
    ...(written.replace(/^~\/?/, "") === "" ? [] : [written.replace(/^~\//, "")]),
  ].join("/");
};

export const isHome = (config: Config): boolean => dotDirectory(config) === config.home.homeDirectory;

/** Below the home directory, as `home.file` names it. */
export const fileInDotDirectory = (config: Config, name: string): string => {
  const directory = dotDirectory(config);
  const { homeDirectory } = config.home;
  if (directory === homeDirectory) return name;
  return `${directory.startsWith(`${homeDirectory}/`) ? directory.slice(homeDirectory.length + 1) : directory}/${name}`;
};

/** A place that only a shell could find: files are put there before any shell runs. */
export const needsShell = (dotDir: string | null): boolean => dotDir?.includes("$") ?? false;

export const isRelative = (dotDir: string | null): boolean =>
  dotDir !== null && dotDir !== "" && !/^[/~]/.test(dotDir) && !needsShell(dotDir);
