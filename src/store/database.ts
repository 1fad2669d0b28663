/** Opens the store's database, and says in plain words what is wrong with one that does not open. */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { replaceFile } from "../system/durable.ts";
import { isNetworkFileSystem } from "../system/file-systems.ts";
import { lstat, makeDirectories, readTextIfAny } from "../system/files.ts";
import { type Database, openDatabase, sqliteCode, sqliteCodeOf, writeTransaction } from "../system/sqlite.ts";
import { schema, schemaVersion, tables } from "./schema.ts";

export interface StoreDatabase {
  readonly file: AbsolutePath;
  readonly sql: Database;
  /** Runs `work` as the only writer of the store, in one transaction; within one, as part of it. */
  write<T>(work: () => T): T;
  /** Runs `work`, its database errors told as LaresErrors. */
  read<T>(work: () => T): T;
}

/** Opens the database below `varDir`, made where there is none. Throws `store-newer`, `store-damaged`, `store-busy` … */
export const openStoreDatabase = (varDir: AbsolutePath): StoreDatabase => {
  const directory = below(varDir, "db");
  const file = databaseFile(varDir);
  makeDirectories(directory);
  assertVersion(varDir);
  return explained(file, () => {
    const sql = openDatabase(file, { timeout: busyTimeout });
    try {
      sql.exec("PRAGMA synchronous = FULL");
      setJournal(sql, isNetworkFileSystem(directory) ? "truncate" : "wal");
      assertSchema(sql, file);
    } catch (error) {
      sql.close();
      throw error;
    }
    return {
      file,
      sql,
      write: (work) => (sql.isTransaction ? work() : explained(file, () => writeTransaction(sql, work))),
      read: (work) => explained(file, work),
    };
  });
};

export const databaseFile = (varDir: AbsolutePath): AbsolutePath => below(varDir, "db", "db.sqlite");

/** Writes `schema`, by which Nix knows the version; refuses what a newer or an ancient program wrote. */
export const assertVersion = (varDir: AbsolutePath): void => {
  const file = below(varDir, "db", "schema");
  const text = readTextIfAny(file)?.trim();
  if (text === undefined) {
    replaceFile(file, `${schemaVersion}`);
    return;
  }
  const version = /^\d+$/.test(text) ? Number(text) : undefined;
  if (version === schemaVersion) return;
  if (version === undefined) throw damaged(file, `it says ${JSON.stringify(text.slice(0, 40))}`);
  throw new LaresError({
    code: version > schemaVersion ? "store-newer" : "store-older",
    message: `the store's database has schema ${version}, this lares knows ${schemaVersion}`,
    details: [file],
    hint:
      version > schemaVersion
        ? "use the lares that made the store, or a newer one"
        : "upgrade the store with Nix 2.8 or later, or set LARES_ROOT to start a new one",
  });
};

/** Milliseconds to wait for another writer: longer than any single transaction takes. */
const busyTimeout = 60_000;

/** Write-ahead logging needs shared memory, which network file systems do not have. */
const setJournal = (sql: Database, mode: "wal" | "truncate"): void => {
  const { journal_mode } = sql.prepare("PRAGMA journal_mode").get() as { journal_mode: string };
  if (journal_mode !== mode) sql.exec(`PRAGMA journal_mode = ${mode}`);
};

const assertSchema = (sql: Database, file: AbsolutePath): void => {
  const found = sql.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as {
    name: string;
  }[];
  const missing = tables.filter((table) => !found.some(({ name }) => name === table));
  if (missing.length === 0) return;
  if (found.length > 0) throw damaged(file, `it has no table ${missing.join(", ")}`);
  writeTransaction(sql, () => sql.exec(schema));
};

/** Turns SQLite's errors into what a person can act on; all others pass. */
const explained = <T>(file: AbsolutePath, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw explain(file, error);
  }
};

const explain = (file: AbsolutePath, error: unknown): unknown => {
  const text = error instanceof Error ? error.message : String(error);
  switch (sqliteCodeOf(error)) {
    case undefined:
      return error;
    case sqliteCode.notADatabase:
    case sqliteCode.corrupt:
      return damaged(file, text, error);
    case sqliteCode.busy:
      return new LaresError({
        code: "store-busy",
        message: `another program keeps the store's database locked: ${text}`,
        details: [file],
        hint: "wait for it to end, or see with `fuser` who has the file open",
        cause: error,
      });
    case sqliteCode.full:
      return new LaresError({
        code: "disk-full",
        message: "there is no room left for the store's database",
        details: [file],
        hint: "free some space, for instance with `lares gc`",
        cause: error,
      });
    case sqliteCode.readOnly:
    case sqliteCode.cannotOpen:
    case sqliteCode.ioError:
      return new LaresError({
        code: "store-unwritable",
        message: `the store's database cannot be used: ${text}`,
        details: [file],
        hint: "check that the file and its folder are yours and writable, and the disk is sound",
        cause: error,
      });
    default:
      return /no such (table|column)/.test(text) ? damaged(file, text, error) : error;
  }
};

const damaged = (file: string, what: string, cause?: unknown): LaresError =>
  new LaresError({
    code: "store-damaged",
    message: `the store's database is damaged: ${what}`,
    details: [file],
    hint: "run `lares store verify --repair`: it sets the file aside and rebuilds it from the store",
    cause,
  });

/** Whether there is a store at all: a command that only looks need not make one. */
export const hasDatabase = (varDir: AbsolutePath): boolean => lstat(databaseFile(varDir)) !== undefined;
