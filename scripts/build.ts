/**
 * Builds `dist/`: the command line, the two public entry points and every module, bundled with their small
 * libraries; and `dist/modules.json`, the index that says which file declares the options below a path.
 *
 * Does nothing when no input is newer than the last build. Files are put in place one rename at a time, chunks
 * (named by their contents) before the entry points that import them, so that a command started meanwhile always
 * finds a whole program.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildFailure, type BuildOptions, build, formatMessages } from "esbuild";
import type { Module } from "../src/option/module.ts";
import { builtinModules } from "./builtin-modules.ts";
import { type BuiltFile, mergeChunks } from "./merge-chunks.ts";
import { screenLibrary, screenLibraryName, screenLibraryPlugin } from "./screen-library.ts";
import { type Declarations, writeDeclarations } from "./type-declarations.ts";

const root = path.dirname(import.meta.dirname);
const dist = path.join(root, "dist");
const stampFile = path.join(dist, "stamp");

const main = async (): Promise<void> => {
  const entries = entryPoints();
  const before = readStamp();
  if (before !== undefined && !process.argv.includes("--force") && isCurrent(before, entries)) {
    fs.utimesSync(stampFile, new Date(), new Date());
    return;
  }
  const started = new Date();
  const modules = Object.values(entries).filter((file) => file.startsWith("modules/"));
  fs.mkdirSync(dist, { recursive: true });
  const [result, declarations] = await Promise.all([bundle(entries), writeDeclarations(root, modules)]);
  const threads = await threadPrograms();
  const files = [...(await merge(result)), await screenLibrary(root), ...threads.files];
  writeOutputs(files);
  await writeModuleIndex(entries);
  writeTypes(modules, declarations);
  writeStamp(started, entries, [
    ...Object.keys(result.metafile.inputs),
    ...threads.sources,
    ...(declarations?.sources ?? []),
  ]);
  removeOldChunks(files);
};

/** Output name → source file, both relative to the checkout. */
const entryPoints = (): Record<string, string> => ({
  lares: "src/cli/main.ts",
  index: "src/index.ts",
  module: "src/module.ts",
  ...Object.fromEntries(moduleFiles().map((file) => [`modules/${moduleName(file)}`, file])),
});

/** `modules/git.ts`, and `modules/zsh/index.ts` for a module that is a folder. */
const moduleFiles = (): string[] =>
  (fs.existsSync(path.join(root, "modules")) ? fs.readdirSync(path.join(root, "modules")) : [])
    .map((name) => (name.endsWith(".ts") ? `modules/${name}` : `modules/${name}/index.ts`))
    .filter((file) => fs.existsSync(path.join(root, file)))
    .sort();

const moduleName = (file: string): string => file.replace(/^modules\//, "").replace(/(\/index)?\.ts$/, "");

const bundle = (entries: Record<string, string>) =>
  build({
    ...options,
    absWorkingDir: root,
    entryPoints: Object.entries(entries).map(([out, file]) => ({ out, in: file })),
    outdir: "dist",
    entryNames: "[dir]/[name]",
    chunkNames: "chunk-[hash]",
    splitting: true,
    plugins: [builtinModules, screenLibraryPlugin],
    alias: {
      yaml: path.join(root, "node_modules/yaml/browser/index.js"),
      lares: path.join(root, "src/index.ts"),
      "lares/module": path.join(root, "src/module.ts"),
    },
    define: { "process.env.NODE_ENV": '"production"', "process.env.DEV": '"false"' },
    write: false,
    metafile: true,
  });

const merge = ({
  outputFiles,
  metafile,
}: Awaited<ReturnType<typeof bundle>>): Promise<readonly BuiltFile[]> => {
  const files = outputFiles.map((file) => ({ name: path.relative(dist, file.path), text: file.text }));
  return mergeChunks(files, metafile, { groups: everydayCode, alone: "src/cli/main.ts", options });
};

/** Each is one file, with nothing in it that it does not run: a thread starts while others wait for it. */
const threadPrograms = async (): Promise<{ files: readonly BuiltFile[]; sources: readonly string[] }> => {
  const { outputFiles, metafile } = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: ["src/cache/unpack-thread.ts"],
    outdir: "dist",
    write: false,
    metafile: true,
  });
  const files = outputFiles.map((file) => ({ name: path.relative(dist, file.path), text: file.text }));
  return { files, sources: Object.keys(metafile.inputs) };
};

