/**
 * What evaluation hands to the build: a home described in full, with sources still outside the store.
 * Plain data (JSON without loss), so that it can be cached between runs.
 */
import type { Place } from "../base/errors.ts";
import type { PackageReference } from "../base/package.ts";
import type { AbsolutePath, HomePath, StorePath } from "../base/paths.ts";
import type { IngestionMethod } from "../format/store-path.ts";
import type { HomeBuildSettings } from "./options/build-settings.ts";
import type { PackageSettings } from "./options/package-settings.ts";

export interface HomeDescription {
  readonly username: string;
  readonly homeDirectory: AbsolutePath;
  readonly stateVersion: string;
  /** Sorted by target; only recursive ones may share a target. */
  readonly files: readonly FileDescription[];
  /** What `home-path` links; sorted by priority, then name. */
  readonly packages: readonly PackageReference[];
  /** Files made by Lares inside `home-path`, by path relative to it: `etc/profile.d/hm-session-vars.sh`. */
  readonly profileFiles: Readonly<Record<string, FileContent>>;
  /** Files at the top of the generation, by relative path: `LaunchAgents/org.example.plist`. */
  readonly generationFiles: Readonly<Record<string, FileContent>>;
  readonly sessionVariables: Readonly<Record<string, string>>;
  readonly sessionPath: readonly string[];
  /** Sorted: every step after those that it names. */
  readonly activation: readonly ActivationStep[];
  readonly specialisations: Readonly<Record<string, HomeDescription>>;
  readonly warnings: readonly string[];
  /** Where its packages come from. */
  readonly packageSettings: PackageSettings;
  /** How what the home needs is built and fetched: no part of the home itself. */
  readonly settings: HomeBuildSettings;
  /**
   * Store paths that the home names, its specialisations included, and that have to be valid before it is built:
   * outputs of `derivations`, `storeSources`, and what was in the store before. Sorted.
   */
  readonly storePaths: readonly StorePath[];
  /**
   * By `.drv` path: the texts of the derivations whose outputs these are, and of all that they need. Like
   * `storePaths` and `storeSources` only in the description of the home itself; empty in those of its specialisations.
   */
  readonly derivations: Readonly<Record<StorePath, string>>;
  /** What the home or its derivations take in from outside the store; each after those that it refers to. */
  readonly storeSources: readonly StoreSource[];
}

export type FileContent =
  | { readonly type: "text"; readonly text: string; readonly executable?: boolean }
  /** Bytes, in base64. */
  | { readonly type: "bytes"; readonly base64: string; readonly executable?: boolean }
  /** A file or directory outside the store (in the configuration folder) or in it. */
  | { readonly type: "source"; readonly path: AbsolutePath; readonly executable?: boolean }
  /** A symbolic link with exactly this text (`mkOutOfStoreSymlink`). */
  | { readonly type: "symlink"; readonly text: string };

/**
 * link: one link in $HOME to the file or the directory in the generation. recursive: real directories, a link for
 * each leaf of a source directory. directory: one link, and the source must be a directory. copy: a real file (or real
 * files) with a mode of its own. live: a link to the working file in the configuration folder.
 */
export type EntryMode = "link" | "recursive" | "directory" | "copy" | "live";

export interface FileDescription {
  readonly target: HomePath;
  readonly mode: EntryMode;
  readonly content: FileContent;
  /** Permission bits of a `copy`. */
  readonly permissions?: number;
  /** Replace a colliding file (after backing it up) without being asked. */
  readonly force: boolean;
  /** Shell commands to run after a switch that changed this entry. */
  readonly onChange: string;
  readonly origin: Origin;
}

/** Who set it: the option, and the file (with a line where a wrapper captured it). */
export interface Origin {
  readonly option: string;
  readonly place?: Place;
}

export interface ActivationStep {
  readonly name: string;
  /** Shell commands, run with `bash` (else `sh`) under `set -eu`, with HOME, and `run`, `verboseEcho` as in Home Manager. */
  readonly script: string;
  /** Before the write boundary a step may only check; a failure there stops the switch before anything is written. */
  readonly phase: "check" | "write";
  /** Shell commands, run after a switch to a home that has no step of this name, and when the home is left for good. */
  readonly undo?: string;
}

/** A store object that no derivation makes, with where its contents come from. */
export type StoreSource = StoreText | StoreCopy;

/** A file made of text. Its path has a `text:` fingerprint; with `executable`, that of the NAR of an executable file. */
export interface StoreText {
  readonly type: "text";
  readonly path: StorePath;
  readonly text: string;
  readonly executable: boolean;
  /** Other store sources that it names; never a derivation's output. Sorted. */
  readonly references: readonly StorePath[];
}

/**
 * A file or folder as it was when the configuration was evaluated. Where its contents give another path by the time it
 * is taken in, it has changed, and the home has to be evaluated again.
 */
export interface StoreCopy {
  readonly type: "copy";
  readonly path: StorePath;
  readonly from: AbsolutePath;
  /** Paths below `from` that are taken, folders among them, sorted; all of them where absent. */
  readonly files?: readonly string[];
  readonly method: IngestionMethod;
  /** By which the path is named: SRI. */
  readonly hash: string;
}

export type { PackageReference } from "../base/package.ts";
