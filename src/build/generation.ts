/**
 * From the description of a home to a generation: the tree that a switch activates.
 *
 *   home-files/            the files, at their paths below $HOME
 *   home-path/             the packages' bin, share, lib … laid over each other
 *   manifest.json          every path of $HOME that the generation owns
 *   activation.json        the steps that run around the switch
 *   activate               the same as a script
 *   generation.json        whose home it is, its environment and packages, and its effect key
 *   specialisation/<name>  → the generation of a variant
 */

import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, below, type StorePath } from "../base/paths.ts";
import { formatActivateScript } from "../home/activate-script.ts";
import type { HomeDescription, StoreSource } from "../home/description.ts";
import { formatManifest, formatSteps, type Manifest, manifestVersion } from "../home/manifest.ts";
import { createTreeLoader, type KnownContents } from "../store/load-tree.ts";
import type { Store } from "../store/store.ts";
import { type DirectoryNode, directoryNode, insertNode, linkNode, type TreeNode } from "../store/tree.ts";
import { plainForm, writeTree } from "../store/write-tree.ts";
import { explainingDisk } from "../system/disk-errors.ts";
import { lstat, makeDirectories } from "../system/files.ts";
import { effectKeyOf, formatRecord, type GenerationRecord, recordOf } from "./generation-record.ts";
import { buildHomeFiles } from "./home-files.ts";
import { buildHomePath, isRelative } from "./home-path.ts";
import { collectProblems, type Problems } from "./problems.ts";
import { createSourceReader, type SourceReader } from "./source-nodes.ts";

export interface Generation {
  readonly path: StorePath;
  readonly manifest: Manifest;
  readonly record: GenerationRecord;
  readonly warnings: readonly string[];
}

/** A generation in memory: everything is read and checked, nothing is written. */
export interface PreparedGeneration {
  readonly manifest: Manifest;
  readonly record: GenerationRecord;
  readonly warnings: readonly string[];
  /** All of the tree but the specialisations. */
  readonly tree: DirectoryNode;
  readonly specialisations: Readonly<Record<string, PreparedGeneration>>;
  /** Digests of the store paths that its files mention. */
  readonly mentioned: ReadonlySet<string>;
}

/** Makes the generation in the store, with its specialisations. Throws what `prepareGeneration` throws. */
export const buildGeneration = (store: Store, description: HomeDescription): Generation =>
  addGeneration(store, prepareGeneration(store.directory, description));

/**
 * Reads and checks all that a generation is made from. Compare `record.effectKey` with that of the current generation
 * (`readRecord`) to learn whether anything would change. What is `known` is not read again. Throws one error for all sources that are missing or cannot be
 * read (`missing-source`, `unusable-source`) and all targets that are in each other's way (`conflicting-targets`).
 */
export const prepareGeneration = (
  storeDir: AbsolutePath,
  description: HomeDescription,
  known?: KnownContents,
  foreseen?: ReadonlySet<StorePath>,
): PreparedGeneration => {
  const problems = collectProblems();
  const { storeSources } = description;
  const given = { ...(known && { known }), ...(foreseen && { foreseen }) };
  const prepared = prepare({ storeDir, storeSources, problems, ...given }, description);
  problems.throwIfAny();
  return prepared;
};

/** Writes a prepared generation into the store; gives the path of an equal one that is there already. */
export const addGeneration = (store: Store, prepared: PreparedGeneration): Generation => {
  const variants = Object.entries(prepared.specialisations).map(
    ([name, variant]) => [name, addGeneration(store, variant).path] as const,
  );
  const tree = withSpecialisations(
    prepared.tree,
    variants.map(([name, path]) => [name, linkNode(path)]),
  );
  const references = [...mentionedPaths(store, prepared), ...variants.map(([, path]) => path)].filter(
    store.protect,
  );
  const path = store.addNode(generationName, references, tree);
  return { path, manifest: prepared.manifest, record: prepared.record, warnings: prepared.warnings };
};

/** The store paths that its files mention, as far as they are there. */
export const mentionedPaths = (store: Store, { mentioned }: PreparedGeneration): readonly StorePath[] =>
  [...mentioned].flatMap((digest) => store.pathWithDigest(digest) ?? []);