/** What a `switch` with nothing to do loads, what `status` loads beside it, what a change of the home does, what evaluation does, and what binary caches take. */
const everydayCode: readonly (readonly string[])[] = [
  ["src/cli/run.ts", "src/cli/commands/switch.ts", "src/activation/up-to-date.ts"],
  ["src/cli/commands/status.ts"],
  [
    "src/cli/commands/rollback.ts",
    "src/activation/switch.ts",
    "src/build/generation.ts",
    "src/build/generation-record.ts",
    "src/cli/report-switch.ts",
    "src/fetch/nearby.ts",
    "src/pipeline/known-contents.ts",
    "src/pipeline/pack-contents.ts",
    "src/pipeline/source-stamps.ts",
    "src/store/open-store.ts",
  ],
  ["src/pipeline/lock-home.ts", "src/config/bundle.ts", "src/index.ts", "src/module.ts"],
  [
    "src/cache/open-substituters.ts",
    "src/cache/binary-cache.ts",
    "src/cache/fetch-closure.ts",
    "src/cache/http-cache.ts",
  ],
];

/**
 * Left in node_modules: native code, or too heavy for the commands that never need it. (`yaml` is bundled from its
 * ES build for browsers: the one for Node is CommonJS, which needs a `require` in every chunk.)
 */
const heavyLibraries = [
  "esbuild",
  "oxc-parser",
  "ink",
  "react",
  "cosmiconfig",
  "chokidar",
  "fs-extra",
  "xz-decompress",
  "unbzip2-stream",
  "tar-stream",
  "yauzl",
  "@npmcli/agent",
  "@npmcli/arborist",
  "@npmcli/config",
  "npm-install-checks",
  "npm-package-arg",
  "npm-registry-fetch",
  "pacote",
];

const options = {
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  minifySyntax: true,
  minifyWhitespace: true,
  external: heavyLibraries,
  logLevel: "silent",
} satisfies BuildOptions;

const writeOutputs = (files: readonly BuiltFile[]): void => {
  for (const { name, text } of [...files].sort((a, b) => Number(isEntry(a.name)) - Number(isEntry(b.name))))
    replaceFile(path.join(dist, name), text);
};

const isEntry = (file: string): boolean => !path.basename(file).startsWith("chunk-");

