/** The names of an archive's entries, as they may be placed in a folder of ours. */
import { encodeName } from "../system/names.ts";
import type { ArchiveLimits } from "./limits.ts";

/** The parts of an entry's path; a text says why it is refused. `./` and doubled slashes mean nothing. */
export const partsOf = (path: string, limits: ArchiveLimits): readonly string[] | string => {
  if (path.startsWith("/")) return "has an absolute path";
  if (path.includes("\0")) return "has a NUL byte in its name";
  if (byteLength(path) > limits.path) return `has a path of more than ${limits.path} bytes`;
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) return 'leads out of its folder by ".."';
  if (parts.length > limits.depth) return `is more than ${limits.depth} folders deep`;
  if (parts.some((part) => byteLength(part) > limits.name))
    return `has a name of more than ${limits.name} bytes`;
  return parts;
};

/**
 * Equal for names that some file system takes for one: those of macOS and Windows fold case, HFS+ and APFS compose
 * letters and accents, and HFS+ passes over characters without width.
 */
export const foldName = (name: string): string =>
  plain.test(name) ? name.toLowerCase() : fold(fold(name.replaceAll(invisible, "")));

const fold = (name: string): string => name.normalize("NFD").toUpperCase().toLowerCase();

const byteLength = (text: string): number =>
  text.isWellFormed() ? Buffer.byteLength(text) : encodeName(text).length;

const plain = /^[\x00-\x7f]*$/;
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
