/** The directory at the end of a zip, by yauzl; the file is read by us. */
import type { Entry, ZipFile } from "yauzl";
import { LaresError } from "../base/errors.ts";
import { decodeName } from "../system/names.ts";
import type { OpenFile } from "../system/open-files.ts";
import { badArchive, tooMuch } from "./errors.ts";
import type { ArchiveLimits } from "./limits.ts";

export interface ZipEntry {
  readonly path: string;
  readonly kind: "file" | "folder" | "link" | "other";
  readonly executable: boolean;
  readonly encrypted: boolean;
  readonly method: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly checksum: number;
  /** Of its own header and of its contents, in bytes from the beginning of the file. */
  readonly start: number;
  readonly contentsStart: number;
}

export const listZip = async (
  file: OpenFile,
  archive: string,
  limits: ArchiveLimits,
): Promise<readonly ZipEntry[]> => {
  const yauzl = await import("yauzl");
  try {
    const zip = await openZip(yauzl, file);
    if (zip.entryCount > limits.entries) throw tooMuch(archive, `it has ${zip.entryCount} entries`);
    return readEntries(zip, yauzl, limits).map((entry) => describe(entry, file, yauzl));
  } catch (error) {
    throw isOurs(error) ? error : badArchive(archive, `is damaged: ${(error as Error).message}`, error);
  }
};

const isOurs = (error: unknown): boolean =>
  error instanceof LaresError || (error as NodeJS.ErrnoException).syscall !== undefined;

type Yauzl = typeof import("yauzl");

const openZip = (
  { RandomAccessReader, fromRandomAccessReaderPromise }: Yauzl,
  file: OpenFile,
): Promise<ZipFile> => {
  class Reader extends RandomAccessReader {
    override read(
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
      callback: (error: Error | null) => void,
    ): void {
      const got = file.readAt(buffer.subarray(offset, offset + length), position);
      callback(got < length ? new Error("it ends too early") : null);
    }
    override close(callback: (error: Error | null) => void): void {
      callback(null);
    }
  }
  return fromRandomAccessReaderPromise(new Reader(), file.size, { autoClose: false, decodeStrings: false });
};

/** Our reader answers at once, so that every entry is there when `readEntry` returns. */
const readEntries = (zip: ZipFile, _: Yauzl, limits: ArchiveLimits): readonly Entry[] => {
  const entries: Entry[] = [];
  let failure: Error | undefined;
  zip.on("error", (error: Error) => {
    failure = error;
  });
  zip.on("entry", (entry: Entry) => entries.push(entry));
  while (entries.length < Math.min(zip.entryCount, limits.entries)) {
    const before = entries.length;
    zip.readEntry();
    if (failure !== undefined) throw failure;
    if (entries.length === before) throw new Error("its directory cannot be read");
  }
  return entries;
};

const describe = (entry: Entry, file: OpenFile, { getFileNameLowLevel }: Yauzl): ZipEntry => {
  const path =
    unixName(entry) ??
    getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  const mode = unixMode(entry);
  const start = entry.relativeOffsetOfLocalHeader;
  return {
    path,
    kind: kindOf(path, mode),
    executable: (mode & 0o111) !== 0,
    encrypted: entry.isEncrypted(),
    method: entry.compressionMethod,
    compressedSize: entry.compressedSize,
    uncompressedSize: entry.uncompressedSize,
    checksum: entry.crc32,
    start,
    contentsStart: contentsStart(file, start),
  };
};

/** Programs on Unix write names as they are, without saying that they are UTF-8. */
const unixName = (entry: Entry): string | undefined => {
  const said =
    (entry.generalPurposeBitFlag & 0x800) !== 0 || entry.extraFields.some(({ id }) => id === 0x7075);
  if (said || !isFromUnix(entry)) return undefined;
  const name = decodeName(entry.fileNameRaw);
  return name.isWellFormed() ? name : undefined;
};

const isFromUnix = ({ versionMadeBy }: Entry): boolean => [3, 19].includes(versionMadeBy >> 8);

/** Zero where the writer knew no such modes. */
const unixMode = (entry: Entry): number => (isFromUnix(entry) ? entry.externalFileAttributes >>> 16 : 0);

const kindOf = (path: string, mode: number): ZipEntry["kind"] => {
  const type = mode & 0o170000;
  if (type === 0o120000) return "link";
  if (path.endsWith("/") || type === 0o040000) return "folder";
  return type === 0 || type === 0o100000 ? "file" : "other";
};

/** The name and the extra fields before the contents may have other lengths than in the directory. */
const contentsStart = (file: OpenFile, start: number): number => {
  const header = Buffer.alloc(30);
  if (file.readAt(header, start) < 30 || header.readUInt32LE(0) !== 0x04034b50)
    throw new Error("its directory names a place where no file begins");
  return start + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
};
