/** The commands of an npm package: programs linked, scripts made to run with the Node that they were locked with. */
import { type AbsolutePath, below } from "../../base/paths.ts";
import { machinesNode, type NpmLayout } from "../../packages/npm/layout.ts";
import { readInto } from "../../system/contents.ts";
import { replaceFile } from "../../system/durable.ts";
import {
  chmod,
  lstat,
  makeDirectories,
  readBytes,
  readTextIfAny,
  stat,
  symlink,
} from "../../system/files.ts";
import { linkBetween } from "./npm-links.ts";

/** Gives the names of the commands that there are now. `final` is where the output will be in the end. */
export const linkCommands = (
  layout: NpmLayout,
  out: AbsolutePath,
  final: string,
  log: (line: string) => void,
): readonly string[] => {
  const targets = commandTargets(layout, out, final);
  for (const [command, target] of targets) linkBetween(out, `bin/${command}`, target);
  for (const [command, file] of Object.entries(layout.commands))
    if (!targets.has(command)) log(`left out: ${command}, since ${file} is not there or no program`);
  return [...targets.keys()];
};

/** By command, what it is below the output. */
const commandTargets = (layout: NpmLayout, out: AbsolutePath, final: string): ReadonlyMap<string, string> => {
  const targets = new Map<string, string>();
  for (const [command, file] of Object.entries(layout.commands)) {
    const target = commandTarget(layout, out, final, command, file);
    if (target !== undefined) targets.set(command, target);
  }
  const [only, ...others] = new Set(targets.values());
  // One program under several names, `bunx` for `bun`: it looks at the name by which it is called.
  if (layout.node === null && only !== undefined && others.length === 0)
    for (const command of Object.keys(layout.commands)) targets.set(command, only);
  return targets;
};

/** Below the output: the program itself, the script, or the wrapper that runs it. */
const commandTarget = (
  layout: NpmLayout,
  out: AbsolutePath,
  final: string,
  command: string,
  file: string,
): string | undefined => {
  const own = `lib/node_modules/${layout.name}/${file}`;
  if (layout.node === null) return nativeProgram(layout, out, command) ?? ownProgram(out, own);
  if (isPlaceholder(below(out, own))) return nativeProgram(layout, out, command);
  if (isProgram(below(out, own))) return executable(out, own);
  return runnableScript(out, final, own, command, layout.node);
};

/** What only an installation script would fill in: absent, or neither a program nor anything that Node runs. */
const isPlaceholder = (path: string): boolean =>
  stat(path)?.kind !== "file" ||
  (!isProgram(path) &&
    !/\.[cm]?[jt]s$/.test(path) &&
    !readBytes(path).subarray(0, 2).equals(Buffer.from("#!")));

/**
 * The program of a command in one of the packages that come with it for this platform, where these have them: under the
 * command's name, at their top or in `bin`.
 */
const nativeProgram = ({ name, tree }: NpmLayout, out: AbsolutePath, command: string): string | undefined =>
  Object.keys(tree)
    .filter((location) => location.startsWith(`${name}/node_modules/`))
    .flatMap((location) => [
      `lib/node_modules/${location}/${command}`,
      `lib/node_modules/${location}/bin/${command}`,
    ])
    .filter((path) => isProgram(below(out, path)))
    .map((path) => executable(out, path))
    .at(0);

/** Without a Node: a program, or the script of another interpreter. */
const ownProgram = (out: AbsolutePath, path: string): string | undefined => {
  const at = below(out, path);
  if (stat(at)?.kind !== "file") return undefined;
  return isProgram(at) || shebangChange(readBytes(at), "") === "keep" ? executable(out, path) : undefined;
};

const executable = (out: AbsolutePath, path: string): string => {
  chmod(below(out, path), 0o755);
  return path;
};

/** ELF, and Mach-O of either kind. */
const isProgram = (path: string): boolean => {
  if (stat(path)?.kind !== "file") return false;
  const head = Buffer.alloc(4);
  if (readInto(path, head, 0, 4) < 4) return false;
  return ["7f454c46", "cffaedfe", "cafebabe"].includes(head.toString("hex"));
};

