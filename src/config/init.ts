/** `lares init`: a folder with a configuration that an editor understands at once. */
import { dirname, join } from "node:path";
import { LaresError } from "../base/errors.ts";
import {
  copyFile,
  lstat,
  makeDirectories,
  readlink,
  readText,
  symlink,
  writeNewFile,
} from "../system/files.ts";
import { type Dotfile, findDotfiles, type Passed } from "./existing-dotfiles.ts";
import { findTemplate, type Template, templateFiles } from "./templates.ts";

export interface InitOptions {
  /** Absolute; made where it is absent. */
  readonly folder: string;
  /** The folder of Lares itself: holds package.json and templates/. */
  readonly toolFolder: string;
  /** Name of a folder in templates/; `minimal` where absent. */
  readonly template?: string;
  /** Takes up the dotfiles that are in this home directory. */
  readonly fromExisting?: { readonly home: string };
}

export interface InitReport {
  readonly folder: string;
  /** The configuration itself. */
  readonly config: string;
  /** Paths relative to the folder, sorted. */
  readonly written: readonly string[];
  /** Dotfiles copied into `dotfiles/`, with an entry each. */
  readonly adopted: readonly Dotfile[];
  /** Dotfiles that were seen but left alone, with the reason. */
  readonly passed: readonly Passed[];
}

/** Writes nothing at all where any of its files would meet one that is there. */
export const initConfig = (options: InitOptions): InitReport => {
  const template = findTemplate(options.toolFolder, options.template ?? "minimal");
  const { found, passed } = options.fromExisting
    ? findDotfiles(options.fromExisting.home, options.folder)
    : { found: [], passed: [] };
  const files = [...ownFiles(options, template, found), ...templateCopies(template), ...dotfileCopies(found)];
  refuseCollisions(options.folder, files);
  for (const file of files) put(options.folder, file);
  return {
    folder: options.folder,
    config: join(options.folder, "home.config.ts"),
    written: files.map(({ path }) => path).sort(),
    adopted: found,
    passed,
  };
};

/** A file to write, below the folder. */
type NewFile = { readonly path: string } & (
  | { readonly text: string }
  | { readonly copyOf: string }
  | { readonly link: string }
);

const ownFiles = (options: InitOptions, template: Template, found: readonly Dotfile[]): NewFile[] => {
  const config = readText(template.config);
  const existing = found.length === 0 ? [] : [{ path: "existing.ts", text: existingText(found) }];
  return [
    { path: "home.config.ts", text: found.length === 0 ? config : importing("./existing.ts", config) },
    ...existing,
    { path: "tsconfig.json", text: tsconfigText },
    { path: ".gitignore", text: "/node_modules/\n" },
    { path: linkPath, link: options.toolFolder },
  ];
};

/** How `import … from "lares"` finds its types outside any node_modules: a link to Lares' own folder. */
const linkPath = "node_modules/lares";

/**
 * For editors alone: Lares itself never reads it but for esbuild's sake. `typeRoots` leads to the types of Node that
 * Lares' own sources are written with.
 */
const tsconfigText = `{
  "compilerOptions": {
    "target": "es2024",
    "lib": ["es2024", "esnext.array", "esnext.iterator"],
    "module": "nodenext",
    "moduleDetection": "force",
    "moduleResolution": "nodenext",
    "strict": true,
    "exactOptionalPropertyTypes": true,
    "noUncheckedIndexedAccess": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "resolveJsonModule": true,
    "skipLibCheck": true,
    "typeRoots": ["./node_modules/@types", "./node_modules/lares/node_modules/@types"],
    "types": ["node"]
  },
  "include": ["**/*.ts", "**/*.mts"],
  "exclude": ["node_modules", "dotfiles"]
}
`;

const existingText = (found: readonly Dotfile[]): string =>
  [
    'import { defineHome } from "lares";',
    "",
    "/** The dotfiles that were here before: each file of dotfiles/ is linked to where it was. */",
    "export default defineHome({",
    "  home: {",
    "    file: {",
    ...found.map(
      ({ target }) =>
        `      ${JSON.stringify(target)}: { source: ${JSON.stringify(`./dotfiles/${target}`)} },`,
    ),
    "    },",
    "  },",
    "});",
    "",
  ].join("\n");

/** Every template starts its home with `defineHome({`, and its imports, if any, with `imports: [`. */
const importing = (path: string, config: string): string => {
  const item = JSON.stringify(path);
  if (/^ {2}imports: \[/m.test(config))
    return config.replace(/^ {2}imports: \[\s*/m, `  imports: [${item}, `);
  return config.replace("defineHome({\n", `defineHome({\n  imports: [${item}],\n`);
};

const templateCopies = (template: Template): NewFile[] =>
  templateFiles(template).map(({ path, from }) => ({ path, copyOf: from }));

const dotfileCopies = (found: readonly Dotfile[]): NewFile[] =>
  found.map(({ target, source }) => ({ path: `dotfiles/${target}`, copyOf: source }));

const refuseCollisions = (folder: string, files: readonly NewFile[]): void => {
  const there = files.filter(
    (file) => lstat(join(folder, file.path)) !== undefined && !isOurLink(folder, file),
  );
  if (there.length === 0) return;
  throw new LaresError({
    code: "init-exists",
    message: `${folder} holds files that lares init would write`,
    details: there.map(({ path }) => path).sort(),
    hint: "name another folder (lares init DIR), or move these away",
  });
};

const isOurLink = (folder: string, file: NewFile): boolean =>
  "link" in file && readlink(join(folder, file.path)) === file.link;

const put = (folder: string, file: NewFile): void => {
  const path = join(folder, file.path);
  if (isOurLink(folder, file)) return;
  makeDirectories(dirname(path));
  if ("text" in file) writeNewFile(path, file.text);
  else if ("link" in file) symlink(file.link, path);
  else copyFile(file.copyOf, path);
};
