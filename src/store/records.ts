/** What the database says: one function per question. Statements are prepared at first use and kept. */
import type { StorePath } from "../base/paths.ts";
import type { StoreDatabase } from "./database.ts";
import type { PathInfo } from "./store.ts";

export interface Records {
  isValid(path: StorePath): boolean;
  info(path: StorePath): PathInfo | undefined;
  /** The first valid path that begins so. */
  withPrefix(prefix: string): StorePath | undefined;
  all(): readonly StorePath[];
  closure(paths: readonly StorePath[]): readonly StorePath[];
  referrers(path: StorePath): readonly StorePath[];
  /** Only within a write transaction. */
  insert(info: PathInfo): void;
  /** Only within a write transaction: what the `.drv` file at `path` makes. */
  insertOutputs(path: StorePath, outputs: Readonly<Record<string, StorePath>>): void;
  /** Only within a write transaction. */
  noteUnsandboxed(path: StorePath): void;
  isUnsandboxed(path: StorePath): boolean;
  /** Only within a write transaction; all referrers of a removed path must be removed with it. */
  remove(paths: readonly StorePath[]): void;
}

export const createRecords = ({ sql, read }: StoreDatabase): Records => {
  const prepared = new Map<string, ReturnType<typeof sql.prepare>>();
  const statement = (text: string) => {
    const known = prepared.get(text) ?? sql.prepare(text);
    prepared.set(text, known);
    return known;
  };
  const row = (text: string, ...values: (string | number | null)[]) =>
    read(() => statement(text).get(...values)) as Row | undefined;
  const paths = (text: string, ...values: string[]) =>
    (read(() => statement(text).all(...values)) as unknown as { path: StorePath }[]).map(({ path }) => path);

  return {
    isValid: (path) => row("SELECT 1 FROM ValidPaths WHERE path = ?", path) !== undefined,
    info: (path) => {
      const found = row("SELECT * FROM ValidPaths WHERE path = ?", path);
      return found && infoOf(found, paths(referencesOf, path));
    },
    withPrefix: (prefix) => {
      const [first] = paths("SELECT path FROM ValidPaths WHERE path >= ? ORDER BY path LIMIT 1", prefix);
      return first?.startsWith(prefix) ? first : undefined;
    },
    all: () => paths("SELECT path FROM ValidPaths ORDER BY path"),
    closure: (start) => paths(closureOf, JSON.stringify(start)),
    referrers: (path) => paths(referrersOf, path),
    insert: (info) => {
      const { lastInsertRowid: id } = statement(insertPath).run(
        info.path,
        info.narHash,
        info.registrationTime,
        info.deriver ?? null,
        info.narSize,
        info.signatures?.join(" ") || null,
        info.ca ?? null,
        info.ultimate ? 1 : null,
      );
      for (const reference of info.references) {
        const { changes } = statement(insertReference).run(id, reference);
        if (changes === 0) throw new Error(`${info.path} refers to ${reference}, which is not valid`);
      }
    },
    insertOutputs: (path, outputs) => {
      for (const [name, output] of Object.entries(outputs)) statement(insertOutput).run(name, output, path);
    },
    noteUnsandboxed: (path) => {
      sql.exec(unsandboxedTable);
      statement("INSERT OR IGNORE INTO LaresUnsandboxed SELECT id FROM ValidPaths WHERE path = ?").run(path);
    },
    isUnsandboxed: (path) =>
      row("SELECT 1 FROM sqlite_master WHERE name = 'LaresUnsandboxed'") !== undefined &&
      row("SELECT 1 FROM LaresUnsandboxed JOIN ValidPaths USING (id) WHERE path = ?", path) !== undefined,
    remove: (gone) => {
      const list = JSON.stringify(gone);
      statement(removeReferences).run(list);
      statement("DELETE FROM ValidPaths WHERE path IN (SELECT value FROM json_each(?))").run(list);
    },
  };
};

interface Row {
  path: StorePath;
  hash: string;
  registrationTime: number;
  deriver: StorePath | null;
  narSize: number | null;
  sigs: string | null;
  ca: string | null;
  ultimate: number | null;
}

const infoOf = (row: Row, references: readonly StorePath[]): PathInfo => ({
  path: row.path,
  narHash: row.hash,
  narSize: row.narSize ?? 0,
  references,
  registrationTime: row.registrationTime,
  ...(row.ca ? { ca: row.ca } : {}),
  ...(row.deriver ? { deriver: row.deriver } : {}),
  ...(row.sigs ? { signatures: row.sigs.split(" ") } : {}),
  ...(row.ultimate === 1 ? { ultimate: true } : {}),
});

const insertPath = `
  INSERT INTO ValidPaths (path, hash, registrationTime, deriver, narSize, sigs, ca, ultimate) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

const insertOutput = `
  INSERT OR REPLACE INTO DerivationOutputs (drv, id, path) SELECT id, ?, ? FROM ValidPaths WHERE path = ?`;

/** A table that Nix does not know and does not mind; made when the first such build is registered. */
const unsandboxedTable = `
  CREATE TABLE IF NOT EXISTS LaresUnsandboxed (
    id integer primary key references ValidPaths(id) on delete cascade
  )`;

const insertReference = `
  INSERT OR REPLACE INTO Refs (referrer, reference) SELECT ?, id FROM ValidPaths WHERE path = ?`;

const referencesOf = `
  SELECT target.path AS path FROM ValidPaths AS source
  JOIN Refs ON Refs.referrer = source.id
  JOIN ValidPaths AS target ON target.id = Refs.reference
  WHERE source.path = ? ORDER BY target.path`;

const referrersOf = `
  SELECT source.path AS path FROM ValidPaths AS target
  JOIN Refs ON Refs.reference = target.id
  JOIN ValidPaths AS source ON source.id = Refs.referrer
  WHERE target.path = ? ORDER BY source.path`;

const closureOf = `
  WITH RECURSIVE reached(id) AS (
    SELECT id FROM ValidPaths WHERE path IN (SELECT value FROM json_each(?))
    UNION
    SELECT Refs.reference FROM reached JOIN Refs ON Refs.referrer = reached.id
  )
  SELECT path FROM reached JOIN ValidPaths USING (id) ORDER BY path`;

const removeReferences = `
  DELETE FROM Refs WHERE referrer IN
    (SELECT id FROM ValidPaths WHERE path IN (SELECT value FROM json_each(?)))`;
