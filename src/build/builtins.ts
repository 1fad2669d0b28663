/** The builders that Lares has itself, each loaded when the first derivation asks for it. */
import type { BuiltinBuilder } from "./builtin-builder.ts";

/** By the name after `builtin:`. */
export const builtins: Readonly<Record<string, () => Promise<BuiltinBuilder>>> = {
  fetchurl: async () => (await import("./builtins/fetchurl.ts")).fetchurl,
  "lares-archive": async () => (await import("./builtins/archive.ts")).archive,
  "lares-fetch-git": async () => (await import("./builtins/fetch-git.ts")).fetchGit,
  "lares-fetch-tarball": async () => (await import("./builtins/fetchurl.ts")).fetchTarball,
  "lares-write-file": async () => (await import("../derivation/write-file.ts")).writeFileBuilder,
  "lares-npm": async () => (await import("./builtins/npm.ts")).npmBuilder,
  "lares-npm-tarball": async () => (await import("./builtins/npm-tarball.ts")).npmTarballBuilder,
};
