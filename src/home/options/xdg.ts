/** The XDG base directories, and files in them. */
import { option } from "../../option/declare.ts";
import * as t from "../../option/types/index.ts";
import { fileEntries } from "./file-entry.ts";

const base = (folder: string, what: string) =>
  option(t.path, {
    default: ({ config }) => `${config.home.homeDirectory}/${folder}`,
    defaultText: `~/${folder}`,
    description: `Where ${what} is kept, absolute.`,
  });

export const xdgOptions = {
  /** Whether to export the XDG base directories to the session. */
  enable: option(t.bool, {
    default: false,
    description: "Whether to export the XDG base directories to the session.",
  }),
  binHome: base(".local/bin", "the user's own programs"),
  cacheHome: base(".cache", "what can be made again"),
  configHome: base(".config", "configuration"),
  dataHome: base(".local/share", "data"),
  stateHome: base(".local/state", "state"),
  cacheFile: fileEntries("Files below `xdg.cacheHome`."),
  configFile: fileEntries("Files below `xdg.configHome`."),
  dataFile: fileEntries("Files below `xdg.dataHome`."),
  stateFile: fileEntries("Files below `xdg.stateHome`."),
  /** Whether to put `xdg.binHome` on PATH. */
  localBinInPath: option(t.bool, { default: false, description: "Whether to put `xdg.binHome` on PATH." }),
};
