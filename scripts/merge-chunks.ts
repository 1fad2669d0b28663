/**
 * A second pass over what esbuild's splitting gave. It makes a chunk for every set of entry points that share code, which
 * comes to some forty small files for one command, and each costs Node 0.4 ms to find, read and link. Here the chunks that
 * the everyday commands load become one file for each group; everything else imports from that.
 */
import * as crypto from "node:crypto";
import * as path from "node:path";
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";

export interface BuiltFile {
  /** Relative to the folder of the outputs: `chunk-ABC.js`, `modules/git.js`. */
  readonly name: string;
  readonly text: string;
}

/**
 * `groups`: for each merged file, in the order in which they are loaded, the sources whose chunks go into it with all that
 * those import statically. `alone` is one file with all that it imports statically, of which others have
 * copies: it must not hold state.
 */
export interface MergeOptions {
  readonly groups: readonly (readonly string[])[];
  readonly alone: string;
  readonly options: BuildOptions;
}

export const mergeChunks = async (
  files: readonly BuiltFile[],
  metafile: Metafile,
  merge: MergeOptions,
): Promise<readonly BuiltFile[]> => {
  const outputs = outputsByName(metafile);
  const build: Rebuild = {
    ...merge,
    files: new Map(files.map((file) => [file.name, file.text])),
    outputs,
    merged: new Map(),
    generation: digest(files.map(({ text }) => text).join("\0")),
  };
  const written: BuiltFile[] = [];
  for (const chunks of chooseChunks(build)) written.push(await mergeGroup(build, chunks));
  written.push(await withItsChunks(build));
  const stubs = [...build.merged.keys()].map((chunk) => ({
    name: finalName(build, chunk),
    text: stubFor(build, chunk),
  }));
  const all = [...written, ...stubs, ...(await rewriteOthers(build))];
  return all.map(({ name, text }) => ({ name, text: importingMerged(build, text) }));
};

type Outputs = ReadonlyMap<string, Metafile["outputs"][string]>;

interface Rebuild extends MergeOptions {
  readonly files: ReadonlyMap<string, string>;
  readonly outputs: Outputs;
  /** Chunk → the file it went into, and the prefix of its exports there; `<prefix>all` is all of them as one object. */
  readonly merged: Map<string, { readonly into: string; readonly prefix: string }>;
  /** Part of every chunk's name, so that a running command never mixes the chunks of two builds. */
  readonly generation: string;
}

