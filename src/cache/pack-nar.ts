/** A store path made ready for a cache: its NAR packed, in memory where it is small, else in a file aside. */
import * as crypto from "node:crypto";
import { compressor } from "../archive/compress.ts";
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, absolutePath } from "../base/paths.ts";
import { formatHash } from "../format/hash.ts";
import type { NarCompression } from "../format/narinfo.ts";
import { narPieces } from "../store/nar-pieces.ts";
import type { PathInfo } from "../store/store.ts";
import { type OpenFile, openNewFile } from "../system/contents.ts";
import { lstat, unlink } from "../system/files.ts";

export interface PackedNar {
  /** Bytes. */
  readonly size: number;
  readonly sha256: Buffer;
  readonly from: Uint8Array | AbsolutePath;
  /** Removes what lies aside. */
  discard(): void;
}

/** `aside`: a name for the file, where one is needed. Throws `store-object-damaged` where the object is not what was registered. */
export const packNar = async (
  info: PathInfo,
  compression: NarCompression,
  aside: AbsolutePath,
  signal: AbortSignal,
): Promise<PackedNar> => {
  const hash = crypto.createHash("sha256");
  const collected = collect(aside);
  try {
    for await (const piece of compressor(compression)(registered(info, signal))) {
      hash.update(piece);
      collected.add(piece);
    }
    return { sha256: hash.digest(), ...collected.finish() };
  } catch (error) {
    collected.discard();
    throw error;
  }
};

/** The NAR, which must have the registered hash: what is damaged here must not spread. */
async function* registered({ path, narHash }: PathInfo, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const hash = crypto.createHash("sha256");
  for (const piece of narPieces(absolutePath(path))) {
    signal.throwIfAborted();
    hash.update(piece);
    yield piece;
  }
  const found = formatHash({ algorithm: "sha256", bytes: hash.digest() }, "base16");
  if (found !== narHash)
    throw new LaresError({
      code: "store-object-damaged",
      message: `${path} is not what was registered`,
      details: [`registered: ${narHash}`, `on disk:    ${found}`],
      hint: "lares store verify --repair mends it; nothing of it was uploaded",
    });
}

const collect = (aside: AbsolutePath) => {
  let pieces: Uint8Array[] = [];
  let size = 0;
  let file: OpenFile | undefined;
  const discard = (): void => {
    file?.abandon();
    file = undefined;
    if (lstat(aside) !== undefined) unlink(aside);
  };
  return {
    add: (piece: Uint8Array): void => {
      size += piece.length;
      if (file === undefined && size > inMemory) {
        file = openNewFile(aside);
        for (const earlier of pieces) file.write(earlier);
        pieces = [];
      }
      if (file === undefined) pieces.push(piece);
      else file.write(piece);
    },
    finish: (): Omit<PackedNar, "sha256"> => {
      const from = file === undefined ? Buffer.concat(pieces) : aside;
      file?.finish({ mode: 0o600 });
      file = undefined;
      return { size, from, discard };
    },
    discard,
  };
};

/** Bytes of a packed NAR that are kept in memory, for each upload under way. */
const inMemory = 4 * 1024 * 1024;
