/** The commands of a package: what its package.json says, else the programs in its `bin` folder. */
import { join } from "node:path";
import { LaresError } from "../../base/errors.ts";
import { readDirectory, stat } from "../../system/files.ts";
import { withTemporaryFolder } from "../../system/temporary.ts";
import type { ResolvedNode } from "./resolve.ts";
import { extractTarball, type TarballOptions } from "./tarball.ts";

/** By name, the file in the package. Throws `no-command`. */
export const findCommands = async (
  root: ResolvedNode,
  what: string,
  options: TarballOptions,
): Promise<Readonly<Record<string, string>>> => {
  const declared = declaredCommands(root);
  const found = Object.keys(declared).length > 0 ? declared : await commandsInside(root, options);
  if (Object.keys(found).length > 0) return found;
  throw new LaresError({
    code: "no-command",
    message: `npm:${what} has no command`,
    details: [`${root.name} ${root.version} names none in its package.json and has no program in bin/`],
    hint: "it is a library: name the package whose command you want, or add it to a project's package.json",
  });
};

const declaredCommands = ({ name, manifest: { bin = {} } }: ResolvedNode): Record<string, string> => {
  const given = typeof bin === "string" ? { [name.slice(name.indexOf("/") + 1)]: bin } : bin;
  const clean = Object.entries(given).map(([command, file]) => [command, cleanPath(file)] as const);
  return Object.fromEntries(clean.filter(([command, file]) => isCommand(command) && file !== ""));
};

/** Only a look into the package tells: it is downloaded for that. */
const commandsInside = (root: ResolvedNode, options: TarballOptions): Promise<Record<string, string>> =>
  withTemporaryFolder(options.cacheDir, async (folder) => {
    const to = join(folder, "package");
    await extractTarball(root, to, options);
    const bin = cleanPath(root.manifest.directories?.bin ?? "bin");
    if (stat(join(to, bin))?.kind !== "directory") return {};
    const programs = readDirectory(join(to, bin))
      .filter(({ name, kind }) => kind === "file" && isCommand(name))
      .map(({ name }) => [name, `${bin}/${name}`] as const);
    return Object.fromEntries(programs);
  });

const isCommand = (name: string): boolean => /^[^./\s\0][^/\s\0]*$/.test(name);

/** Relative and without `..`, as npm itself takes it. */
const cleanPath = (path: string): string =>
  path
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .join("/");
