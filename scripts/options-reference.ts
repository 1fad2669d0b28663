/** Writes `docs/options/`: one page for the core and one for each module, from the options' own declarations. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { OptionRecord } from "../src/option/option-index.ts";
import type { DocumentedModule } from "../src/pipeline/option-library.ts";

const folder = path.resolve(import.meta.dirname, "../docs/options");

/** Page name → text. */
export const referencePages = (modules: readonly DocumentedModule[]): ReadonlyMap<string, string> => {
  const pages = new Map(modules.map((module) => [pageName(module), page(module)] as const));
  return new Map([["README.md", contents(modules)], ...pages]);
};

const pageName = ({ path: at }: DocumentedModule): string => `${at === "" ? "core" : at}.md`;

const title = ({ path: at }: DocumentedModule): string => (at === "" ? "Core options" : at);

const contents = (modules: readonly DocumentedModule[]): string => {
  const rows = modules.map(
    (module) => `| [${title(module)}](${pageName(module)}) | ${module.options.length} |`,
  );
  return [
    "# Options",
    "",
    "Written by `npm run docs` from the modules.",
    "",
    "| module | options |",
    "| --- | ---: |",
    ...rows,
    "",
  ].join("\n");
};

const page = (module: DocumentedModule): string =>
  [`# ${title(module)}`, "", ...module.options.flatMap(section)].join("\n");

const section = (option: OptionRecord): string[] => [
  `## \`${option.path.join(".")}\``,
  "",
  ...(option.description === undefined ? [] : [option.description, ""]),
  `- type: ${option.type}`,
  ...(option.default === undefined ? [] : [`- default: \`${option.default}\``]),
  ...(option.example === undefined ? [] : [`- example: \`${option.example}\``]),
  ...(option.readOnly === true ? ["- read-only"] : []),
  "",
];

const write = (pages: ReadonlyMap<string, string>): void => {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of fs.readdirSync(folder)) if (!pages.has(name)) fs.rmSync(path.join(folder, name));
  for (const [name, text] of pages) fs.writeFileSync(path.join(folder, name), text);
};

if (import.meta.main) {
  const { documentedModules } = await import("../src/pipeline/option-library.ts");
  write(referencePages(documentedModules()));
}
