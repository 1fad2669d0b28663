/** Manual pages, completions and licences, by the names and folders that projects usually give them. */
import { basename } from "node:path";
import type { Content } from "./contents.ts";
import type { CompletionShell } from "./install-spec.ts";

export const findManPages = (contents: readonly Content[]): readonly string[] =>
  contents.filter(({ path, kind }) => kind === "file" && isManPage(path)).map(({ path }) => path);

/** `doc/rg.1.gz` → `share/man/man1/rg.1.gz`; pages in another language keep its folder: `man/de/man1/x.1`. */
export const manPlace = (path: string): string => {
  const section = /\.([1-9])[a-z]*(\.gz)?$/.exec(path)?.[1] ?? "1";
  const language = /(?:^|\/)man\/([a-z]{2}(?:_[A-Z]{2})?)\/man[1-9][a-z]*\/[^/]+$/.exec(path)?.[1];
  return `share/man/${language === undefined ? "" : `${language}/`}man${section}/${basename(path)}`;
};

/** A name that ends in a section's number, in a folder for pages or at the top: not `libx.so.1`, not `v1.2`. */
const isManPage = (path: string): boolean => {
  const name = basename(path);
  if (!/^[A-Za-z][\w.+@:-]*\.[1-9][a-z]{0,3}(\.gz)?$/.test(name) || /\.so\.[\d.]+$|\d\.\d(\.gz)?$/.test(name))
    return false;
  return (
    !path.includes("/") || /(^|\/)(man|man[1-9][a-z]*|manual|manpages?|docs?|complete)\/[^/]+$/i.test(path)
  );
};

export const findCompletions = (
  contents: readonly Content[],
  shell: CompletionShell,
  commands: readonly string[],
  pname: string,
): readonly string[] =>
  contents
    .filter(({ path, kind }) => kind === "file" && isCompletion(path, shell, [...commands, pname]))
    .map(({ path }) => path);

const isCompletion = (path: string, shell: CompletionShell, names: readonly string[]): boolean => {
  const folders = path
    .split("/")
    .slice(0, -1)
    .map((folder) => folder.toLowerCase());
  const name = basename(path);
  const stem = stemOf(name, shell);
  const named = stem !== undefined && names.includes(stem);
  const inShellFolder = folders.some((folder) => shellFolders[shell].includes(folder));
  if (shell !== "zsh" && /^_/.test(name)) return false;
  if (inShellFolder) return stem !== undefined || (shell === "bash" && names.includes(name));
  if (otherShells(shell).some((other) => folders.some((folder) => shellFolders[other].includes(folder))))
    return false;
  const isForIt = patterns[shell].test(name);
  return (
    isForIt && (folders.some((folder) => completionFolders.test(folder)) || (folders.length === 0 && named))
  );
};

const completionFolders =
  /^(auto)?complet(e|ions?)$|^(shell|contrib)[-_]?complet(e|ions?)$|^completion[-_]?scripts$/;

const shellFolders: Readonly<Record<CompletionShell, readonly string[]>> = {
  bash: ["bash", "bash-completion", "bash_completion.d"],
  zsh: ["zsh", "site-functions", "zsh-completion", "vendor-completions"],
  fish: ["fish", "vendor_completions.d"],
};

const otherShells = (shell: CompletionShell): readonly CompletionShell[] =>
  (["bash", "zsh", "fish"] as const).filter((other) => other !== shell);

const patterns: Readonly<Record<CompletionShell, RegExp>> = {
  bash: /\.bash([-_]completion)?$|[-_.]completion\.bash$|^completion\.bash$|\.bash-completion$/,
  zsh: /^_(?!.*\.(ps1|bash|fish|nu|elv)$)[\w.+-]+$|\.zsh$/,
  fish: /\.fish$/,
};

/** The command that a completion's file is for; undefined where the name does not look like one for this shell. */
const stemOf = (name: string, shell: CompletionShell): string | undefined => {
  if (!patterns[shell].test(name)) return undefined;
  const stem = name
    .replace(/\.(bash|zsh|fish|bash[-_]completion)$/, "")
    .replace(/[-_.]completions?$/, "")
    .replace(/^_/, "");
  return ["completion", "completions", "complete", "bash", "zsh", "fish"].includes(stem) ? "" : stem;
};

/** Shells load a completion by the command's name, so it is called by that whatever the archive called it. */
export const completionPlace = (
  shell: CompletionShell,
  path: string,
  commands: readonly string[],
  pname: string,
): string => {
  const stem = stemOf(basename(path), shell) ?? basename(path);
  const command = stem === "" ? (commands.length === 1 ? commands[0]! : pname) : stem;
  return {
    bash: `share/bash-completion/completions/${command}`,
    zsh: `share/zsh/site-functions/_${command}`,
    fish: `share/fish/vendor_completions.d/${command}.fish`,
  }[shell];
};

export const findLicences = (contents: readonly Content[]): readonly string[] =>
  contents
    .filter(({ path, kind }) => kind === "file" && !path.includes("/") && isLicence(path))
    .map(({ path }) => path);

const isLicence = (name: string): boolean => /^(LICEN[CS]E|COPYING|UNLICENSE|NOTICE)([-_.].*)?$/i.test(name);

/** What no program needs in order to run. */
export const isDocument = (path: string): boolean =>
  isLicence(basename(path)) ||
  isManPage(path) ||
  /(^|\/)(README|CHANGE(LOG|S)|HISTORY|AUTHORS|CONTRIBUTORS|CONTRIBUTING|NEWS|TODO|INSTALL|SECURITY|FAQ|GUIDE|CODE_OF_CONDUCT)([-_.][^/]*)?$/i.test(
    path,
  ) ||
  /\.(md|txt|rst|adoc|asc|sig|sha256(sum)?|minisig|sbom\.json)$/i.test(path) ||
  /(^|\/)(docs?|licen[cs]es?|man|manpages?|complet(e|ions?)|autocomplete|shell[-_]completions?)\//i.test(
    path,
  ) ||
  /(^|\/)\._|(^|\/)\.DS_Store$/.test(path) ||
  /(^|\/)__MACOSX\//.test(path) ||
  /(^|\/)(install|uninstall)\.sh$/.test(path);
