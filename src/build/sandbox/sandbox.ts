/**
 * What keeps a builder from the rest of the machine: it sees its inputs, the system's programs read-only and folders of
 * its own, no other processes, and no network unless its output is fixed.
 */
import type { AbsolutePath, StorePath } from "../../base/paths.ts";

export interface Confinement {
  readonly kind: SandboxKind;
  /** The folder of the build as the builder sees it, for one at `folder`. */
  folderSeen(folder: AbsolutePath): string;
  /**
   * Whether the builder sees a store of its own, at whose place `scratch` lies, and what it writes there is taken from there. Without,
   * it writes to the store's own paths.
   */
  readonly hasOwnStore: boolean;
  /** The command that runs the builder confined. */
  command(request: ConfinedBuild): ConfinedCommand;
}

export type SandboxKind = "bwrap" | "unshare" | "sandbox-exec" | "none";

export interface ConfinedBuild {
  readonly storeDir: AbsolutePath;
  /** Becomes the builder's store directory; the inputs' places are in it, empty, and the links among them. */
  readonly scratch: AbsolutePath;
  /** What the builder may read of the store; links left out. */
  readonly inputs: readonly StorePath[];
  /** Where the outputs are to be, for a builder that sees the store itself. */
  readonly outputs: readonly StorePath[];
  readonly work: WorkFolder;
  /** Whether it may use the network. */
  readonly network: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly builder: string;
  readonly args: readonly string[];
}

/** Folders of one build outside the store. */
export interface WorkFolder {
  readonly path: AbsolutePath;
  /** The builder's own folder. */
  readonly build: AbsolutePath;
  /** The builder's /tmp. */
  readonly tmp: AbsolutePath;
  /** Files for its /etc. */
  readonly etc: AbsolutePath;
}

export interface ConfinedCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** What the system's own folders are in the sandbox. */
export type SystemPath =
  | { readonly type: "bind"; readonly path: string }
  | { readonly type: "link"; readonly path: string; readonly text: string };

/** The builder's user and group, as Nix has them. */
export const builderUser = 1000;
export const builderGroup = 100;
/** Where the folder of the build is in a sandbox. */
export const folderInSandbox = "/build";

/** Devices that every program may expect. */
export const devices = ["null", "zero", "full", "random", "urandom", "tty"] as const;