/**
 * Writes a generation below `directory` as plain files (0644, 0755), without a store: `lares build --out`. Throws
 * `output-exists` where one of its names is taken.
 */
export const writeGenerationTo = (directory: AbsolutePath, prepared: PreparedGeneration): void => {
  const tree = plainTree(prepared);
  const taken = [...tree.entries.keys()].filter((name) => lstat(below(directory, name)) !== undefined);
  if (taken.length > 0)
    throw new LaresError({
      code: "output-exists",
      message: `${directory} already has ${taken.join(", ")}`,
      hint: "remove them, or choose another folder with --out",
    });
  explainingDisk(directory, () => {
    makeDirectories(directory);
    for (const [name, node] of tree.entries) writeTree(below(directory, name), node, plainForm);
  });
};

export const generationName = "home-generation";

interface Preparation {
  readonly storeDir: AbsolutePath;
  /** Those of the home itself, for its specialisations too. */
  readonly storeSources: readonly StoreSource[];
  readonly problems: Problems;
  readonly known?: KnownContents;
  /** Objects that a switch would make first: for a plan they count as there. */
  readonly foreseen?: ReadonlySet<StorePath>;
}

const prepare = (preparation: Preparation, description: HomeDescription): PreparedGeneration => {
  const { storeDir, storeSources, problems, known, foreseen } = preparation;
  const loader = createTreeLoader(storeDir, known && { known });
  const sources = createSourceReader(
    storeDir,
    loader,
    description.packages,
    storeSources,
    problems,
    foreseen,
  );
  const parts = { storeDir, loader, sources, problems };
  const files = buildHomeFiles({ ...parts, files: description.files });
  const homePath = buildHomePath({ ...parts, ...description });
  const manifest: Manifest = { version: manifestVersion, entries: files.entries };
  const variants = Object.entries(description.specialisations).map(
    ([name, variant]) => [name, prepare(preparation, variant)] as const,
  );
  const others = topLevelFiles(description, sources, problems);
  const effectKey = effectKeyOf({
    description,
    entries: files.entries,
    trees: [homePath, directoryNode(others)],
    variants: variants.map(([name, { record }]) => [name, record.effectKey]),
  });
  const record = recordOf(description, effectKey);
  const tree = directoryNode([
    ["home-files", files.tree],
    ["home-path", homePath],
    ["manifest.json", loader.text(formatManifest(manifest), false)],
    ["activation.json", loader.text(formatSteps(description.activation), false)],
    ["activate", loader.text(formatActivateScript(description), true)],
    ["generation.json", loader.text(formatRecord(record), false)],
  ]);
  for (const [path, node] of others) place(tree, path, node, problems);
  return {
    manifest,
    record,
    warnings: [...description.warnings, ...variants.flatMap(([, { warnings }]) => warnings)],
    tree,
    specialisations: Object.fromEntries(variants),
    mentioned: loader.mentioned,
  };
};

const topLevelFiles = (
  { generationFiles }: HomeDescription,
  sources: SourceReader,
  problems: Problems,
): readonly (readonly [string, TreeNode])[] =>
  Object.entries(generationFiles).flatMap(([path, content]) => {
    const origin = { option: `home.generationFiles.${JSON.stringify(path)}` };
    if (!isRelative(path) || path.split("/")[0] === specialisationName) {
      problems.add({ code: "reserved-name", message: `${origin.option}: not a path for a file`, origin });
      return [];
    }
    const node = sources.node(content, origin);
    return node === undefined ? [] : [[path, node] as const];
  });

const place = (tree: DirectoryNode, path: string, node: TreeNode, problems: Problems): void => {
  if (insertNode(tree, path, node)) return;
  problems.add({
    code: "reserved-name",
    message: `home.generationFiles.${JSON.stringify(path)}: the generation has something else there`,
  });
};

const specialisationName = "specialisation";

const withSpecialisations = (
  tree: DirectoryNode,
  variants: readonly (readonly [string, TreeNode])[],
): DirectoryNode =>
  variants.length === 0
    ? tree
    : directoryNode([...tree.entries, [specialisationName, directoryNode(variants)]]);

const plainTree = ({ tree, specialisations }: PreparedGeneration): DirectoryNode =>
  withSpecialisations(
    tree,
    Object.entries(specialisations).map(([name, variant]) => [name, plainTree(variant)]),
  );
