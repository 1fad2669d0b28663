import type { Host } from "../base/host.ts";
import type { ConfigOf, DefsOf } from "./shape.ts";

/**
 * The option tree, by its top-level names. Every module file adds its own keys by declaration merging, to the root
 * (`Options`) or to one of the namespaces that many modules share.
 */
export interface Options {
  readonly programs: ProgramOptions;
  readonly services: ServiceOptions;
}
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface ProgramOptions {}
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface ServiceOptions {}

/** The merged result: every option's final value, evaluated when it is read. */
export interface Config extends ConfigOf<Options> {}

/** What a configuration may define: any part of the tree, each leaf plain, wrapped or lazy. */
export interface Definitions extends DefsOf<Options> {}

/** What a lazy definition is called with. */
export interface Context {
  readonly config: Config;
  readonly host: Host;
  readonly lib: Lib;
}

/** Functions for definitions; filled by declaration merging where they are written. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Lib {}
