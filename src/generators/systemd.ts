/**
 * Unit files of systemd and its other INI files, systemd.syntax(7):
 *
 *     file    = { section LF }
 *     section = "[" name "]" LF { key "=" value LF }
 *
 * A list repeats its key. What is null or an empty list says nothing, and a section of nothing is left out.
 */
import { toIni } from "./ini.ts";
import type { Scalar } from "./key-value.ts";
import { sortedEntries } from "./order.ts";

export type SystemdSection = Readonly<Record<string, Scalar | readonly Scalar[] | undefined>>;
export type SystemdFile = Readonly<Record<string, SystemdSection | undefined>>;

/** Sections and their keys sorted, a blank line between sections. */
export const toSystemdUnit = (file: SystemdFile): string =>
  toIni(
    Object.fromEntries(
      sortedEntries(file)
        .map(([name, section]) => [name, said(section)] as const)
        .filter(([, section]) => Object.keys(section).length > 0),
    ),
    { section: (name) => name, key: (key) => key },
  );

const said = (section: SystemdSection): SystemdSection =>
  Object.fromEntries(
    Object.entries(section).filter(
      ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );

/** A word of `ExecStart` and its like, systemd.service(5): specifiers and variables are expanded even inside quotes. */
export const quoteSystemd = (word: string): string =>
  quotedSetting(word.replaceAll("%", "%%").replaceAll("$", "$$$$"));

/** The same where what is plain stays as it is. */
export const systemdWord = (word: string): string =>
  /^[\w@+=:,./-]+$/.test(word) ? word : quoteSystemd(word);

/** An assignment of `Environment`: specifiers are expanded there, variables are not. */
export const quoteSystemdAssignment = (text: string): string => quotedSetting(text.replaceAll("%", "%%"));

const quotedSetting = (text: string): string =>
  `"${text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`;
