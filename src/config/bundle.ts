/**
 * Several files of a configuration, with all they import, as one ES module: built by esbuild, kept in the cache under
 * a name that no other content shares, and taken from there as long as no input has changed.
 *
 * A configuration is one bundle for home.config.ts and, where its definitions name more files in `imports`, one more
 * for each round of such files: their names are known only once the earlier bundle has been evaluated. Each bundle
 * exports `modules`, the namespaces of its files by path, so that a later bundle takes a file that an earlier one has
 * evaluated from there: every file of the configuration exists once. (A package from node_modules exists once in a
 * bundle; a `let` that its file reassigns later is seen as it was.)
 */
import * as crypto from "node:crypto";
import { join } from "node:path";
import { exceptErrno } from "../base/errors.ts";
import { type AbsolutePath, absolutePath } from "../base/paths.ts";
import { replaceFile } from "../system/durable.ts";
import { copyFile, makeDirectories, readDirectory, readTextIfAny, stat, unlink } from "../system/files.ts";
import { type InputStamp, inputsUnchanged } from "./inputs.ts";
import { cacheUnwritable } from "./load-errors.ts";

export interface BundleRequest {
  /** Absolute canonical paths. */
  readonly entries: readonly string[];
  /** The bundles evaluated before, in order. */
  readonly earlier: readonly EvaluatedBundle[];
  /** What the configuration's imports of Lares' own API lead to: specifier → file URL. */
  readonly api: Readonly<Record<string, string>>;
  readonly folder: AbsolutePath;
}

export interface Bundle {
  /** Unique to the contents and to the bundles it builds on. */
  readonly file: AbsolutePath;
  readonly inputs: readonly InputStamp[];
  readonly fromCache: boolean;
}

export interface EvaluatedBundle extends Bundle {
  /** Namespaces by absolute path of their file. */
  readonly modules: ReadonlyMap<string, object>;
}

export interface BundleOptions {
  /** `~/.cache/lares`. */
  readonly cacheDir: AbsolutePath;
  /** Build even where the cache has it. */
  readonly afresh?: boolean;
  readonly onInput?: (path: string) => void;
}

export const bundleFor = async (request: BundleRequest, options: BundleOptions): Promise<Bundle> => {
  const folder = join(options.cacheDir, "config");
  const key = keyOf(request);
  const kept = options.afresh === true ? undefined : readRecord(folder, key);
  return kept ?? buildInto(folder, key, request, options);
};

/**
 * The same bundle under another name: Node keeps what a module's first evaluation came to, a failure too, and
 * `lares watch` must be able to try once more.
 */
export const renamedBundle = (bundle: Bundle): Bundle => {
  const file = absolutePath(bundle.file.replace(/\.mjs$/, `-${crypto.randomUUID()}.mjs`));
  copyFile(bundle.file, file);
  copyFile(`${bundle.file}.map`, `${file}.map`);
  return { ...bundle, file };
};

interface BundleRecord {
  /** File name of the bundle in the same folder. */
  readonly bundle: string;
  /** Of the bundle, in bytes: after a power cut a file may be there without its contents. */
  readonly size: number;
  readonly inputs: readonly InputStamp[];
}

const keyOf = ({ entries, earlier, api }: BundleRequest): string =>
  hash(JSON.stringify([formatVersion, entries, earlier.map(({ file }) => file), api]));

/** Raised whenever the same inputs make other bundles. */
const formatVersion = 1;

const hash = (text: string): string => crypto.hash("sha256", text).slice(0, 24);

const recordPath = (folder: string, key: string): string => join(folder, `${key}.json`);

/** Nothing in the cache is ever trusted to be whole; a record that another version wrote has another key. */
const readRecord = (folder: string, key: string): Bundle | undefined => {
  const record = parseRecord(readTextIfAny(recordPath(folder, key)));
  if (record === undefined || !inputsUnchanged(record.inputs)) return undefined;
  const file = absolutePath(join(folder, record.bundle));
  return stat(file)?.size === record.size ? { file, inputs: record.inputs, fromCache: true } : undefined;
};

const parseRecord = (text: string | undefined): BundleRecord | undefined => {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as BundleRecord);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const buildInto = async (
  folder: string,
  key: string,
  request: BundleRequest,
  { onInput }: BundleOptions,
): Promise<Bundle> => {
  const { runEsbuild } = await import("./run-esbuild.ts");
  const { code, map, inputs } = await runEsbuild(request, onInput);
  const bundle = `${key}-${hash(code)}.mjs`;
  const record: BundleRecord = { bundle, size: Buffer.byteLength(code), inputs };
  try {
    makeDirectories(folder, 0o700);
    pruneBundles(folder);
    replaceFile(join(folder, `${bundle}.map`), map, { mode: 0o600 });
    replaceFile(join(folder, bundle), code, { mode: 0o600 });
    replaceFile(recordPath(folder, key), JSON.stringify(record), { mode: 0o600 });
  } catch (error) {
    throw cacheUnwritable(folder, error);
  }
  return { file: absolutePath(join(folder, bundle)), inputs, fromCache: false };
};

/**
 * Every edit leaves a bundle behind. Any of them may go at any time, since a record without its bundle counts for
 * nothing; the newest stay, so that no run that has just read a record loses the bundle under its feet.
 */
const pruneBundles = (folder: string): void => {
  const names = readDirectory(folder).map(({ name }) => name);
  if (names.length <= keptFiles * 2) return;
  const byAge = names
    .map((name) => ({ path: join(folder, name), mtimeMs: stat(join(folder, name))?.mtimeMs ?? 0 }))
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { path } of byAge.slice(keptFiles)) exceptErrno(["ENOENT"], undefined, () => unlink(path));
};

const keptFiles = 96;
