/** Prezto: its files beside Zsh's own, and `.zpreztorc`. */
import type { Context, PackageReference } from "lares/module";
import { preztoStyles } from "./prezto-options.ts";

/** Loads one of Prezto's own start-up files: from the store, else from where Prezto is cloned to. */
export const preztoRuncom = ({ outPath }: PackageReference, name: string): string => {
  if (outPath !== undefined) return `source "${outPath}/share/zsh-prezto/runcoms/${name}"`;
  const file = `"\${ZDOTDIR:-$HOME}/.zprezto/runcoms/${name}"`;
  return `if [[ -s ${file} ]]; then\n  source ${file}\nfi`;
};

export const zpreztorc = ({ config }: Context): string => {
  const { prezto } = config.programs.zsh;
  const lines = preztoStyles.flatMap(([path, context, style]) => {
    const words = wordsOf(valueAt(prezto, path));
    return words.length === 0
      ? []
      : [`zstyle ':prezto:${context}' ${style} ${words.map(quoted).join(" ")}\n`];
  });
  return lines.join("") + prezto.extraConfig;
};

const valueAt = (tree: object, path: string): unknown =>
  path.split(".").reduce<unknown>((found, name) => (found as Record<string, unknown>)[name], tree);

/** Nothing for null; a set gives its names and values in turn. */
const wordsOf = (value: unknown): readonly string[] => {
  if (value === null) return [];
  if (typeof value === "boolean") return [value ? "yes" : "no"];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "object"
    ? Object.entries(value as object)
        .flat()
        .map(String)
    : [String(value)];
};

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