const outputsByName = ({ outputs }: Metafile): Outputs => {
  const names = Object.keys(outputs);
  return new Map(names.map((file) => [file.replace(/^dist\//, ""), outputs[file]!]));
};

/** The chunks of each group; one that two groups want goes into the first. */
const chooseChunks = ({ outputs, groups }: Rebuild): readonly (readonly string[])[] => {
  const taken = new Set<string>();
  return groups.map((sources) => {
    const wanted = staticClosure(
      outputs,
      sources.flatMap((source) => [outputOf(outputs, source), ...importedAs(outputs, source)]),
    );
    const chunks = wanted.filter((chunk) => isChunk(chunk) && !taken.has(chunk));
    for (const chunk of chunks) taken.add(chunk);
    return chunks;
  });
};

const outputOf = (outputs: Outputs, source: string): string => {
  const found = [...outputs].find(([, { inputs }]) => Object.hasOwn(inputs, source));
  if (found === undefined) throw new Error(`${source} is in no output`);
  return found[0];
};

/** What `import()` of a source leads to: its own chunk, or one that only passes on what another has. */
const importedAs = (outputs: Outputs, source: string): readonly string[] =>
  [...outputs].flatMap(([name, { entryPoint }]) => (entryPoint === source ? [name] : []));

const staticClosure = (outputs: Outputs, from: readonly string[]): readonly string[] => {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const { path: file, kind, external } of outputs.get(name)!.imports)
      if (kind === "import-statement" && !external) visit(file.replace(/^dist\//, ""));
  };
  from.forEach(visit);
  return [...reached];
};

const isChunk = (name: string): boolean => path.posix.basename(name).startsWith("chunk-");

/** All exports of all its chunks, each chunk's under a prefix of its own: names recur between chunks. */
const mergeGroup = async (rebuild: Rebuild, chunks: readonly string[]): Promise<BuiltFile> => {
  const lines = chunks.flatMap((chunk, at) => {
    const names = rebuild.outputs.get(chunk)!.exports;
    const renamed = names.map((name) => `${name} as c${at}_${name}`);
    return [
      `import "./${chunk}";`,
      ...(names.length > 0 ? [`export { ${renamed.join(", ")} } from "./${chunk}";`] : []),
      ...(isImportedLater(rebuild, chunk)
        ? [`import * as all${at} from "./${chunk}";`, `export { all${at} as c${at}_all };`]
        : []),
    ];
  });
  const [text] = await rebundle(rebuild, [{ name: "merged.js", text: lines.join("\n") }], new Set(chunks));
  const into = `chunk-${digest(text!.text)}-${rebuild.generation}.js`;
  chunks.forEach((chunk, at) => {
    rebuild.merged.set(chunk, { into, prefix: `c${at}_` });
  });
  return { name: into, text: text!.text };
};

const isImportedLater = ({ outputs }: Rebuild, chunk: string): boolean =>
  outputs.get(chunk)!.entryPoint !== undefined;

const withItsChunks = async (rebuild: Rebuild): Promise<BuiltFile> => {
  const name = outputOf(rebuild.outputs, rebuild.alone);
  const chunks = new Set(staticClosure(rebuild.outputs, [name]));
  const [file] = await rebundle(rebuild, [{ name, text: rebuild.files.get(name)! }], chunks);
  return file!;
};

/** `import()` of a merged chunk as one of the file that it is in: a stub between would be one more file to find and read. */
const importingMerged = (rebuild: Rebuild, text: string): string => {
  const merged = new Map([...rebuild.merged].map(([chunk, into]) => [finalName(rebuild, chunk), into]));
  return text.replaceAll(/\bimport\("((?:\.\.?\/)+)(chunk-[\w-]+\.js)"\)/g, (whole, folder, name) => {
    const found = merged.get(name);
    if (found === undefined) return whole;
    return `import("${folder}${found.into}").then(merged=>merged.${found.prefix}all)`;
  });
};

/** What stands for a merged chunk to those that import it. */
const stubFor = ({ outputs, merged }: Rebuild, chunk: string, folder = "."): string => {
  const { into, prefix } = merged.get(chunk)!;
  const from = JSON.stringify(pathFrom(folder, into));
  const names = outputs.get(chunk)!.exports.map((name) => `${prefix}${name} as ${name}`);
  return names.length > 0 ? `export { ${names.join(", ")} } from ${from};\n` : `import ${from};\n`;
};

const rewriteOthers = (rebuild: Rebuild): Promise<readonly BuiltFile[]> => {
  const alone = outputOf(rebuild.outputs, rebuild.alone);
  const others = [...rebuild.files].filter(([name]) => name !== alone && !rebuild.merged.has(name));
  return rebundle(
    rebuild,
    others.map(([name, text]) => ({ name, text })),
    new Set(),
  );
};

/** Bundles each file with the chunks in `within`, all other imports pointed to where those chunks now are. */
const rebundle = async (
  rebuild: Rebuild,
  files: readonly BuiltFile[],
  within: ReadonlySet<string>,
): Promise<readonly BuiltFile[]> => {
  const sources = new Map([...rebuild.files, ...files.map(({ name, text }) => [name, text] as const)]);
  const { outputFiles } = await build({
    ...rebuild.options,
    entryPoints: files.map(({ name }) => ({ in: `chunk:${name}`, out: name.replace(/\.js$/, "") })),
    outdir: "/",
    bundle: true,
    splitting: false,
    write: false,
    plugins: [redirectChunks(rebuild, sources, within)],
  });
  return outputFiles!.map((file) => {
    const name = file.path.replace(/^\//, "");
    return { name: finalName(rebuild, name), text: file.text };
  });
};

const redirectChunks = (
  rebuild: Rebuild,
  sources: ReadonlyMap<string, string>,
  within: ReadonlySet<string>,
): Plugin => ({
  name: "redirect-chunks",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^chunk:/ }, ({ path: given }) => ({
      path: given.slice("chunk:".length),
      namespace: "chunk",
    }));
    onResolve({ filter: /^\.\.?\//, namespace: "chunk" }, ({ path: given, importer, kind }) => {
      const folder = path.posix.dirname(importer);
      const name = path.posix.join(folder, given);
      if (within.has(name)) return { path: name, namespace: "chunk" };
      if (rebuild.merged.has(name) && kind === "import-statement")
        return { path: `${folder}:${name}`, namespace: "stub" };
      return { path: pathFrom(folder, finalName(rebuild, name)), namespace: "output", external: true };
    });
    onResolve({ filter: /.*/, namespace: "stub" }, ({ path: given }) => ({
      path: given,
      namespace: "output",
      external: true,
    }));
    onLoad({ filter: /.*/, namespace: "chunk" }, ({ path: name }) => ({ contents: sources.get(name)! }));
    onLoad({ filter: /.*/, namespace: "stub" }, ({ path: from }) => {
      const [folder, chunk] = from.split(":") as [string, string];
      return { contents: stubFor(rebuild, chunk, folder) };
    });
  },
});

/** As an import writes it. */
const pathFrom = (folder: string, name: string): string =>
  path.posix.relative(folder, name).replace(/^(?!\.)/, "./");

const finalName = ({ generation }: Rebuild, name: string): string =>
  isChunk(name) ? name.replace(/\.js$/, `-${generation}.js`) : name;

const digest = (text: string): string => crypto.hash("sha256", text).slice(0, 8).toUpperCase();
