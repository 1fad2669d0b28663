/**
 * A derivation: one build, described in full. In the store it is a text file, `<digest>-<name>.drv`, in Nix's ATerm
 * notation (source of the format: Nix's `derivations.cc`; checked against real Nix in the tests).
 */
import type { StorePath } from "../base/paths.ts";

export interface Derivation {
  /** Without `.drv`. */
  readonly name: string;
  /** By output name, `out` among them in all but rare cases. */
  readonly outputs: Readonly<Record<string, DerivationOutput>>;
  /** By `.drv` path: the names of the outputs that the build reads. */
  readonly inputDerivations: Readonly<Record<StorePath, readonly string[]>>;
  /** Store paths that the build reads and that no derivation makes; sorted. */
  readonly inputSources: readonly StorePath[];
  /** `x86_64-linux`, `aarch64-darwin`, …; `builtin` where Lares does the work itself. */
  readonly system: string;
  /** A program's path, or `builtin:NAME`. */
  readonly builder: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface DerivationOutput {
  readonly path: StorePath;
  /** Of a fixed output: `sha256`, `sha512`, and with `r:` before it when the hash is of the NAR. Empty for others. */
  readonly hashAlgorithm: string;
  /** Base 16; empty for outputs that are not fixed. */
  readonly hash: string;
}
