/** The commands of an archive that does not say which they are. */
import { basename, dirname } from "node:path";
import type { Content } from "./contents.ts";

/**
 * `bin/NAME` → path: what can be run in `bin/`; else at the top; else, where it is one file alone, anywhere. A zip made on
 * Windows knows no executables: there, what begins like a program counts.
 */
export const findCommands = (contents: readonly Content[], pname: string): ReadonlyMap<string, string> => {
  const files = contents.filter(({ kind }) => kind === "file");
  const known = files.some(({ executable }) => executable);
  const runnable = files.filter(
    ({ path, executable, program }) => (known ? executable : program) && !isNoCommand(path),
  );
  const inBin = runnable.filter(({ path }) => dirname(path) === "bin");
  const atTop = runnable.filter(({ path }) => !path.includes("/"));
  const chosen = inBin.length > 0 ? inBin : atTop.length > 0 ? programsFirst(atTop) : alone(runnable);
  return new Map(
    chosen.map(({ path }) => [`bin/${commandName(basename(path), pname, chosen.length)}`, path]),
  );
};

/** Beside a program, files are often marked executable by mistake. */
const programsFirst = (runnable: readonly Content[]): readonly Content[] => {
  const programs = runnable.filter(({ program }) => program);
  return programs.length > 0 ? programs : runnable;
};

const alone = (runnable: readonly Content[]): readonly Content[] => {
  const programs = programsFirst(runnable);
  return programs.length === 1 ? programs : [];
};

/** `tool-linux-x64`, `tool_1.2_darwin_arm64`: a program that carries its platform in its name is called by the package's. */
const commandName = (file: string, pname: string, count: number): string =>
  count === 1 && file !== pname && file.startsWith(pname) && platformSuffix.test(file.slice(pname.length))
    ? pname
    : file;

const platformSuffix = /^[-_.]v?[\w.+-]*(linux|darwin|macos|apple|x86_64|amd64|x64|aarch64|arm64)[\w.+-]*$/i;

/** Libraries, scripts for installing, and Windows' programs. */
const isNoCommand = (path: string): boolean =>
  /\.(so(\.\d+)*|dylib|dll|exe|bat|cmd|ps1|a|o|md|txt|1|json|ya?ml|toml|html?|fish|bash|zsh)$|(^|\/)(install|uninstall|setup|configure)(\.sh)?$/i.test(
    path,
  ) || /(^|\/)(LICEN[CS]E|README|CHANGELOG|COPYING|NOTICE)[^/]*$/i.test(path);
