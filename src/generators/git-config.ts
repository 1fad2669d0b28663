/**
 * Git's configuration file, git-config(1) "Syntax":
 *
 *     file       = { "[" section [ SP DQ subsection DQ ] "]" LF { HT key " = " value LF } }
 *     section    = letters, digits, "-" and "."      (case-insensitive)
 *     subsection = any character but LF and NUL, with \ and " escaped
 *     key        = a letter, then letters, digits and "-"
 *     value      = true | false | integer | DQ text with \\ \" \n \t DQ
 *
 * A key with a list of values is written once for each.
 */
import { LaresError } from "../base/errors.ts";
import { compareText, sortedEntries } from "./order.ts";

export type GitScalar = string | number | boolean;
export type GitValue = GitScalar | readonly GitScalar[];

/**
 * Sections with their keys; a record in the place of a value is a subsection, however deep (deeper names are
 * joined by dots, as git itself names them). A top-level name may also be written whole: `"filter.lfs"` or
 * `filter "lfs"`.
 */
export interface GitConfig {
  readonly [section: string]: GitSection;
}
export interface GitSection {
  readonly [key: string]: GitValue | GitSection | undefined;
}

/** Sections sorted by name, each with its keys sorted, a blank line between sections. */
export const toGitConfig = (config: GitConfig): string => sectionsOf(config).map(sectionText).join("\n");

interface FlatSection {
  readonly name: string;
  readonly keys: Map<string, GitValue>;
}

/** A section written in two ways (`"a.b"` and `{ a: { b } }`) is one: the later name in the order wins per key. */
const sectionsOf = (config: GitConfig): FlatSection[] => {
  const sections = new Map<string, FlatSection>();
  const collect = (name: string, content: GitSection): void => {
    for (const [key, value] of sortedEntries(content)) {
      if (isSection(value)) collect(`${name}.${key}`, value);
      else sectionNamed(sections, name).keys.set(key, value);
    }
  };
  for (const [name, content] of sortedEntries(config)) collect(dotted(name), content);
  return [...sections.values()].sort((a, b) => compareText(a.name, b.name));
};

const sectionNamed = (sections: Map<string, FlatSection>, name: string): FlatSection => {
  const known = sections.get(name);
  if (known !== undefined) return known;
  const created = { name, keys: new Map() };
  sections.set(name, created);
  return created;
};

const isSection = (value: GitValue | GitSection): value is GitSection =>
  typeof value === "object" && !Array.isArray(value);

/** `filter "lfs"` → `filter.lfs`; any other name is one already. */
const dotted = (name: string): string => {
  const whole = /^([A-Za-z0-9-]+) "(.*)"$/.exec(name);
  return whole === null ? name : `${whole[1]}.${whole[2]!.replace(/\\(.)/g, "$1")}`;
};

const sectionText = ({ name, keys }: FlatSection): string => {
  const lines = [...keys]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([key, value]) => keyLines(name, key, value));
  return [sectionHead(name), ...lines, ""].join("\n");
};

const sectionHead = (name: string): string => {
  const dot = name.indexOf(".");
  const section = dot < 0 ? name : name.slice(0, dot);
  if (!/^[A-Za-z0-9-]+$/.test(section)) throw notGit(name, "a section name has letters, digits and `-` only");
  if (dot < 0) return `[${section}]`;
  const subsection = name.slice(dot + 1);
  if (/[\n\0]/.test(subsection)) throw notGit(name, "a subsection name cannot span lines");
  return `[${section} "${subsection.replace(/[\\"]/g, "\\$&")}"]`;
};

const keyLines = (section: string, key: string, value: GitValue): string[] => {
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(key))
    throw notGit(`${section}.${key}`, "a key begins with a letter and has letters, digits and `-` only");
  const values = Array.isArray(value) ? (value as readonly GitScalar[]) : [value as GitScalar];
  return values.map((one) => `\t${key} = ${gitValue(one)}`);
};

/** Text is always quoted: git would cut it at `#` and `;` and trim it otherwise. */
const gitValue = (value: GitScalar): string =>
  typeof value === "string"
    ? `"${value.replace(/[\\"\n\t\b]/g, (char) => escapes[char] ?? `\\${char}`)}"`
    : String(value);

const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\t": "\\t", "\b": "\\b" };

const notGit = (name: string, rule: string): LaresError =>
  new LaresError({
    code: "git-config-name",
    message: `git cannot read a setting named ${JSON.stringify(name)}`,
    hint: `${rule}; rename the setting`,
  });
