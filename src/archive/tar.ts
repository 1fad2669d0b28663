/** Tar (POSIX ustar and pax, GNU, v7) by tar-stream. */
import type { Extract, Header as PlainHeader } from "tar-stream";
import { LaresError } from "../base/errors.ts";
import { decodeName } from "../system/names.ts";
import type { ByteStream } from "./decompress.ts";
import { badArchive } from "./errors.ts";
import type { FileBeingPlaced, Placing } from "./placing.ts";

/** Places every entry of a tar that arrives uncompressed. */
export const readTar = async (pieces: ByteStream, placing: Placing, archive: string): Promise<void> => {
  const { extract } = await import("tar-stream");
  const reader = extract(readerOptions);
  const broken = new Promise<never>((_, reject) =>
    reader.on("error", (error) => reject(said(error, archive))),
  );
  broken.catch(() => {});
  reader.on("entry", (header, contents, next) => {
    const fail = (error: unknown): void => next(error as Error);
    orFail(fail, () => {
      contents.on("error", () => {});
      assertSize(header, archive);
      const file = placeEntry(header as Header, placing);
      contents.on("data", (piece) => orFail(fail, () => file?.write(piece as Uint8Array)) || undefined);
      contents.on("end", () => orFail(fail, () => file?.end()) && next());
    });
  });
  const finished = new Promise<void>((resolve) => void reader.on("finish", () => resolve()));
  const mark = endMark();
  try {
    for await (const piece of pieces) {
      mark.see(piece);
      if (!reader.write(piece)) await Promise.race([drained(reader), broken]);
    }
    reader.end(undefined);
    await Promise.race([finished, broken]);
  } finally {
    reader.destroy();
  }
  if (!mark.isThere())
    throw badArchive(archive, "is cut short: the empty blocks that close a tar are missing");
};

/** Names come as Latin 1, which keeps their every byte; some old writers leave the format unsaid. */
const readerOptions: object = { allowUnknownFormat: true, filenameEncoding: "latin1" };

/** What the types of tar-stream leave out: kinds that it does not know. */
type Header = Omit<PlainHeader, "type" | "pax"> & {
  readonly type: PlainHeader["type"] | null;
  readonly pax?: Readonly<Record<string, string>> | null;
};

const drained = (reader: Extract): Promise<void> =>
  new Promise((resolve) => void reader.once("drain", () => resolve()));

const orFail = (fail: (error: unknown) => void, work: () => void): boolean => {
  try {
    work();
    return true;
  } catch (error) {
    fail(error);
    return false;
  }
};

const placeEntry = (header: Header, placing: Placing): FileBeingPlaced | undefined => {
  const pax = header.pax ?? {};
  const path = nameIn(pax.path, header.name);
  const target = nameIn(pax.linkpath, header.linkname ?? "");
  if (path.includes("\ufffd") || target.includes("\ufffd"))
    placing.refuse(path, "has a name that is not UTF-8");
  if (Object.keys(pax).some((key) => key.startsWith("GNU.sparse."))) placing.refuse(path, sparse);
  switch (kindOf(header.type, path)) {
    case "file":
    case "contiguous-file":
      return placing.file(path, ((header.mode ?? 0) & 0o111) !== 0);
    case "directory":
      if ((header.size ?? 0) > 0) placing.refuse(path, "is a folder with contents");
      placing.folder(path);
      return undefined;
    case "symlink":
      placing.link(path, target);
      return undefined;
    case "link":
      placing.hardLink(path, target);
      return undefined;
    case "character-device":
    case "block-device":
      return placing.refuse(path, "is a device");
    case "fifo":
      return placing.refuse(path, "is a pipe");
    default:
      return placing.refuse(path, sparse);
  }
};

/** Before there was a kind for folders, they were files whose name ends in a slash. */
const kindOf = (type: Header["type"], path: string): Header["type"] =>
  type === "file" && path.endsWith("/") ? "directory" : type;

const sparse = "is of a kind that only some programs read (a sparse file, a part of a volume)";

/** What pax headers say is UTF-8 and comes before what the entry's own header says. */
const nameIn = (fromPax: string | undefined, own: string): string =>
  fromPax || decodeName(Buffer.from(own, "latin1"));

/** Two blocks of zeros close a tar; some writers leave it at one. */
const endMark = () => {
  let zeros = 0;
  return {
    see: (piece: Uint8Array): void => {
      let at = piece.length;
      while (at > 0 && piece.length - at < blockBytes && piece[at - 1] === 0) at--;
      const found = piece.length - at;
      zeros = found === piece.length ? zeros + found : found;
    },
    isThere: (): boolean => zeros >= blockBytes,
  };
};

const blockBytes = 512;

/** What it cannot read it gives as errors of its own; those of placing pass through it. */
const said = (error: unknown, archive: string): unknown => {
  if (error instanceof LaresError || (error as NodeJS.ErrnoException).syscall !== undefined) return error;
  return error instanceof Error && error.message === "Unexpected end of data"
    ? badArchive(archive, "is cut short", error)
    : badArchive(archive, "is damaged: one of its headers is no header of a tar", error);
};

/** It takes some sizes that are no numbers for ones that never come to an end. */
const assertSize = ({ size }: { readonly size?: unknown }, archive: string): void => {
  if (!Number.isSafeInteger(size) || (size as number) < 0)
    throw badArchive(archive, "is damaged: a file in it has a size that is no number");
};
