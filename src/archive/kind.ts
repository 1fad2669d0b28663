/** What a file is, told by its first bytes; names and what servers say of types are not believed. */

import type { Compression as AnyCompression } from "./decompress.ts";

/** Those that can be told by their first bytes. */
export type Compression = Extract<AnyCompression, "gzip" | "xz" | "zstd" | "bzip2">;

/** How many bytes are needed to tell. */
export const headBytes = 512;

export const compressionOf = (head: Uint8Array): Compression | undefined =>
  compressions.find(([, magic]) => startsWith(head, magic))?.[0];

/** A local header, or the end of an archive without entries. */
export const isZip = (head: Uint8Array): boolean =>
  startsWith(head, [0x50, 0x4b, 3, 4]) || startsWith(head, [0x50, 0x4b, 5, 6]);

/** A tar has no magic that all writers agree on; all of them write the sum of the header's bytes. */
export const isTar = (head: Uint8Array): boolean => {
  if (head.length < headBytes) return false;
  if (head.every((byte) => byte === 0)) return true;
  const written = Number.parseInt(Buffer.from(head.subarray(148, 156)).toString("latin1").trim(), 8);
  let sum = 8 * 32;
  for (let at = 0; at < headBytes; at++) if (at < 148 || at >= 156) sum += head[at]!;
  return sum === written;
};

/** In words, what something is that should have been an archive: most often a server's page about an error. */
export const describeContents = (head: Uint8Array): string => {
  const text = Buffer.from(head).toString("latin1").trimStart();
  if (head.length === 0) return "it is empty";
  const known = looks.find(([pattern]) => pattern.test(text));
  return known === undefined ? "it is of no kind that is known" : `it is ${known[1]}`;
};

/** Whether it is what servers send instead of a file. */
export const isWebPage = (head: Uint8Array): boolean =>
  looks[0]![0].test(Buffer.from(head).toString("latin1").trimStart());

const startsWith = (head: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, at) => head[at] === byte);

const compressions: readonly (readonly [Compression, readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["bzip2", [0x42, 0x5a, 0x68]],
];

const looks: readonly (readonly [RegExp, string])[] = [
  [
    /^(ï»¿)?(<!doctype html|<html|<head|<body)/i,
    "a web page, as servers send when something is missing or needs a login",
  ],
  [/^(ï»¿)?<\?xml|^<Error>/i, "an XML document, as object stores send with an error"],
  [/^[{[]/, "JSON, as servers send with an error"],
  [/^version https:\/\/git-lfs/, "a pointer of Git LFS, not the file itself"],
  [/^\x7fELF/, "a program for Linux, not an archive"],
  [/^(\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe)/, "a program for macOS, not an archive"],
  [/^MZ/, "a program for Windows"],
  [/^#!/, "a script, not an archive"],
  [/^7z\xbc\xaf/, "a 7z archive, which Lares does not read"],
  [/^Rar!/, "a RAR archive, which Lares does not read"],
  [/^!<arch>/, "an ar archive (a Debian package?), which Lares does not read"],
  [/^\xed\xab\xee\xdb/, "an RPM package, which Lares does not read"],
  [/^[\t\n\r\x20-\x7e]+$/, "plain text"],
];