const replaceFile = (file: string, content: string | Uint8Array): void => {
  const temporary = path.join(path.dirname(file), `.tmp-${process.pid}-${path.basename(file)}`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(temporary, content);
  fs.renameSync(temporary, file);
};

/**
 * `{ "files": { "programs.git": "modules/git.js", … }, "standing": ["systemd"] }`: option path → the file, relative to
 * dist, of the module that declares options below it; and the paths of those that are part of every home. Read from the built modules themselves, so that it cannot disagree with them.
 */
const writeModuleIndex = async (entries: Record<string, string>): Promise<void> => {
  const index: Record<string, string> = {};
  const standing: string[] = [];
  for (const out of Object.keys(entries).filter((name) => name.startsWith("modules/"))) {
    const file = `${out}.js`;
    const module = await builtModule(path.join(dist, file));
    const paths = declaredPaths(module);
    if (module.standing === true) standing.push(paths[0]!);
    for (const declared of paths) {
      if (index[declared] !== undefined)
        throw new Error(`${file} and ${index[declared]} both declare options at ${declared}`);
      index[declared] = file;
    }
  }
  const files = Object.fromEntries(Object.entries(index).sort(([a], [b]) => (a < b ? -1 : 1)));
  replaceFile(path.join(dist, "modules.json"), `${JSON.stringify({ files, standing }, null, 1)}\n`);
};

/**
 * The types of `lares` and `lares/module` in an editor, with the options of every module; `sources.d.ts` are those that
 * this checkout's own files are checked with.
 */
const writeTypes = (modules: readonly string[], declarations: Declarations | undefined): void => {
  const write = (name: string, lines: readonly string[]) =>
    replaceFile(path.join(dist, name), lines.map((line) => `${line}\n`).join(""));
  const entry = (folder: string, imported: readonly string[]) => [
    ...imported.map((file) => `import "${folder}/${file}";`),
    `export * from "${folder}/src/index.ts";`,
  ];
  const folder = declarations === undefined ? ".." : "./types";
  write("sources.d.ts", entry("..", modules));
  write("index.d.ts", entry(folder, declarations?.adding ?? modules));
  write("module.d.ts", [`export * from "${folder}/src/module.ts";`]);
};

const builtModule = async (file: string): Promise<Partial<Module>> => {
  const { default: module } = (await import(`${pathToFileURL(file).href}?${Date.now()}`)) as {
    default?: Partial<Module>;
  };
  if (module?.kind !== "module")
    throw new Error(`${file}: a module has defineModule({ path, options, … }) as its default export`);
  return module;
};

const declaredPaths = (module: Partial<Module>): readonly string[] => {
  const own = Object.keys(module.options ?? {}).length > 0 ? [module.path ?? ""] : [];
  return [...own, ...Object.keys(module.more ?? {})];
};

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && "errors" in error;

/** What the last build read: every input with its size and modification time, and the entry points. */
interface Stamp {
  readonly entries: Record<string, string>;
  readonly inputs: Readonly<Record<string, string>>;
}

const readStamp = (): Stamp | undefined => {
  if (!fs.existsSync(stampFile)) return undefined;
  try {
    return JSON.parse(fs.readFileSync(stampFile, "utf8")) as Stamp;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const isCurrent = (stamp: Stamp, entries: Record<string, string>): boolean =>
  JSON.stringify(stamp.entries) === JSON.stringify(entries) &&
  Object.entries(stamp.inputs).every(([file, state]) => stateOf(file) === state) &&
  [
    ...Object.keys(entries).map((name) => `${name}.js`),
    "index.d.ts",
    "module.d.ts",
    "sources.d.ts",
    "modules.json",
    screenLibraryName,
  ].every((name) => fs.existsSync(path.join(dist, name)));

/** The stamp carries the time at which the build began: what was saved while it ran counts as newer. */
const writeStamp = (started: Date, entries: Record<string, string>, read: readonly string[]): void => {
  const files = [
    ...new Set(read),
    "scripts/build.ts",
    "scripts/builtin-modules.ts",
    "scripts/merge-chunks.ts",
    "scripts/screen-library.ts",
    "scripts/type-declarations.ts",
    "package-lock.json",
  ].filter((file) => fs.existsSync(path.join(root, file)));
  const inputs = Object.fromEntries(files.map((file) => [file, stateAt(file, started)]));
  replaceFile(stampFile, JSON.stringify({ entries, inputs } satisfies Stamp));
  fs.utimesSync(stampFile, started, started);
};

/** Something saved after the build began may or may not be in it: its state is recorded as unknown. */
const stateAt = (file: string, started: Date): string => {
  const found = fs.statSync(path.join(root, file), { throwIfNoEntry: false });
  return found !== undefined && found.mtimeMs >= started.getTime() ? "changed" : stateOf(file);
};

const stateOf = (file: string): string => {
  const found = fs.statSync(path.join(root, file), { throwIfNoEntry: false });
  return found === undefined ? "absent" : `${found.size} ${found.mtimeMs}`;
};

/** Chunks of earlier builds stay for an hour: a command that is still running may yet import them. */
const removeOldChunks = (files: readonly BuiltFile[]): void => {
  const current = new Set(files.map(({ name }) => name));
  const anHourAgo = Date.now() - 3_600_000;
  for (const name of fs.readdirSync(dist)) {
    const leftover = name.startsWith("chunk-") || name.startsWith(".tmp-");
    if (!leftover || current.has(name)) continue;
    const file = path.join(dist, name);
    const found = fs.statSync(file, { throwIfNoEntry: false });
    if (found !== undefined && found.mtimeMs < anHourAgo) fs.rmSync(file, { force: true });
  }
};

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  console.error(
    isBuildFailure(error) ? (await formatMessages(error.errors, { kind: "error" })).join("\n") : error,
  );
}
