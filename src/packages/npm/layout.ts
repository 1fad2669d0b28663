/** What `builtin:lares-npm` is to make; JSON in the variable `layout` of its derivation. */
export interface NpmLayout {
  /** Raised whenever the same layout would come out differently. */
  readonly format: 1;
  /** The package's own place below `lib/node_modules`. */
  readonly name: string;
  /** By command, the file in the package. */
  readonly commands: Readonly<Record<string, string>>;
  /** The program that runs its scripts, or `machinesNode`; null where its commands are programs by themselves. */
  readonly node: string | null;
  /** By place below `lib/node_modules`, the tarball in the store. */
  readonly tree: Readonly<Record<string, string>>;
}

/** In place of a Node from the lock, where no source has one: what a `#!` line says, of two words. */
export const machinesNode = "/usr/bin/env node";