const runnableScript = (
  out: AbsolutePath,
  final: string,
  path: string,
  command: string,
  node: string,
): string => {
  const at = below(out, path);
  const change = shebangChange(readBytes(at), node);
  if (change === "keep") return executable(out, path);
  if (change !== "wrap") {
    replaceFile(at, change, { mode: 0o755 });
    return path;
  }
  const wrapper = `libexec/${command}`;
  makeDirectories(below(out, "libexec"));
  const words = [...wordsOf(node), ...flagsOf(at), `${final}/${path}`].map(quoted).join(" ");
  replaceFile(below(out, wrapper), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  return wrapper;
};

/**
 * keep: the script of another interpreter. wrap: one that the kernel cannot start with this Node (no `#!` line, several
 * arguments, too long a line). Otherwise the new contents, whose first line names this Node; carriage returns end no line there.
 */
export const shebangChange = (content: Buffer, node: string): Buffer | "keep" | "wrap" => {
  const end = content.indexOf(0x0a);
  const line = content
    .subarray(0, end < 0 ? content.length : Math.min(end, 512))
    .toString("latin1")
    .replace(/\r$/, "");
  if (!line.startsWith("#!")) return "wrap";
  const [, flags] = nodeLine.exec(line) ?? [undefined, null];
  if (flags === null) return "keep";
  const words = (flags ?? "").split(/\s+/).filter((word) => word !== "");
  const first = `#!${[node, ...words].join(" ")}`;
  const given = [...wordsOf(node), ...words];
  if (given.length > 2 || given.some((word) => /\s/.test(word)) || Buffer.byteLength(first) > longestLine)
    return "wrap";
  return Buffer.concat([Buffer.from(first), content.subarray(end < 0 ? content.length : end)]);
};

/** What the `#!` line of a script gives to Node. */
const flagsOf = (path: string): readonly string[] => {
  const [line = ""] = readBytes(path).subarray(0, 512).toString("latin1").split(/\r?\n/);
  const [, flags = ""] = nodeLine.exec(line) ?? [];
  return flags.split(/\s+/).filter((word) => word !== "");
};

const wordsOf = (node: string): readonly string[] => (node === machinesNode ? node.split(" ") : [node]);

const nodeLine = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(?:\S*\/)?node(?:\s+(.*))?$/;

/** Bytes of a `#!` line that Linux reads since 5.1; macOS reads 512. */
const longestLine = 250;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Commands of the packages inside, in `node_modules/.bin`, as npm has them: some packages look for those of what they need
 * there.
 */
export const linkInnerCommands = ({ tree, name, node }: NpmLayout, modules: AbsolutePath): void => {
  for (const location of Object.keys(tree)) {
    if (location === name) continue;
    const split = location.lastIndexOf("node_modules/") + "node_modules/".length;
    const holder = location.slice(0, split);
    const inner = location.slice(split);
    for (const [command, file] of Object.entries(binOf(below(modules, location)))) {
      const target = below(modules, location, file);
      const link = below(modules, `${holder}.bin/${command}`);
      if (stat(target)?.kind !== "file" || lstat(link) !== undefined) continue;
      makeRunnable(target, node);
      makeDirectories(below(modules, `${holder}.bin`));
      symlink(`../${inner}/${file}`, link);
    }
  }
};

const makeRunnable = (path: string, node: string | null): void => {
  const change = node === null || isProgram(path) ? "keep" : shebangChange(readBytes(path), node);
  if (typeof change === "string") chmod(path, 0o755);
  else replaceFile(path, change, { mode: 0o755 });
};

/** `bin` of a package.json that may say anything. */
const binOf = (folder: AbsolutePath): Record<string, string> => {
  const manifest = readManifest(folder);
  const { bin, name } = manifest;
  if (typeof bin === "string" && typeof name === "string" && isClean(bin))
    return { [name.slice(name.indexOf("/") + 1)]: bin.replace(/^\.\//, "") };
  if (typeof bin !== "object" || bin === null) return {};
  return Object.fromEntries(
    Object.entries(bin)
      .filter(([command, file]) => typeof file === "string" && isClean(file) && /^[^./][^/]*$/.test(command))
      .map(([command, file]) => [command, String(file).replace(/^\.\//, "")]),
  );
};

export const isClean = (path: string): boolean =>
  path !== "" && !path.startsWith("/") && !path.split("/").includes("..") && !path.includes("\0");

/** What a package says of itself; nothing where it cannot be read. */
export const readManifest = (folder: AbsolutePath): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(readTextIfAny(below(folder, "package.json")) ?? "{}") as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
};
