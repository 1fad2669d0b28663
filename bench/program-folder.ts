/**
 * A folder that looks like the checkout, with a `dist/` of the bench's own: Lares' sources bundled as they are for
 * release, beside modules that exist for measuring alone.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { checkout } from "./home.ts";

export interface ProgramFolder {
  readonly dist: string;
}

/** Adds the programs in `programs/`, by name, and the modules, by the path of their options. */
export const makeProgramFolder = (
  folder: string,
  programs: readonly string[],
  modules: ReadonlyMap<string, string> = new Map(),
): ProgramFolder => {
  const dist = join(folder, "dist");
  const written = join(folder, "modules");
  fs.mkdirSync(written, { recursive: true });
  fs.symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
  fs.copyFileSync(join(checkout, "package.json"), join(folder, "package.json"));
  const entries: Record<string, string> = {
    index: join(checkout, "src/index.ts"),
    module: join(checkout, "src/module.ts"),
    ...Object.fromEntries(programs.map((name) => [name, join(import.meta.dirname, `programs/${name}.ts`)])),
  };
  const index: Record<string, string> = {};
  for (const [path, text] of modules) {
    const file = join(written, `${path}.ts`);
    fs.writeFileSync(file, text);
    entries[`modules/${path}`] = file;
    index[path] = `modules/${path}.js`;
  }
  bundle(entries, dist);
  fs.writeFileSync(join(dist, "modules.json"), JSON.stringify({ files: index, standing: [] }));
  return { dist };
};

/** By the same options as `npm run build`, in a process of its own: esbuild's takes memory that the race should not. */
const bundle = (entries: Record<string, string>, dist: string): void => {
  const script = join(import.meta.dirname, "bundle.ts");
  execFileSync(process.execPath, [script, dist], {
    input: JSON.stringify(entries),
    stdio: ["pipe", "inherit", "inherit"],
  });
};
