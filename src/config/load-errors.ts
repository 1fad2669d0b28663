/** What can be wrong with a configuration before any option is looked at. */
import { basename, dirname } from "node:path";
import { errnoOf, LaresError, type Place } from "../base/errors.ts";
import { lstat } from "../system/files.ts";
import { codeFrame } from "./code-frame.ts";
import type { HostFault } from "./hosts.ts";
import { placeOfStack } from "./source-map.ts";

/** The file's name; with its folder where that alone says little. */
export const shortName = (file: string): string =>
  /^index\./.test(basename(file)) ? `${basename(dirname(file))}/${basename(file)}` : basename(file);

export const notThere = (path: string): LaresError =>
  new LaresError({
    code: "config-not-found",
    message: `there is no configuration at ${path}`,
    ...(lstat(path)?.kind === "link" ? { details: ["it is a link that leads nowhere"] } : {}),
    hint: "check --config, or let lares init write a first one",
  });

export const unreadable = (file: string, error: unknown): unknown => {
  const reason = reasons[errnoOf(error) ?? ""];
  if (reason === undefined) return error;
  return new LaresError({
    code: "config-unreadable",
    message: `${shortName(file)} cannot be read: ${reason}`,
    place: { file },
    hint: "check its owner and its permissions (ls -l)",
    cause: error,
  });
};

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a directory",
  ENOENT: "there is no such file",
  EIO: "the disk reports an error",
  ELOOP: "it is a link that leads to itself",
};

export const cacheUnwritable = (folder: string, error: unknown): unknown => {
  const reason = {
    ...reasons,
    EROFS: "the disk is read-only",
    ENOSPC: "the disk is full",
    EDQUOT: "the quota is used up",
    ENOTDIR: "a file is in its way",
    EEXIST: "a file is in its way",
  }[errnoOf(error) ?? ""];
  if (reason === undefined) return error;
  return new LaresError({
    code: "cache-unwritable",
    message: `the cache cannot be written: ${reason}`,
    place: { file: folder },
    hint: "make room, or set XDG_CACHE_HOME to a folder that can be written",
    cause: error,
  });
};

/** The user's own message, at the user's own line; nothing of Lares' stack. */
export const threwWhileLoading = (file: string, error: unknown): LaresError => {
  if (error instanceof LaresError) return error;
  const place = (error instanceof Error ? placeOfStack(error.stack) : undefined) ?? { file };
  return new LaresError({
    code: "config-threw",
    message: `${shortName(place.file)} fails while it loads: ${messageOf(error)}`,
    details: codeFrame(place),
    place,
    cause: error,
  });
};

/** Whether code of the configuration threw it: nothing in Lares throws what is no Error. */
export const isOwnMistake = (error: unknown): boolean =>
  error instanceof Error ? !(error instanceof LaresError) && placeOfStack(error.stack) !== undefined : true;

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
};

export const tookTooLong = (files: readonly string[], limit: number): LaresError =>
  new LaresError({
    code: "config-timeout",
    message: `${files.map(shortName).join(", ")} did not finish loading within ${limit / 1000} seconds`,
    details: ["a loop that does not end, or an await for something that never comes"],
    place: { file: files[0]! },
    hint: "let the configuration only describe the home; leave slow work to home.activation",
  });

export const exportsNothing = (file: string): LaresError =>
  new LaresError({
    code: "config-export",
    message: `${shortName(file)} has no default export`,
    place: { file },
    hint: "export default defineHome({ … })",
  });

export const wrongExport = (file: string, value: unknown): LaresError =>
  new LaresError({
    code: "config-export",
    message: `${shortName(file)} should export a home, got ${kindOf(value)}`,
    place: { file },
    hint: "export default defineHome({ … }), or a module made with defineModule",
  });

export const wrongImport = (place: Place, value: unknown): LaresError =>
  new LaresError({
    code: "config-import",
    message: `imports takes paths, definitions, modules and functions, got ${kindOf(value)}`,
    details: codeFrame(place),
    place,
  });

export const importsNotAList = (place: Place, value: unknown): LaresError =>
  new LaresError({
    code: "config-import",
    message: `imports should be a list, got ${kindOf(value)}`,
    details: codeFrame(place),
    place,
    hint: 'imports: ["./work.ts"]',
  });

export const importsInWrapper = (place: Place): LaresError =>
  new LaresError({
    code: "config-import",
    message: "imports cannot stand inside mkIf, mkMerge or another wrapper",
    details: codeFrame(place),
    place,
    hint: "put imports at the top level; for one machine only, use hosts.NAME.imports",
  });

export const wrongHosts = (place: Place, { path, expected }: HostFault): LaresError =>
  new LaresError({
    code: "config-hosts",
    message: `${path.join(".")} should be ${expected}`,
    details: codeFrame(place),
    place,
  });

export const importMissing = (specifier: string, place: Place): LaresError =>
  new LaresError({
    code: "config-import",
    message: `${JSON.stringify(specifier)} is imported but does not exist`,
    details: codeFrame(place),
    place,
    hint: "create it, or correct the path: it is relative to the file that imports it",
  });

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  return (
    { string: "a string", number: "a number", boolean: "a boolean", function: "a function" }[
      typeof value as string
    ] ?? `a ${typeof value}`
  );
};
