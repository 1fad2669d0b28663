/** Temporary folders of configurations, and what loading them says, with the folder's name taken out. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { formatPlace, LaresError } from "../../src/base/errors.ts";
import type { Host } from "../../src/base/host.ts";
import { absolutePath } from "../../src/base/paths.ts";
import { type LoadedConfig, type LoadOptions, loadConfig } from "../../src/config/load.ts";

export const checkout = dirname(dirname(import.meta.dirname));

export const api = {
  lares: pathToFileURL(join(checkout, "src/index.ts")).href,
  "lares/module": pathToFileURL(join(checkout, "src/module.ts")).href,
};

export const here: Host = {
  os: "linux",
  arch: "x64",
  name: "laptop",
  user: "alice",
  home: "/home/alice",
  uid: 1000,
  wsl: false,
  container: false,
};

export type Files = Readonly<Record<string, string>>;

/** A new folder with these files; gone after the test. */
export const folderOf = (files: Files): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "lares-config-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, files);
  return folder;
};

export const writeFiles = (folder: string, files: Files): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};

/** Makes files look as if written long ago: the cache trusts their times. */
export const age = (folder: string, ...paths: readonly string[]): void => {
  for (const path of paths) utimesSync(join(folder, path), 1_600_000_000, 1_600_000_000);
};

export const optionsFor = (folder: string, more: Partial<LoadOptions> = {}): LoadOptions => ({
  host: here,
  cacheDir: absolutePath(join(folder, ".cache")),
  api,
  ...more,
});

export const load = (
  folder: string,
  file = "home.config.ts",
  more: Partial<LoadOptions> = {},
): Promise<LoadedConfig> => loadConfig(join(folder, file), optionsFor(folder, more));

/** The tree that a single file without imports exports. */
export const treeOf = async (files: Files, file = "home.config.ts"): Promise<unknown> => {
  const { modules } = await load(folderOf(files), file);
  return modules.at(-1)!.value;
};

/** Relative path and tree of every module, in order. */
export const modulesOf = (folder: string, { modules }: LoadedConfig): (readonly [string, unknown])[] =>
  modules.map(({ file, value }) => [file.slice(folder.length + 1), value]);

/** Everything that the person at the prompt is told of a failure. */
export const complaintOf = async (folder: string, work: () => Promise<unknown>): Promise<string> => {
  const error = await work().then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof LaresError)) throw error;
  const place = error.place === undefined ? [] : [`  at ${formatPlace(error.place)}`];
  const hint = error.hint === undefined ? [] : [`  hint: ${error.hint}`];
  return [`${error.code}: ${error.message}`, ...place, ...error.details.map((line) => `  ${line}`), ...hint]
    .join("\n")
    .replaceAll(`${folder}/`, "")
    .replaceAll(folder, "FOLDER");
};

/** The same for one that fails to load. */
export const loadComplaint = (files: Files, file = "home.config.ts", more: Partial<LoadOptions> = {}) => {
  const folder = folderOf(files);
  return complaintOf(folder, () => load(folder, file, more));
};
