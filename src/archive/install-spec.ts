/**
 * What of an archive becomes a package. Written by `archive({ … })`, read by `builtin:lares-archive`: JSON in the variable
 * `install` of the derivation's environment, beside `src` (the archive or file), `pname` (the name of a command that is a
 * single file) and `name`.
 */
import { LaresError } from "../base/errors.ts";

/** Paths are relative to the archive's top, after `strip`; `*` and `?` stand for parts of one name. */
export interface ArchiveInstall {
  /** How many leading folders to take off; absent: one where everything is in a single folder, else none. */
  readonly strip?: number;
  /** Commands, by name; or where they are, each named as its file. Absent: executables in `bin/`, or at the top. */
  readonly bin?: Readonly<Record<string, string>> | readonly string[] | string;
  /** Manual pages; absent: all files named like one (`rg.1`, `rg.1.gz`). */
  readonly man?: readonly string[];
  /** By shell: paths. Absent: those in folders that are named for completions, and by their usual names. */
  readonly completions?: Readonly<Partial<Record<CompletionShell, readonly string[]>>>;
  /** What else goes below `share/`: place there → path in the archive (a file or a folder). */
  readonly share?: Readonly<Record<string, string>>;
  /**
   * Whether the rest of the archive comes along, for programs that look for files beside themselves. Absent: when the
   * archive is laid out as a package (`bin/` beside other folders) or holds more than programs and what documents them.
   */
  readonly keep?: boolean;
}

export type CompletionShell = "bash" | "zsh" | "fish";
export const completionShells: readonly CompletionShell[] = ["bash", "zsh", "fish"];

/** Throws `bad-install` where the text is not one. */
export const parseInstall = (text: string): ArchiveInstall => {
  const value = parseJson(text);
  if (!isRecord(value)) throw badInstall("it is not an object");
  for (const [key, part] of Object.entries(value)) {
    const wanted = shapes[key];
    if (wanted === undefined) throw badInstall(`it has the unknown key ${JSON.stringify(key)}`);
    if (!wanted(part)) throw badInstall(`its ${key} is not what it has to be`);
  }
  return value as ArchiveInstall;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isTextRecord = (value: unknown, isKey: (key: string) => boolean): boolean =>
  isRecord(value) && Object.entries(value).every(([key, text]) => isKey(key) && isText(text));
/** What is installed stays in the package, whatever it is to be called. */
const isFileName = (name: string): boolean => /^[^/\0]+$/.test(name) && name !== "." && name !== "..";
const isCleanPath = (path: string): boolean => path.split("/").every(isFileName);

const shapes: Readonly<Record<string, (value: unknown) => boolean>> = {
  strip: (value) => Number.isInteger(value) && (value as number) >= 0,
  bin: (value) => isText(value) || isTexts(value) || isTextRecord(value, isFileName),
  man: isTexts,
  completions: (value) =>
    isRecord(value) &&
    Object.entries(value).every(
      ([shell, paths]) => completionShells.includes(shell as CompletionShell) && isTexts(paths),
    ),
  share: (value) => isTextRecord(value, isCleanPath),
  keep: (value) => typeof value === "boolean",
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw badInstall(error.message);
    throw error;
  }
};

const badInstall = (problem: string): LaresError =>
  new LaresError({
    code: "bad-install",
    message: "what to install of an archive cannot be understood",
    details: [problem],
    hint: "correct `bin`, `man`, `completions`, `share`, `strip` or `keep` of the archive",
  });
