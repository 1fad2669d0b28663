/**
 * A home kept in memory between two builds, with a spare of its generation on disk: where only contents of sources change,
 * the next generation costs one look at what changed, its hashes, and the few files by which it differs.
 */
import { type AbsolutePath, below, type StorePath } from "../base/paths.ts";
import {
  generationName,
  mentionedPaths,
  type PreparedGeneration,
  prepareGeneration,
} from "../build/generation.ts";
import { readRecord } from "../build/generation-record.ts";
import { type InputStamp, inputsUnchanged, stampInput } from "../config/inputs.ts";
import type { HomeDescription } from "../home/description.ts";
import { stampSources } from "../pipeline/source-stamps.ts";
import { reclaim } from "../store/collect.ts";
import type { HeldNode, KnownContents, KnownFile } from "../store/load-tree.ts";
import { linksDirectory } from "../store/names.ts";
import { createSpareTree, type SpareTree } from "../store/spare-tree.ts";
import type { LocalStore } from "../store/store.ts";
import type { FileNode } from "../store/tree.ts";
import type { Places } from "../system/places.ts";

export interface Workbench {
  /** Reads everything that the description names, and gives what the generation in the store was prepared from. */
  load(description: HomeDescription, generation: StorePath): void;
  /** Whether `prepare` can stand for a build. */
  readonly isLoaded: boolean;
  /** The generation that is to be active now, and what it was prepared from. */
  readonly current: { readonly path: StorePath; readonly prepared: PreparedGeneration } | undefined;
  /** After changes at these paths (or below). Throws what `prepareGeneration` throws; nothing is kept of it then. */
  prepare(changed: Iterable<string>): PreparedGeneration;
  /** Puts it into the store: valid, on disk, and safe from collection while the store is open. */
  install(prepared: PreparedGeneration): Promise<StorePath>;
  /** It is the active one now. */
  accept(prepared: PreparedGeneration, path: StorePath): void;
  /** Writes some of the spare for the next change. True when there is nothing left to do. */
  makeSpare(): boolean;
  /** What has to stay in the store while this goes on. */
  readonly needed: readonly string[];
  /** The stamps and hashes that the current generation was made from; undefined where something changed since. */
  learnt():
    | { readonly sources: readonly InputStamp[]; readonly files: Record<string, KnownFile> }
    | undefined;
  /** Forgets everything and removes the spare. */
  clear(): void;
}

export const createWorkbench = (store: LocalStore, places: Places): Workbench => {
  const storeDir = store.directory;
  const held = new Map<string, Held>();
  let description: HomeDescription | undefined;
  let current: Workbench["current"];
  let previous: Workbench["current"];
  let spare: SpareTree | undefined;

  const known: KnownContents = {
    node: (path) => held.get(path),
    of: (path) => {
      pending.set(path, stampInput(path));
      return undefined;
    },
    learn: (path, file, node) => {
      if (held.get(path)?.file === file) return;
      const stamp = pending.get(path) ?? stampInput(path);
      held.set(path, { file, stamp, node: kept(node) });
    },
  };
  const pending = new Map<string, InputStamp>();
  let bytes = 0;

  /** A frame of its own, so that the large piece of memory it was read into can go; beyond a budget the store's file. */
  const kept = (node: FileNode): FileNode => {
    if (node.frame === undefined) return node;
    bytes += node.frame.length;
    const { frame, ...rest } = node;
    if (bytes <= mostBytes) return { ...rest, frame: Uint8Array.from(frame) };
    return { ...rest, pooled: below(linksDirectory(storeDir), node.hash) };
  };

  const forget = (path: string): void => {
    const dropped = held.get(path);
    bytes -= dropped?.node.frame?.length ?? 0;
    held.delete(path);
  };

  const prepare = (changed: Iterable<string>): PreparedGeneration => {
    const paths = [...changed];
    for (const path of paths) forget(path);
    for (const path of [...held.keys()]) if (paths.some((at) => path.startsWith(`${at}/`))) forget(path);
    pending.clear();
    return prepareGeneration(storeDir, description!, known);
  };

  const dropSpare = (): void => {
    spare?.discard();
    spare = undefined;
  };

  /** The generation before the current one is the spare for the next, as soon as nothing needs it. */
  const makeSpare = (): boolean => {
    if (current === undefined) return true;
    spare ??= reclaimedSpare() ?? createSpareTree(store, current.prepared.tree);
    return spare.advance();
  };

  const reclaimedSpare = (): SpareTree | undefined => {
    if (previous === undefined) return undefined;
    const { path, prepared } = previous;
    previous = undefined;
    store.protectOnly(current === undefined ? [] : [current.path]);
    const place = reclaim(store, places, path);
    return place && createSpareTree(store, prepared.tree, place);
  };

  /** The whole is hashed while the disk flushes: called when the files are written. */
  const describe = async (prepared: PreparedGeneration) => {
    const references = mentionedPaths(store, prepared).filter(store.protect);
    return store.describeNode(generationName, references, prepared.tree);
  };

  return {
    get isLoaded() {
      return current !== undefined;
    },
    get current() {
      return current;
    },
    get needed() {
      return [
        ...(current === undefined ? [] : [current.path]),
        ...(spare === undefined ? [] : [spare.place]),
      ];
    },
    prepare,
    makeSpare,
    load: (next, generation) => {
      description = current = previous = undefined;
      if (Object.keys(next.specialisations).length > 0) return dropSpare();
      description = next;
      const prepared = prepare(outdated(held));
      if (readRecord(generation)?.effectKey === prepared.record.effectKey)
        current = { path: generation, prepared };
      else description = undefined;
      dropUnused(held, next, storeDir);
    },
    install: async (prepared) => {
      spare ??= createSpareTree(store, current!.prepared.tree);
      const ready = spare;
      try {
        const [, info] = await Promise.all([ready.become(prepared.tree), describe(prepared)]);
        if (store.protect(info.path)) return info.path;
        store.installSynced(ready.place, info);
        spare = undefined;
        return info.path;
      } catch (error) {
        dropSpare();
        throw error;
      }
    },
    accept: (prepared, path) => {
      if (path !== current?.path) previous = current;
      current = { path, prepared };
    },
    learnt: () => {
      if (description === undefined) return undefined;
      const sources = stampSources(description, storeDir);
      const files: Record<string, KnownFile> = {};
      for (const stamp of sources) {
        const found = held.get(stamp.path);
        if (found === undefined) continue;
        if (!inputsUnchanged([found.stamp])) return undefined;
        files[stamp.path] = found.file;
      }
      return { sources, files };
    },
    clear: () => {
      dropSpare();
      held.clear();
      bytes = 0;
      description = current = previous = undefined;
    },
  };
};

interface Held extends HeldNode {
  /** Taken before the file was read. */
  readonly stamp: InputStamp;
}

const outdated = (held: ReadonlyMap<string, Held>): readonly string[] =>
  [...held].flatMap(([path, { stamp }]) => (inputsUnchanged([stamp]) ? [] : [path]));

const dropUnused = (held: Map<string, Held>, description: HomeDescription, storeDir: AbsolutePath): void => {
  const used = new Set(stampSources(description, storeDir).map(({ path }) => path));
  for (const path of held.keys()) if (!used.has(path)) held.delete(path);
};

/** Contents kept in memory; what is beyond is read from the store when the whole is hashed. */
const mostBytes = 64 * 1024 * 1024;
