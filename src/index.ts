/** `lares`: what a home is written with. */
import type {} from "./home/core.ts";

export { float } from "./base/float.ts";
export type { Host, HostEntry } from "./base/host.ts";
export { packageNamed } from "./base/package.ts";
export { type Archive, archive } from "./derivation/archive.ts";
export type { Attribute } from "./derivation/attribute.ts";
export { type BuildAttributes, derivation } from "./derivation/derivation.ts";
export {
  type FetchGit,
  type FetchTarball,
  type FetchUrl,
  fetchGit,
  fetchTarball,
  fetchurl,
} from "./derivation/fetch.ts";
export { fakeHash } from "./derivation/fixed-output.ts";
export {
  type ShellApplication,
  type SymlinkJoin,
  symlinkJoin,
  writeShellApplication,
} from "./derivation/join.ts";
export {
  type Built,
  type CommandAttributes,
  type DerivationAttributes,
  mkDerivation,
  runCommand,
} from "./derivation/mk-derivation.ts";
export { makeOverridable } from "./derivation/overridable.ts";
export type { Package } from "./derivation/package.ts";
export { storePath } from "./derivation/present.ts";
export { type PathOptions, path } from "./derivation/source-tree.ts";
export {
  type TextFile,
  writeScript,
  writeScriptBin,
  writeShellScript,
  writeShellScriptBin,
  writeText,
  writeTextFile,
} from "./derivation/text.ts";
export { type Wrapping, wrapped } from "./derivation/wrap.ts";
export type { Overlay, PackageSet } from "./home/overlays.ts";
export type { Config, Context, Definitions } from "./option/context.ts";
export { defineHome, type HomeDefinitions } from "./option/module.ts";
export {
  mkAfter,
  mkBefore,
  mkDefault,
  mkForce,
  mkIf,
  mkMerge,
  mkOptionDefault,
  mkOrder,
  mkOverride,
} from "./option/property.ts";
