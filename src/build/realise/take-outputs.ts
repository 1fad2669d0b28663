/** From what a builder left to objects of the store: made canonical, looked through for references, checked. */
import * as crypto from "node:crypto";
import { LaresError } from "../../base/errors.ts";
import type { AbsolutePath, StorePath } from "../../base/paths.ts";
import type { Derivation } from "../../format/derivation.ts";
import { formatHash, type Hash } from "../../format/hash.ts";
import { digestOf, fixedContentAddress } from "../../format/store-path.ts";
import type { ContentPool } from "../../store/content-pool.ts";
import type { NarHash } from "../../store/nar-hash.ts";
import { sealAndHash } from "../../store/seal-tree.ts";
import type { NewObject } from "../../store/store.ts";
import { lstat } from "../../system/files.ts";
import { type FixedHash, fixedHashOf, hashMismatch } from "./fixed.ts";
import { createDigestScanner } from "./scan-digests.ts";

export interface Made {
  readonly drvPath: StorePath;
  readonly derivation: Derivation;
  /** By output name: where it lies now, a temporary place of the store. */
  readonly places: Readonly<Record<string, AbsolutePath>>;
  /** All that the builder could see of the store. */
  readonly inputs: readonly StorePath[];
  readonly unsandboxed: boolean;
}

/** Objects ready for `install`, each after those that it refers to. Throws `output-missing`, `hash-mismatch`, `not-storable` … */
export const takeOutputs = (made: Made, pool: ContentPool): readonly NewObject[] => {
  const { derivation, inputs } = made;
  const paths = Object.values(derivation.outputs).map(({ path }) => path);
  const candidates = new Map([...inputs, ...paths].map((path) => [digestOf(path), path]));
  const objects = Object.keys(derivation.outputs).map((output) => takeOutput(made, output, candidates, pool));
  return byReferences(derivation.name, objects);
};

const takeOutput = (
  { derivation, drvPath, places, unsandboxed }: Made,
  output: string,
  candidates: ReadonlyMap<string, StorePath>,
  pool: ContentPool,
): NewObject => {
  const { name } = derivation;
  const place = places[output]!;
  const expected = derivation.outputs[output]!;
  if (lstat(place) === undefined) throw outputMissing(name, output);
  const fixed = fixedHashOf(name, expected);
  if (fixed?.method === "flat") assertFlat(name, place);
  const scanner = createDigestScanner(candidates.keys());
  const fixedHash = fixed && crypto.createHash(fixed.hash.algorithm);
  const update = (piece: Uint8Array): unknown => fixedHash?.update(piece);
  const nar = sealOutput(name, output, place, pool, {
    onPiece: (piece) => {
      scanner.scan(piece);
      if (fixed?.method === "recursive") update(piece);
    },
    ...(fixed?.method === "flat" && { contents: update }),
  });
  const references = [...scanner.found].map((digest) => candidates.get(digest)!).sort();
  if (fixed !== undefined) assertFixed(derivation, fixed, fixedHash!.digest(), references);
  const info = {
    path: expected.path,
    narHash: formatHash({ algorithm: "sha256", bytes: nar.hash }, "base16"),
    narSize: nar.size,
    references,
    registrationTime: Math.floor(Date.now() / 1000),
    deriver: drvPath,
    ultimate: true as const,
    ...(fixed && { ca: fixedContentAddress(fixed.method, fixed.hash) }),
  };
  return { place, info, unsandboxed };
};

const sealOutput = (
  name: string,
  output: string,
  place: AbsolutePath,
  pool: ContentPool,
  watching: Parameters<typeof sealAndHash>[2],
): NarHash => {
  try {
    return sealAndHash(place, pool, watching);
  } catch (error) {
    if (!(error instanceof LaresError) || error.code !== "not-storable") throw error;
    const shown = error.message.replace(place, output === "out" ? "$out" : `$${output}`);
    throw new LaresError({
      code: "not-storable",
      message: `${name} made what the store cannot hold: ${shown}`,
      hint: "its builder must not leave sockets, pipes or devices in its outputs",
    });
  }
};

const outputMissing = (name: string, output: string): LaresError =>
  new LaresError({
    code: "output-missing",
    message: `the builder of ${name} ended well but did not make its output ${output}`,
    hint: `it has to write a file or a folder to $${output}`,
  });

const assertFlat = (name: string, place: AbsolutePath): void => {
  const status = lstat(place);
  if (status?.kind === "file" && (status.mode & 0o100) === 0) return;
  throw new LaresError({
    code: "hash-mismatch",
    message: `${name} has the hash of one plain file, but its builder made ${status?.kind === "file" ? "an executable one" : `a ${status?.kind}`}`,
    hint: 'for a folder or a program, give the hash of its NAR (`outputHashMode = "recursive"`)',
  });
};

const assertFixed = (
  { name, environment }: Derivation,
  { hash }: FixedHash,
  bytes: Buffer,
  references: readonly StorePath[],
): void => {
  const got: Hash = { algorithm: hash.algorithm, bytes };
  if (!bytes.equals(hash.bytes)) throw hashMismatch(name, hash, got, environment.urls ?? environment.url);
  if (references.length === 0) return;
  throw new LaresError({
    code: "fixed-output-refers",
    message: `${name} is named by its contents alone, but refers to other objects of the store`,
    details: references,
    hint: "leave store paths out of what it writes, or do not give its hash beforehand",
  });
};

/** Outputs of one build may name each other, but not in a circle. */
const byReferences = (name: string, objects: readonly NewObject[]): readonly NewObject[] => {
  const left = new Map(objects.map((object) => [object.info.path, object]));
  const ordered: NewObject[] = [];
  while (left.size > 0) {
    const next = [...left.values()].find(({ info }) =>
      info.references.every((path) => path === info.path || !left.has(path)),
    );
    if (next === undefined) throw circle(name, [...left.keys()]);
    left.delete(next.info.path);
    ordered.push(next);
  }
  return ordered;
};

const circle = (name: string, paths: readonly StorePath[]): LaresError =>
  new LaresError({
    code: "output-circle",
    message: `outputs of ${name} refer to each other in a circle`,
    details: paths,
    hint: "let only one of them name the other",
  });
