/** Homes of one module each, described and written to disk, for programs to read. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Definitions, Host, Module } from "lares/module";
import type { PackageReference } from "../../src/base/package.ts";
import { absolutePath } from "../../src/base/paths.ts";
import { systemOf } from "../../src/derivation/platform.ts";
import { beginSession } from "../../src/derivation/session.ts";
import { type DescribedHome, describeHome } from "../../src/home/describe.ts";
import type { FileDescription } from "../../src/home/description.ts";
import { makeLib } from "../../src/home/lib.ts";
import { defineModule, type ModuleRegistry } from "../../src/option/module.ts";

export interface Given {
  readonly home?: string;
  readonly os?: Host["os"];
  /** Packages print as `@name@`, as in the conformance cases; else as programs of the system. */
  readonly stubs?: boolean;
  /** As for a home that is to be used: its profile's folders are on the paths. */
  readonly used?: boolean;
}

const stub = (reference: PackageReference): PackageReference => ({
  outPath: `@${reference.name}@`,
  ...reference,
});

/** The home that `definitions` describe, with these modules and the core's options. */
export const homeOf = (
  modules: readonly Module[],
  definitions: Definitions,
  { home = "/home/ada", os = "linux", stubs = false, used = false }: Given = {},
): DescribedHome => {
  const resolvePackage = stubs ? stub : (reference: PackageReference) => reference;
  const host: Host = {
    os,
    arch: "x64",
    name: "lar",
    user: "ada",
    home,
    uid: 1000,
    wsl: false,
    container: false,
  };
  beginSession({
    storeDir: stubs ? absolutePath("/nix/store") : storeOf(home),
    system: systemOf(host),
    folder: absolutePath("/conf"),
    onLook: () => {},
  });
  return describeHome({
    modules: [defineModule({ config: definitions, url: "file:///conf/home.config.ts" })],
    registry: registryOf(modules),
    context: { host, lib: makeLib(resolvePackage, `${home}/.lares/home-path`) },
    resolvePackage,
    ...(used && { launcher: "/opt/lares/bin/lares" }),
  });
};

/** The text of every file of the home, by target; of one with a source or a link, where it leads. */
export const textsOf = ({ description }: DescribedHome): Record<string, string> =>
  Object.fromEntries(description.files.map((file) => [file.target, shown(file)]));

/** Describes a home in a new temporary folder and writes its files there, so that real programs can use it as HOME. */
export const writtenHome = (
  modules: readonly Module[],
  definitions: Definitions | ((home: string) => Definitions),
  given: Given = {},
): string => {
  const home = fs.mkdtempSync(path.join(tmpdir(), "lares-home-"));
  const described = homeOf(modules, typeof definitions === "function" ? definitions(home) : definitions, {
    ...given,
    home,
  });
  for (const file of described.description.files) write(path.join(home, file.target), file);
  for (const [name, file] of Object.entries(described.description.profileFiles))
    write(path.join(home, ".lares/home-path", name), { content: file });
  for (const source of described.description.storeSources)
    if (source.type === "text") write(source.path, { content: source });
    else fs.cpSync(source.from, source.path, { recursive: true });
  return home;
};

const storeOf = (home: string) => absolutePath(path.join(home, ".local/share/lares/store"));

/** Runs a program with this home; throws with its complaint when it fails. */
export const askAt = (home: string, program: string, args: readonly string[], input?: string): string => {
  const env = { PATH: process.env.PATH, HOME: home, TERM: "dumb", LC_ALL: "C.UTF-8" };
  const child = spawnSync(program, args, {
    encoding: "utf8",
    env,
    cwd: home,
    ...(input !== undefined && { input }),
  });
  if (child.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${child.stderr}${child.stdout}`);
  return child.stdout;
};

export const has = (program: string): boolean =>
  spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

const registryOf = (modules: readonly Module[]): ModuleRegistry => {
  const byPath = new Map<string, Module>();
  for (const module of modules)
    for (const claimed of [module.path, ...Object.keys(module.more)]) byPath.set(claimed, module);
  return {
    standing: [],
    paths: [...byPath.keys()],
    has: (wanted) => byPath.has(wanted),
    leadsTo: (wanted) => [...byPath.keys()].some((claimed) => claimed.startsWith(`${wanted}.`)),
    load: (wanted) => byPath.get(wanted)!,
  };
};

const shown = ({ content }: FileDescription): string =>
  content.type === "source"
    ? `-> ${content.path}`
    : content.type === "symlink"
      ? `-> ${content.text}`
      : content.type === "bytes"
        ? `base64 ${content.base64}`
        : content.text;

const write = (target: string, { content }: Pick<FileDescription, "content">): void => {
  fs.mkdirSync(path.dirname(target), { recursive: true });
  if (content.type === "symlink") fs.symlinkSync(content.text, target);
  else if (content.type === "text") fs.writeFileSync(target, content.text);
  else if (content.type === "bytes") fs.writeFileSync(target, Buffer.from(content.base64, "base64"));
  else fs.cpSync(content.path, target, { recursive: true });
  if (content.type !== "symlink" && content.executable) fs.chmodSync(target, 0o755);
};
