/**
 * `lares adopt --undo`: the configuration's text, the switch and the original files put back, in that order, each of which may
 * have been done already by an undoing that was interrupted.
 */
import { listBackups } from "../activation/backup-index.ts";
import { restoreBackup } from "../activation/backups.ts";
import { LaresError } from "../base/errors.ts";
import { below } from "../base/paths.ts";
import type { NewEntry } from "../config/add-entry.ts";
import { removeTree, replaceFile } from "../system/durable.ts";
import * as files from "../system/files.ts";
import { replacePersonsFile } from "../system/persons-files.ts";
import type { Places } from "../system/places.ts";
import { sameWhole } from "../system/trees.ts";

/** The last one, in `<state>/adoption.json`. */
export interface AdoptionRecord {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly config: string;
  /** The configuration's text before and after. */
  readonly before: string;
  readonly after: string;
  readonly added: readonly NewEntry[];
}

export interface Undone {
  readonly config: string;
  /** Below the home: put back as they were. */
  readonly restored: readonly string[];
  /** Copies in the configuration's folder that were edited since, and stay. */
  readonly kept: readonly string[];
}

const recordFile = (places: Places) => below(places.stateDir, "adoption.json");

export const recordAdoption = (places: Places, record: AdoptionRecord): void => {
  files.makeDirectories(places.stateDir, 0o700);
  replaceFile(recordFile(places), `${JSON.stringify(record)}\n`, { mode: 0o600, durable: true });
};

/** `switchAgain` makes the home what the configuration then says. Throws `nothing-to-undo`, `config-changed`. */
export const undoAdoption = async (
  places: Places,
  why: string,
  switchAgain: (config: string) => Promise<unknown>,
): Promise<Undone> => {
  const text = files.readTextIfAny(recordFile(places));
  if (text === undefined)
    throw new LaresError({
      code: "nothing-to-undo",
      message: "there is no adoption to undo",
      hint: "lares backups lists what was replaced, and puts it back",
    });
  const record = JSON.parse(text) as AdoptionRecord;
  const { config, before, after, added } = record;
  const now = files.readText(config);
  if (now !== before && now !== after)
    throw new LaresError({
      code: "config-changed",
      message: "the configuration was changed since, so its text cannot be put back by itself",
      details: added.map(({ target }) => `the entry ${JSON.stringify(target)}`),
      place: { file: config },
      hint: "take these entries out, run lares switch, then lares backups restore",
    });
  if (now === after) replacePersonsFile(config, before);
  try {
    await switchAgain(config);
    return await putBack(places, why, record);
  } catch (error) {
    throw error instanceof LaresError ? incomplete(config, error) : error;
  }
};

const putBack = async (
  places: Places,
  why: string,
  { time, config, added }: AdoptionRecord,
): Promise<Undone> => {
  const restored: string[] = [];
  for (const { target } of added) {
    const place = below(places.home, target);
    const isOf = (path: string) => path === place || path.startsWith(`${place}/`);
    for (const { id, path } of listBackups(places).filter(
      (backup) => isOf(backup.path) && timeOf(backup.id) >= time - 1000,
    )) {
      await restoreBackup({ places, id, why });
      restored.push(path);
    }
  }
  const folder = config.slice(0, config.lastIndexOf("/"));
  const kept = added.filter(
    ({ target, source }) =>
      !removeCopy(below(places.home, target), `${folder}/${source.replace(/^\.\//, "")}`),
  );
  files.unlink(recordFile(places));
  return { config, restored, kept: kept.map(({ source }) => source) };
};

/** What the one step that failed says of the home is not true of the whole. */
const incomplete = (config: string, cause: LaresError): LaresError =>
  new LaresError({
    code: "undo-incomplete",
    message: `the adoption is not wholly taken back yet: ${reasonOf(cause)}`,
    details: [
      `${config} is as it was before the adoption`,
      "what is not back in its place is in lares backups",
    ],
    hint: "mend what the error names, then lares adopt --undo goes on from there",
    exitCode: cause.exitCode,
    cause,
  });

const reasonOf = ({ message, cause }: LaresError): string =>
  cause instanceof Error ? cause.message : message;

/** `20261121-062339-5f8b6d/1`: the time in UTC, to the second. */
const timeOf = (id: string): number => {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(id) ?? [];
  return Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
};

/** The copy goes only where the home has the same again. */
const removeCopy = (place: string, copy: string): boolean => {
  if (files.lstat(copy) === undefined) return true;
  const real = files.realPath(place);
  if (real === undefined || !sameWhole(real, copy)) return false;
  removeTree(copy);
  return true;
};
