/** GnuPG's files, in a folder in the home or anywhere else. */
import { type Context, type FileSpecification, type Files, quoteShell } from "lares/module";

type Config = Context["config"];

export const isInHome = ({ home, programs }: Config): boolean =>
  programs.gpg.homedir.startsWith(`${home.homeDirectory}/`);

/** By name; entries of the home where the folder is in it. */
export const filesInFolder = (files: Files, config: Config): Files =>
  isInHome(config)
    ? Object.fromEntries(
        Object.entries(files).map(([name, file]) => [`${config.programs.gpg.homedir}/${name}`, file]),
      )
    : {};

/** A home has no entries outside of it: there the files are copies, made anew by each switch. */
export const copyFiles = (files: Files, { config, lib }: Context): string =>
  isInHome(config)
    ? ""
    : Object.entries(files)
        .filter((entry): entry is [string, FileSpecification] => Boolean(entry[1]))
        .map(([name, { text }]) => {
          const target = `${config.programs.gpg.homedir}/${name}`;
          return `run install -m 600 ${lib.text(name, text ?? "")} ${quoteShell(target)}\n`;
        })
        .join("");
