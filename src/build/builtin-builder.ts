/** Builds that Lares does itself: derivations whose builder is `builtin:NAME`. */
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import type { Derivation } from "../format/derivation.ts";

/**
 * Makes every output at its place, or throws a LaresError. What it makes may depend on the derivation and its inputs
 * only; a fixed output is checked afterwards, so that its builder may use the network.
 */
export type BuiltinBuilder = (build: BuiltinBuild) => Promise<void>;

export interface BuiltinBuild {
  readonly derivation: Derivation;
  /** By output name: where to write. Nothing is there yet; the caller makes it canonical and registers it. */
  readonly outputs: Readonly<Record<string, AbsolutePath>>;
  /** The path that an output will have in the end: what generated files have to name. */
  readonly finalPaths: Readonly<Record<string, StorePath>>;
  /** A line of the build's log. */
  readonly log: (line: string) => void;
  /** Called with the bytes that have arrived so far, and with all there will be where that is known. */
  readonly onBytes: (bytes: number, total?: number) => void;
  readonly signal: AbortSignal;
}
