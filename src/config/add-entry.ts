/**
 * Adds an entry to `home.file` in a person's configuration as they would have typed it: one more line where the others are,
 * all else as it was.
 */
import { extname } from "node:path";
import { LaresError } from "../base/errors.ts";
import { readText } from "../system/files.ts";
import { replacePersonsFile } from "../system/persons-files.ts";
import { isPackageJson } from "./data-file.ts";

export interface NewEntry {
  /** Below the home: `.config/foo/foo.conf`. */
  readonly target: string;
  /** As the configuration names it: `./dotfiles/foo.conf`. */
  readonly source: string;
  readonly recursive?: boolean;
}

/** Rewrites the configuration by rename, its mode kept. Throws `cannot-add-entry`, with the line to add by hand. */
export const addFileEntries = async (file: string, entries: readonly NewEntry[]): Promise<void> => {
  const text = readText(file);
  const edited = await withFileEntries(file, text, entries);
  replacePersonsFile(file, edited);
};

/** The configuration's text with the entries added. */
export const withFileEntries = async (
  file: string,
  text: string,
  entries: readonly NewEntry[],
): Promise<string> => {
  const add = await editorFor(file);
  let edited = text;
  for (const entry of entries) {
    const next = add(edited, entry);
    if (next === undefined) throw cannotAdd(file, entry);
    edited = next;
  }
  return edited;
};

type Editor = (text: string, entry: NewEntry) => string | undefined;

const editorFor = async (file: string): Promise<Editor> => {
  const extension = extname(file);
  if (/^\.[cm]?[jt]sx?$/.test(extension)) {
    const { addToCode } = await import("./add-to-code.ts");
    return (text, entry) => addToCode(file, text, entry);
  }
  if (extension === ".toml") return addToToml;
  if (isPackageJson(file)) return () => undefined;
  if (extension === ".json") return (await import("./add-to-code.ts")).addToJson;
  const { parseDocument } = await import("yaml");
  return (text, entry) => {
    const document = parseDocument(text);
    if (document.errors.length > 0) return undefined;
    document.setIn(["home", "file", entry.target], settingsOf(entry));
    return document.toString({ lineWidth: 0 });
  };
};

/** A table of its own at the end: TOML allows it anywhere, unless the file writes `home.file` as one value. */
const addToToml: Editor = (text, { target, ...settings }) => {
  if (/^\s*(file\s*=|home\s*=|home\.file\s*=)/m.test(text)) return undefined;
  const table = `[home.file.${JSON.stringify(target)}]\nsource = ${JSON.stringify(settings.source)}\n`;
  const recursive = settings.recursive === true ? "recursive = true\n" : "";
  return `${text.trimEnd()}${text.trim() === "" ? "" : "\n\n"}${table}${recursive}`;
};

export const settingsOf = ({ source, recursive }: NewEntry) => ({
  source,
  ...(recursive === true && { recursive }),
});

const cannotAdd = (file: string, entry: NewEntry): LaresError =>
  new LaresError({
    code: "cannot-add-entry",
    message:
      "the entry cannot be added to the configuration by itself: home.file is not written out as a plain object there",
    details: ["nothing was changed"],
    place: { file },
    hint: `add it by hand: home.file[${JSON.stringify(entry.target)}] = ${JSON.stringify(settingsOf(entry))}`,
  });
