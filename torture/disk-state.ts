/**
 * States of the disk: two attempts that leave the same one need judging once. What chance and the clock put into it
 * (temporary names, times, SQLite's salts) does not count; what the database says does, row by row.
 */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Fault } from "./invariants.ts";
import { everything } from "./look.ts";
import { workFolder } from "./program.ts";
import type { Trial } from "./trial.ts";

export interface Verdict {
  readonly faults: readonly Fault[];
  /** False where an earlier attempt left the disk in this very state, and all was well. */
  readonly isNew: boolean;
}

export const oncePerState = (
  { folders, places }: Trial,
  judge: () => Promise<readonly Fault[]>,
): (() => Promise<Verdict>) => {
  const sound = new Set<string>();
  return async () => {
    const state = diskState(folders, places.anchor, `${places.varDir}/db`);
    if (sound.has(state)) return { faults: [], isNew: false };
    const faults = await judge();
    if (faults.length === 0) sound.add(state);
    return { faults, isNew: true };
  };
};

const diskState = (folders: readonly string[], anchor: string, database: string): string => {
  const parts = folders.map((folder) => Object.entries(everything(folder, anchor)).sort());
  return createHash("sha256")
    .update(JSON.stringify([...parts, rowsOf(database)]))
    .digest("hex");
};

/** Of a database that no command has written to since it was put back, what was read the last time. */
const rowsOf = (folder: string): unknown => {
  if (!fs.existsSync(folder)) return [];
  const stamps = fs.readdirSync(folder).map((name) => {
    const { size, mtimeNs } = fs.statSync(join(folder, name), { bigint: true });
    return `${name} ${size} ${mtimeNs}`;
  });
  const key = [folder, ...stamps].join("\n");
  if (!rows.has(key)) rows.set(key, readFromCopy(folder));
  return rows.get(key);
};

const rows = new Map<string, unknown>();

/** To open a database is to change what lies beside it. */
const readFromCopy = (folder: string): unknown => {
  const copy = fs.mkdtempSync(join(workFolder(), "lares-torture-rows-"));
  try {
    fs.cpSync(folder, copy, { recursive: true });
    return readRows(join(copy, "db.sqlite"));
  } finally {
    fs.rmSync(copy, { recursive: true });
  }
};

/** A database that cannot be read is a state like none before. */
const readRows = (file: string): unknown => {
  if (!fs.existsSync(file)) return [];
  const database = new DatabaseSync(file);
  try {
    return queries.map((query) => database.prepare(query).all());
  } catch (error) {
    return [String(error), Math.random()];
  } finally {
    database.close();
  }
};

const queries = [
  "select name from sqlite_master order by name",
  "select path, hash, deriver, narSize, ultimate, sigs, ca from ValidPaths order by path",
  "select a.path as referrer, b.path as reference from Refs join ValidPaths a on a.id = referrer join ValidPaths b on b.id = reference order by 1, 2",
  "select path, b.id as name from DerivationOutputs b order by 1, 2",
];
