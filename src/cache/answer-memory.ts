/**
 * What caches answered, kept on disk so that the next run need not ask again: what a narinfo said for 30 days, that there is
 * none for an hour, what a cache says of itself for a week. It may be deleted at any time, and never stands in the way: a
 * database that does not open, or is locked, is no memory.
 */

import { exceptErrno } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { makeDirectories, unlink } from "../system/files.ts";
import { type Database, openDatabase, sqliteCode, sqliteCodeOf, writeTransaction } from "../system/sqlite.ts";

export interface AnswerMemory {
  /** The texts remembered by name; null for a file that was not there. What is not remembered is left out. */
  recall(url: string, names: readonly string[]): ReadonlyMap<string, string | null>;
  remember(url: string, answers: Iterable<readonly [name: string, text: string | null]>): void;
  forget(url: string, names: readonly string[]): void;
}

export const openAnswerMemory = (cacheDir: AbsolutePath, now: () => number = Date.now): AnswerMemory => {
  const file = below(cacheDir, "binary-caches.sqlite");
  return {
    recall: (url, names) =>
      withDatabase(file, new Map(), (sql) => {
        const select = sql.prepare("SELECT text, time FROM answers WHERE cache = ? AND name = ?");
        return new Map(
          names.flatMap((name) => {
            const row = select.get(url, name) as { text: string | null; time: number } | undefined;
            return row !== undefined && isFresh(name, row, now()) ? [[name, row.text] as const] : [];
          }),
        );
      }),
    remember: (url, answers) =>
      withDatabase(file, undefined, (sql) =>
        writeTransaction(sql, () => {
          const insert = sql.prepare(
            "INSERT OR REPLACE INTO answers (cache, name, text, time) VALUES (?, ?, ?, ?)",
          );
          for (const [name, text] of answers) insert.run(url, name, text, now());
          sql.prepare("DELETE FROM answers WHERE time < ?").run(now() - longest);
        }),
      ),
    forget: (url, names) =>
      withDatabase(file, undefined, (sql) => {
        const remove = sql.prepare("DELETE FROM answers WHERE cache = ? AND name = ?");
        for (const name of names) remove.run(url, name);
      }),
  };
};

const hour = 3_600_000;
const longest = 30 * 24 * hour;

const isFresh = (
  name: string,
  { text, time }: { text: string | null; time: number },
  now: number,
): boolean => {
  const age = now - time;
  return age >= 0 && age < (text === null ? hour : name.endsWith(".narinfo") ? longest : 7 * 24 * hour);
};

const withDatabase = <T>(file: AbsolutePath, otherwise: T, work: (sql: Database) => T): T => {
  let sql: Database | undefined;
  try {
    sql = open(file);
    return work(sql);
  } catch (error) {
    const code = sqliteCodeOf(error);
    if (code === undefined) return exceptErrno(unwritable, otherwise, () => rethrow(error));
    if (code === sqliteCode.corrupt || code === sqliteCode.notADatabase)
      exceptErrno(unwritable, undefined, () => unlink(file));
    return otherwise;
  } finally {
    sql?.close();
  }
};

const unwritable = ["ENOENT", "EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "ENOTDIR", "EEXIST"];

const rethrow = (error: unknown): never => {
  throw error;
};

const open = (file: AbsolutePath): Database => {
  makeDirectories(file.slice(0, file.lastIndexOf("/")));
  const sql = openDatabase(file, { timeout: 1000 });
  sql.exec("PRAGMA synchronous = OFF");
  sql.exec(schema);
  return sql;
};

const schema = `
  CREATE TABLE IF NOT EXISTS answers (
    cache text not null, name text not null, text text, time integer not null, primary key (cache, name)
  ) WITHOUT ROWID`;
