/**
 * Finds which store paths a tree mentions, by the digests that follow the store directory's own path. That is what
 * keeps alive what a file names: a script that runs `<store>/<digest>-git/bin/git` needs that object.
 */
import type { AbsolutePath } from "../base/paths.ts";
import { digestLength } from "../format/store-path.ts";
import { encodeName } from "../system/names.ts";

export interface ReferenceScanner {
  /** Scans one piece that stands for itself: a small file, the text of a link. */
  scan(piece: Uint8Array): void;
  /** Scans a piece of a longer stream, with what overlapped from the piece before. */
  scanNext(piece: Uint8Array): void;
  /** Forgets the stream, so that the next piece begins another one. */
  endStream(): void;
  /** The digests found since they were last taken. */
  take(): readonly string[];
}

export const createReferenceScanner = (storeDir: AbsolutePath): ReferenceScanner => {
  const prefix = encodeName(`${storeDir}/`);
  const digests = new Set<string>();
  const overlap = prefix.length + digestLength;
  let tail = Buffer.alloc(0);
  const scan = (piece: Uint8Array): void => {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    for (let at = bytes.indexOf(prefix); at >= 0; at = bytes.indexOf(prefix, at + 1)) {
      const digest = bytes.toString("latin1", at + prefix.length, at + prefix.length + digestLength);
      if (digestForm.test(digest)) digests.add(digest);
    }
  };
  return {
    take: () => {
      if (digests.size === 0) return none;
      const found = [...digests];
      digests.clear();
      return found;
    },
    scan,
    scanNext: (piece) => {
      scan(Buffer.concat([tail, piece.subarray(0, overlap)]));
      scan(piece);
      const end = Buffer.concat([tail, piece.subarray(Math.max(0, piece.length - overlap))]);
      tail = end.subarray(Math.max(0, end.length - overlap));
    },
    endStream: () => {
      tail = Buffer.alloc(0);
    },
  };
};

const none: readonly string[] = [];
const digestForm = /^[0-9a-df-np-sv-z]{32}$/;
