/**
 * SQLite, loaded at the first opening: a command that only reads a profile never pays for it. Opening and committing
 * are open to fault injection, as every other call that touches files.
 */
import type { DatabaseSync, DatabaseSyncOptions } from "node:sqlite";
import { guarded } from "./faults.ts";
import { toFsPath } from "./names.ts";

export type Database = DatabaseSync;

/** Result codes of SQLite that a caller tells apart (https://sqlite.org/rescode.html), extended bits cut off. */
export const sqliteCode = {
  busy: 5,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

export const openDatabase: (path: string, options?: DatabaseSyncOptions) => Database = guarded(
  "sqlite-open",
  (path: string, options: DatabaseSyncOptions = {}) => {
    const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
    return new DatabaseSync(toFsPath(path), options);
  },
);

/** The primary result code of an error that SQLite gave; undefined for any other error. */
export const sqliteCodeOf = (error: unknown): number | undefined =>
  error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode & 0xff
    : undefined;

/** Runs `work` as the only writer (`BEGIN IMMEDIATE`); all of it is committed, or after an exception none. */
export const writeTransaction = <T>(database: Database, work: () => T): T => {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    commit(database);
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
};

const commit = guarded("sqlite-commit", (database: Database) => database.exec("COMMIT"));
