/**
 * The types that editors read: declarations of the sources and of every module, below `dist/types`. With the sources
 * themselves an editor would check all modules' code along with a person's configuration.
 */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

export interface Declarations {
  /** Sources that have declarations, relative to the checkout. */
  readonly sources: readonly string[];
  /** Those of them that add options: `modules/git/options.ts`. */
  readonly adding: readonly string[];
}

/**
 * Writes them; undefined where there are none: without a compiler, as in a checkout without its tools for development, or
 * with a source that it cannot read. The program itself is built all the same.
 */
export const writeDeclarations = async (
  root: string,
  modules: readonly string[],
): Promise<Declarations | undefined> => {
  const compiler = path.join(root, "node_modules/typescript/bin/tsc");
  if (!fs.existsSync(compiler)) return undefined;
  const fresh = fs.mkdtempSync(path.join(root, "dist/types-"));
  try {
    const project = path.join(fresh, "tsconfig.json");
    const emitted = path.join(fresh, "types");
    fs.writeFileSync(project, JSON.stringify(projectOf(root, modules, emitted)));
    const failure = await compile(compiler, project);
    if (failure !== undefined) {
      console.error(`Editors get the sources themselves, since there are no declarations:\n${failure}`);
      return undefined;
    }
    const texts = readTexts(emitted);
    update(path.join(root, "dist/types"), texts);
    const names = [...texts.keys()].sort();
    const adds = (name: string) => texts.get(name)!.includes("declare module ");
    return { sources: names.map(sourceOf), adding: names.filter(adds).map(sourceOf) };
  } finally {
    fs.rmSync(fresh, { recursive: true });
  }
};

const sourceOf = (name: string): string => name.replace(/\.d\.ts$/, ".ts");

/** Nothing is checked here: that is what `npm run typecheck` is for. */
const projectOf = (root: string, modules: readonly string[], outDir: string) => ({
  extends: path.join(root, "tsconfig.json"),
  compilerOptions: {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    noCheck: true,
    rootDir: root,
    outDir,
    typeRoots: [path.join(root, "node_modules/@types")],
  },
  include: [],
  files: ["src/index.ts", "src/module.ts", ...modules].map((file) => path.join(root, file)),
});

/** What the compiler complains of. */
const compile = (compiler: string, project: string): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, "-p", project], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve(status === 0 ? undefined : output));
  });

const readTexts = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    declarationsIn(folder).map((name) => [name, fs.readFileSync(path.join(folder, name), "utf8")] as const),
  );

const declarationsIn = (folder: string): readonly string[] =>
  fs.existsSync(folder)
    ? fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".d.ts"))
    : [];

/** File by file, so that an editor finds all that did not change where it was. */
const update = (target: string, texts: ReadonlyMap<string, string>): void => {
  const old = readTexts(target);
  for (const [name, text] of texts) {
    if (old.get(name) === text) continue;
    const file = path.join(target, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(`${file}.${process.pid}`, text);
    fs.renameSync(`${file}.${process.pid}`, file);
  }
  for (const name of old.keys()) if (!texts.has(name)) fs.rmSync(path.join(target, name), { force: true });
};
