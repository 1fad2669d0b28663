/** The NAR of an object on disk, made as it is asked for: for whoever sends it somewhere at that one's pace. */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, below } from "../base/paths.ts";
import { createNarWriter, type NarWriter } from "../format/nar-writer.ts";
import { contentPieces } from "../system/contents.ts";
import { lstat, readDirectory, readlink } from "../system/files.ts";
import { sourceChanged } from "./load-tree.ts";

/** Each piece is in memory of its own, 64 KiB or more but for the last. Throws `not-storable`, `source-changed`. */
export function* narPieces(path: AbsolutePath): Generator<Uint8Array> {
  const ready: Buffer[] = [];
  const nar = createNarWriter((piece) => ready.push(Buffer.from(piece)));
  for (const _ of steps(nar, path)) yield* ready.splice(0);
  nar.end();
  yield* ready;
}

/** Stops after each file, and within large ones. */
function* steps(nar: NarWriter, path: AbsolutePath): Generator<undefined> {
  const status = lstat(path);
  if (status?.kind === "link") nar.link(readlink(path) ?? "");
  else if (status?.kind === "file") yield* fileSteps(nar, path, status.size, (status.mode & 0o100) !== 0);
  else if (status?.kind === "directory") {
    nar.startDirectory();
    for (const { name } of readDirectory(path)) {
      nar.startEntry(name);
      yield* steps(nar, below(path, name));
      nar.endEntry();
    }
    nar.endDirectory();
  } else
    throw new LaresError({
      code: "not-storable",
      message: `${path} is neither a file, a directory nor a link`,
      hint: "lares store verify --repair mends what it can",
    });
}

function* fileSteps(
  nar: NarWriter,
  path: AbsolutePath,
  size: number,
  executable: boolean,
): Generator<undefined> {
  nar.startFile(executable, size);
  let read = 0;
  for (const piece of contentPieces(path, Math.min(Math.max(size, 1), pieceBytes))) {
    read += piece.length;
    if (read > size) throw sourceChanged(path);
    nar.contents(piece);
    yield;
  }
  if (read !== size) throw sourceChanged(path);
  nar.endFile();
}

const pieceBytes = 256 * 1024;
