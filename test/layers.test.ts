/** The rules of docs/architecture.md that can be read from the imports. */
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

const layers: Readonly<Record<string, number>> = {
  base: 0,
  system: 1,
  format: 1,
  option: 1,
  generators: 1,
  store: 2,
  cache: 2,
  fetch: 2,
  archive: 2,
  build: 3,
  derivation: 3,
  packages: 3,
  home: 3,
  activation: 4,
  profile: 4,
  config: 5,
  pipeline: 5,
  watch: 5,
  cli: 6,
  tui: 6,
};

const sources = (folder: string): string[] =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name));

/** `import … from "x"`, `export … from "x"`, `import "x"`, `import("x")`. */
const importing = /(?:^(?:import|export)\b[^"'`;]*?from |^import |\bimport\()"([^"]+)"/gm;

const importsOf = (file: string): string[] =>
  [...fs.readFileSync(path.join(root, file), "utf8").matchAll(importing)].map(([, specifier]) =>
    specifier!.startsWith(".") ? path.join(path.dirname(file), specifier!) : specifier!,
  );

const layerOf = (file: string): number | undefined => layers[file.split("/")[1]!];
/** `src/index.ts` and `src/module.ts` show what lies below to the outside. */
const isEntryPoint = (file: string): boolean => file.split("/").length === 2;

test("every folder of src/ is a known layer", () => {
  const folders = fs
    .readdirSync(path.join(root, "src"), { withFileTypes: true })
    .filter((e) => e.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => layers[name] === undefined)).toEqual([]);
});

test("imports go down, or sideways within a layer", () => {
  const upwards = sources("src").flatMap((file) =>
    importsOf(file)
      .filter((imported) => imported.startsWith("src/") && !isEntryPoint(file))
      .filter((imported) => isEntryPoint(imported) || layerOf(imported)! > layerOf(file)!)
      .map((imported) => `${file} → ${imported}`),
  );
  expect(upwards).toEqual([]);
});

test("only src/system touches files and processes", () => {
  const forbidden = /^(node:)?(fs|fs\/promises|child_process)$|^fs-extra$/;
  const users = [...sources("src"), ...sources("modules")].filter(
    (file) => !file.startsWith("src/system/") && importsOf(file).some((imported) => forbidden.test(imported)),
  );
  expect(users).toEqual([]);
});

test("src names no module, and modules import nothing but the public API and each other's pieces", () => {
  const outside = sources("modules").flatMap((file) =>
    importsOf(file)
      .filter((imported) => !/^(lares|modules)\//.test(imported))
      .map((imported) => `${file} → ${imported}`),
  );
  expect(outside).toEqual([]);
  expect(sources("src").filter((file) => importsOf(file).some((i) => i.startsWith("modules/")))).toEqual([]);
});
