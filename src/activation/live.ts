/** Making links live, and giving back to the generation those that have lost their working file. */
import { LaresError } from "../base/errors.ts";
import { below } from "../base/paths.ts";
import type { ManifestEntry } from "../profile/manifest.ts";
import { readManifest } from "../profile/read-manifest.ts";
import * as files from "../system/files.ts";
import type { Places } from "../system/places.ts";
import { carryOut, currentName } from "./carry-out.ts";
import { Draft, type Note } from "./draft.ts";
import { newId } from "./journal.ts";
import { type LiveLinks, readLive, recordLive } from "./live-links.ts";
import type { Plan } from "./plan.ts";
import { linkText } from "./target.ts";
import { underLock } from "./under-lock.ts";

/** Makes links of the current generation lead to working files. Refuses a place where something else is. */
export const goLive = (
  places: Places,
  wanted: readonly { readonly path: string; readonly source: string }[],
  why: string,
): Promise<void> =>
  underLock(places, why, {}, async () => {
    const live = readLive(places);
    const changes = wanted
      .filter(({ path, source }) => live.sources.get(path) !== source || textAt(places, path) !== source)
      .map(({ path, source }) => ({
        path,
        text: source,
        was: [ownText(places, path), live.sources.get(path)],
      }));
    const sources = new Map([...live.sources, ...wanted.map(({ path, source }) => [path, source] as const)]);
    await relink(places, changes, live, sources, why);
  });

/** Gives back to the generation what is live and has lost its working file: a link must never lead nowhere. */
export const recallDangling = (places: Places, why: string): Promise<readonly Note[]> =>
  underLock(places, why, {}, async () => {
    const live = readLive(places);
    const lost = [...live.sources].filter(([, source]) => files.stat(source) === undefined);
    if (lost.length === 0) return [];
    const sources = new Map(live.sources);
    const owned = new Set(entries(places).map(({ path }): string => path));
    for (const [path] of lost) sources.delete(path);
    const changes = lost
      .filter(([path, source]) => owned.has(path) && textAt(places, path) === source)
      .map(([path, source]) => ({ path, text: ownText(places, path), was: [source] }));
    await relink(places, changes, live, sources, why);
    return lost.map(([path, source]) => ({
      path,
      what: `it was live, and its working file ${source} is gone: it leads to the generation again`,
    }));
  });

interface Relinking {
  readonly path: string;
  readonly text: string;
  /** What the link may say before. */
  readonly was: readonly (string | undefined)[];
}

const relink = async (
  places: Places,
  changes: readonly Relinking[],
  before: LiveLinks,
  sources: ReadonlyMap<string, string>,
  why: string,
): Promise<void> => {
  const current = currentName(places);
  if (current === null) return;
  const id = newId();
  const draft = new Draft(places, id);
  for (const { path, text, was } of changes) {
    const found = textAt(places, path);
    if (found === undefined || !was.includes(found)) throw notOurs(path);
    draft.replace(`${places.home}/${path}`, { kind: "link", text }, undefined, { kind: "link", text: found });
  }
  const recorded = recordLive(places, before, sources);
  const plan: Plan = {
    id,
    actions: [],
    collisions: [],
    notes: [],
    changes: [],
    backups: [],
    before: [...recorded, ...draft.operationsBefore()],
    after: draft.operationsAfter(),
  };
  if (plan.before.length === 0 && plan.after.length === 0) return;
  files.makeDirectories(below(places.stateDir, "live"), 0o700);
  await carryOut({ places, from: current, to: current, why }, plan, []);
};

const entries = (places: Places): readonly ManifestEntry[] => {
  const current = currentName(places);
  return current === null ? [] : readManifest(current.path as never).entries;
};

const ownText = (places: Places, path: string): string =>
  linkText(places, { kind: "link", path } as ManifestEntry)!;

const textAt = (places: Places, path: string): string | undefined => files.readlink(`${places.home}/${path}`);

const notOurs = (path: string): LaresError =>
  new LaresError({
    code: "not-in-place",
    message: `~/${path} is not the link that lares made`,
    details: ["nothing was changed"],
    hint: "lares status tells what is there; lares switch puts it right",
  });
