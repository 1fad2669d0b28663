import type { Location } from "./locate.ts";

/**
 * A scan by lines: table headers and the keys below them, which is where a person looks. What stands inside an inline
 * table or a list is found at the key that holds it. Text in triple quotes is skipped.
 */
export const locateInToml = (text: string, path: readonly string[]): Location | undefined => {
  let table: readonly string[] = [];
  let chosen: Location | undefined;
  for (const { line, offset } of linesOutsideText(text)) {
    const header = /^\s*\[\[?(.*?)\]\]?\s*(#.*)?$/.exec(line);
    const keys = header ? keysOf(header[1]!) : keysOf(line, true);
    if (keys === undefined) continue;
    if (header) table = keys;
    const depth = commonLength(header ? keys : [...table, ...keys], path);
    const start = offset + (line.length - line.trimStart().length);
    const complete = depth === (header ? keys : [...table, ...keys]).length;
    if (complete && depth > (chosen?.depth ?? 0)) chosen = { offset: start, depth };
  }
  return chosen;
};

/** `a."b.c".d` → its names; with `assigned`, only what stands before a `=`. */
const keysOf = (text: string, assigned = false): readonly string[] | undefined => {
  const keys: string[] = [];
  let rest = text;
  for (;;) {
    const key = /^\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+))\s*/.exec(rest);
    if (key === null) return undefined;
    keys.push(key[1] === undefined ? (key[2] ?? key[3]!) : (JSON.parse(`"${key[1]}"`) as string));
    rest = rest.slice(key[0].length);
    if (rest.startsWith(".")) rest = rest.slice(1);
    else return !assigned || rest.startsWith("=") ? keys : undefined;
  }
};

const commonLength = (keys: readonly string[], path: readonly string[]): number => {
  const differs = keys.findIndex((key, n) => key !== path[n]);
  return differs === -1 ? keys.length : differs;
};

function* linesOutsideText(text: string): Generator<{ line: string; offset: number }> {
  let offset = 0;
  let inside: string | undefined;
  for (const line of text.split("\n")) {
    if (inside === undefined) yield { line, offset };
    for (const [quotes] of line.matchAll(/"""|'''/g)) {
      if (inside === undefined) inside = quotes;
      else if (inside === quotes) inside = undefined;
    }
    offset += line.length + 1;
  }
}
