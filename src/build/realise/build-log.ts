/**
 * What builders print: one file for each derivation, in Nix's layout (`<var>/log/nix/drvs/<2>/<rest of the name>`), plain
 * while the build runs, and compressed with zstd afterwards where it is long.
 */
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { exceptErrno } from "../../base/errors.ts";
import { type AbsolutePath, absolutePath, below, type StorePath } from "../../base/paths.ts";
import { parseStorePath } from "../../format/store-path.ts";
import { replaceFile } from "../../system/durable.ts";
import { lstat, makeDirectories, readBytes, readDirectory, unlink } from "../../system/files.ts";
import { openNewFile } from "../../system/open-files.ts";

export interface BuildLog {
  readonly file: AbsolutePath;
  write(piece: Uint8Array): void;
  line(text: string): void;
  /** The last lines, once there will be no more. */
  lastLines(): readonly string[];
  close(): void;
}

/**
 * Begins the log of a build anew; `onLine` gets each line once it is whole. What a full disk does not take is missing from
 * the file: the build itself has yet to fail, or may not.
 */
export const openBuildLog = (
  varDir: AbsolutePath,
  drvPath: StorePath,
  onLine: (line: string) => void,
): BuildLog => {
  const file = logFile(varDir, drvPath);
  makeDirectories(file.slice(0, file.lastIndexOf("/")));
  for (const old of [file, `${file}${compressed}`]) exceptErrno(["ENOENT"], undefined, () => unlink(old));
  const open = openNewFile(file);
  const lines = splitLines(onLine);
  const write = (piece: Uint8Array): void => {
    exceptErrno(["ENOSPC", "EDQUOT"], undefined, () => open.write(piece));
    lines.add(piece);
  };
  return {
    file,
    write,
    line: (text) => write(Buffer.from(`${text}\n`)),
    lastLines: () => {
      lines.end();
      return lines.last;
    },
    close: () => {
      lines.end();
      open.close();
      if ((lstat(file)?.size ?? 0) > longestPlain) compress(file);
    },
  };
};

/** The log of a derivation; undefined where there is none. */
export const readBuildLog = (varDir: AbsolutePath, drvPath: StorePath): Buffer | undefined => {
  const file = logFile(varDir, drvPath);
  if (lstat(file) !== undefined) return readBytes(file);
  const packed = `${file}${compressed}`;
  return lstat(packed) === undefined ? undefined : zstdDecompressSync(readBytes(packed));
};

/** The derivations of which there are logs, the newest log first. */
export const loggedDerivations = (
  varDir: AbsolutePath,
  storeDir: AbsolutePath,
): readonly { readonly path: StorePath; readonly time: Date }[] => {
  const folder = logFolder(varDir);
  return namesIn(folder)
    .flatMap((start) =>
      namesIn(below(folder, start)).flatMap((rest) => {
        const name = rest.endsWith(compressed) ? rest.slice(0, -compressed.length) : rest;
        const path = parseStorePath(storeDir, `${storeDir}/${start}${name}`);
        const time = new Date(lstat(below(folder, start, rest))?.mtimeMs ?? 0);
        return path === undefined ? [] : [{ path, time }];
      }),
    )
    .sort((a, b) => b.time.getTime() - a.time.getTime());
};

const logFolder = (varDir: AbsolutePath): AbsolutePath => below(varDir, "log/nix/drvs");

const logFile = (varDir: AbsolutePath, drvPath: StorePath): AbsolutePath => {
  const name = drvPath.slice(drvPath.lastIndexOf("/") + 1);
  return below(logFolder(varDir), name.slice(0, 2), name.slice(2));
};

const namesIn = (folder: string): readonly string[] =>
  exceptErrno(["ENOENT", "ENOTDIR"], [], () => readDirectory(folder)).map(({ name }) => name);

/** The compressed file is whole before the plain one goes. */
const compress = (file: AbsolutePath): void => {
  replaceFile(absolutePath(`${file}${compressed}`), zstdCompressSync(readBytes(file)));
  unlink(file);
};

const compressed = ".zst";
/** Bytes. */
const longestPlain = 32 * 1024;

/** Lines of a stream of bytes; one that does not end is cut where it gets long. */
const splitLines = (onLine: (line: string) => void) => {
  const last: string[] = [];
  let rest = Buffer.alloc(0);
  const emit = (bytes: Buffer): void => {
    const line = bytes.toString("utf8").replace(/\r$/, "").replace(/^.*\r/s, "");
    last.push(line);
    if (last.length > linesKept) last.shift();
    onLine(line);
  };
  return {
    add: (piece: Uint8Array): void => {
      let bytes = Buffer.concat([rest, piece]);
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
        emit(bytes.subarray(0, end));
        bytes = bytes.subarray(end + 1);
      }
      if (bytes.length > longestLine) {
        emit(bytes);
        bytes = Buffer.alloc(0);
      }
      rest = Buffer.from(bytes);
    },
    end: (): void => {
      if (rest.length > 0) emit(rest);
      rest = Buffer.alloc(0);
    },
    last,
  };
};

const linesKept = 20;
/** Bytes. */
const longestLine = 16 * 1024;
