/**
 * `generation.json`: whose home a generation is, and its effect key, the hash over all that a switch to it would
 * change. Where an option was written (its file and line) is in the manifest and not in the key: a moved line
 * changes no home.
 */
import * as crypto from "node:crypto";
import { LaresError } from "../base/errors.ts";
import type { PackageReference } from "../base/package.ts";
import { type AbsolutePath, below, type StorePath } from "../base/paths.ts";
import type { HomeDescription } from "../home/description.ts";
import type { ManifestEntry } from "../home/manifest.ts";
import { sortedEntries, type TreeNode } from "../store/tree.ts";
import { readTextIfAny } from "../system/files.ts";

export const recordVersion = 1;

export interface GenerationRecord {
  readonly version: typeof recordVersion;
  readonly username: string;
  readonly homeDirectory: string;
  readonly stateVersion: string;
  /** SHA-256, hexadecimal. Equal keys: a switch from one to the other has nothing to do. */
  readonly effectKey: string;
  readonly sessionVariables: Readonly<Record<string, string>>;
  readonly sessionPath: readonly string[];
  readonly packages: readonly PackageReference[];
}

export const recordOf = (
  { username, homeDirectory, stateVersion, sessionVariables, sessionPath, packages }: HomeDescription,
  effectKey: string,
): GenerationRecord => ({
  version: recordVersion,
  username,
  homeDirectory,
  stateVersion,
  effectKey,
  sessionVariables,
  sessionPath,
  packages,
});

export const formatRecord = (record: GenerationRecord): string => `${JSON.stringify(record, undefined, 1)}\n`;

/** The record of a generation; undefined where it has none. Throws `damaged-generation` or `newer-generation`. */
export const readRecord = (generation: StorePath | AbsolutePath): GenerationRecord | undefined => {
  const file = below(generation, "generation.json");
  const text = readTextIfAny(file);
  return text === undefined ? undefined : parseRecord(text, file);
};

export interface Effects {
  readonly description: HomeDescription;
  readonly entries: readonly ManifestEntry[];
  /** Trees that are not below `home-files`. */
  readonly trees: readonly TreeNode[];
  /** Effect keys of the specialisations by name. */
  readonly variants: readonly (readonly [string, string])[];
}

export const effectKeyOf = ({ description, entries, trees, variants }: Effects): string => {
  const { version, effectKey: _none, ...home } = recordOf(description, "");
  const effects = [
    version,
    home,
    entries.map(effectOf),
    trees.map(shapeOf),
    description.activation,
    variants,
  ];
  return crypto.hash("sha256", JSON.stringify(effects), "hex");
};

/** All of an entry but its origin. */
const effectOf = (entry: ManifestEntry): readonly unknown[] => {
  const { kind, path, force, onChange } = entry;
  const own =
    entry.kind === "live"
      ? entry.source
      : entry.kind === "copy"
        ? [entry.mode, entry.hash]
        : [entry.leads, entry.hash];
  return [kind, path, force, onChange, own];
};

/** A tree as text: names, links and the hashes of files. */
const shapeOf = (node: TreeNode): unknown => {
  if (node.type === "file") return node.hash;
  if (node.type === "link") return [node.text];
  return sortedEntries(node).map(([name, child]) => ({ [name]: shapeOf(child) }));
};

const parseRecord = (text: string, file: string): GenerationRecord => {
  const record = parseJson(text, file) as Partial<GenerationRecord> | null;
  if (typeof record?.version === "number" && record.version > recordVersion)
    throw new LaresError({
      code: "newer-generation",
      message: `this generation was made by a newer lares (version ${record.version}, known here: ${recordVersion})`,
      details: [file],
      hint: "update lares, or go to an older generation with `lares switch --generation N`",
    });
  if (record?.version !== recordVersion || typeof record.effectKey !== "string") throw damaged(file);
  return record as GenerationRecord;
};

const parseJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged(file);
    throw error;
  }
};

const damaged = (file: string): LaresError =>
  new LaresError({
    code: "damaged-generation",
    message: "the description of a generation cannot be read",
    details: [file],
    hint: "run `lares store verify --repair`, or go to another generation with `lares switch --generation N`",
  });
