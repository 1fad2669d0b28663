/** Laying out shell code. */
import type { PackageReference } from "lares/module";

/** The parts that say something, a blank line between them. */
export const paragraphs = (parts: readonly string[]): string =>
  parts
    .filter((part) => part.trim() !== "")
    .map((part) => `${part.replace(/\n+$/, "")}\n`)
    .join("\n");

/** Words on as many lines of at most 80 characters as they need, indented. */
export const wrapped = (words: readonly string[]): string => {
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= 80) lines[lines.length - 1] = longer;
    else lines.push(`  ${word}`);
  }
  return lines.join("\n");
};

/**
 * Loads a package's file (relative to its `share`) from the store, else from where systems and Homebrew put it: the
 * first that is there, under any of the given names. `(N)` makes a name that does not exist vanish.
 */
export const sourceShared = (
  { outPath }: Pick<PackageReference, "outPath">,
  file: string,
  otherNames: readonly string[] = [],
): string => {
  if (outPath !== undefined) return `source ${outPath}/share/${file}`;
  const places = [file, ...otherNames].map(
    (name) => `  {$HOME/.local,/opt/homebrew,/usr/local,/usr}/share/${name}(N)`,
  );
  return `for plugin in \\\n${places.join(" \\\n")}; do\n  source $plugin\n  break\ndone\nunset plugin`;
};
