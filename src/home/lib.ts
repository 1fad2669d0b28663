/** The functions that definitions find in `lib`. */
import { basename } from "node:path";
import { type PackageReference, packageNamed, programOf } from "../base/package.ts";
import { runCommand } from "../derivation/mk-derivation.ts";
import type { Package } from "../derivation/package.ts";
import { currentSession } from "../derivation/session.ts";
import { type PathOptions, path } from "../derivation/source-tree.ts";
import {
  type TextFile,
  writeScript,
  writeShellScript,
  writeText,
  writeTextFile,
} from "../derivation/text.ts";
import { type Wrapping, wrapped } from "../derivation/wrap.ts";
import { type FileKind, readDirectory, readTextIfAny, stat } from "../system/files.ts";

declare module "../option/context.ts" {
  interface Lib {
    /** The package of this name: from the store where a source covers it, else the system's own. */
    readonly package: (name: string) => PackageReference;
    /** How a generated file names a program: `<store path>/bin/NAME`, or bare for the system's own. */
    readonly program: (of: PackageReference | string, name?: string) => string;
    /**
     * A file with this text in the store; `${lib.text("x.conf", "…")}` is its path. Store paths in the text are there
     * whenever it is.
     */
    readonly text: (name: string, text: string) => Package;
    /** An executable file with this text in the store; without a `#!` line of its own it is a script of bash. */
    readonly script: (name: string, text: string) => Package;
    /** The same for a file inside a package: `destination: "/share/x.conf"`. */
    readonly textFile: (file: TextFile) => Package;
    /** The package with one program started with variables and arguments of its own. */
    readonly wrapped: (of: PackageReference | string, wrapping: Wrapping) => Package;
    /**
     * A file in the store with what a command prints, made when the home is; `undefined` where its program is not named
     * by a path, since the system's own is no part of a build.
     */
    readonly printed: (name: string, command: string) => Package | undefined;
    /** A copy of a file or folder in the store; a relative path begins at the configuration's folder. */
    readonly path: (from: string, options?: PathOptions) => Package;
    /** How a generated text names a file or folder for good: by a copy in the store, where it is not there anyway. */
    readonly stored: (path: string) => string;
    readonly file: {
      /** A `source` that is a link to this path itself: edits of the file are live, and nothing is copied. */
      readonly mkOutOfStoreSymlink: (path: string) => OutOfStoreLink;
      /** What is at an absolute path, links followed; undefined where nothing is. Evaluation depends on it from then on. */
      readonly kindOf: (path: string) => FileKind | undefined;
      /** The text of a file; undefined where there is none. Evaluation depends on it from then on. */
      readonly textOf: (path: string) => string | undefined;
      /** The names in a folder, sorted; none where there is no folder. Evaluation depends on it from then on. */
      readonly namesIn: (path: string) => readonly string[];
    };
    /** Where the profile's programs, man pages and completions are: the fixed path of `home-path`. */
    readonly profileDirectory: string;
    /** Packages are stand-ins, in a home that is only looked at: nothing of its profile is to be on any path. */
    readonly standIns: boolean;
  }
}

export interface OutOfStoreLink {
  readonly kind: "out-of-store-link";
  readonly path: string;
}

export const isOutOfStoreLink = (value: unknown): value is OutOfStoreLink =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "out-of-store-link";

/** `onLook` is called with each path before definitions get to know what is there. */
export const makeLib = (
  resolvePackage: (reference: PackageReference) => PackageReference,
  profileDirectory: string,
  onLook: (path: string) => void = () => {},
) => {
  const kindOf = (path: string): FileKind | undefined => {
    onLook(path);
    return stat(path)?.kind;
  };
  const textOf = (path: string): string | undefined => {
    onLook(path);
    return readTextIfAny(path);
  };
  const namesIn = (path: string): readonly string[] =>
    kindOf(path) === "directory"
      ? readDirectory(path)
          .map(({ name }) => name)
          .sort()
      : [];
  const stored = (file: string): string =>
    file.startsWith(`${currentSession().storeDir}/`) || kindOf(file) === undefined
      ? file
      : `${path(file, { name: storeName(file) })}`;
  return {
    ...packageFunctions(resolvePackage),
    text: writeText,
    textFile: writeTextFile,
    script: (name: string, text: string) =>
      text.startsWith("#!") ? writeScript(name, text) : writeShellScript(name, text),
    printed,
    path,
    stored,
    file: {
      mkOutOfStoreSymlink: (path: string): OutOfStoreLink => ({ kind: "out-of-store-link", path }),
      kindOf,
      textOf,
      namesIn,
    },
    profileDirectory,
    standIns: true,
  };
};

/** The file's own name, but for the signs that no name in the store has. */
const storeName = (file: string): string =>
  basename(file)
    .replace(/[^\w+.?=-]/g, "")
    .replace(/^\.+/, "") || "source";

/** Programs may look for a home, if only to find no configuration in it. */
const printed = (name: string, command: string): Package | undefined =>
  /^[^\s]*\//.test(command) ? runCommand(name, {}, `export HOME="$PWD"\n${command} > "$out"\n`) : undefined;

/** Those of the functions that depend on what package names mean. */
export const packageFunctions = (resolvePackage: (reference: PackageReference) => PackageReference) => {
  const named = (name: string) => resolvePackage(packageNamed(name));
  const packageOf = (of: PackageReference | string) => (typeof of === "string" ? named(of) : of);
  return {
    package: named,
    program: (of: PackageReference | string, name?: string) => programOf(packageOf(of), name),
    wrapped: (of: PackageReference | string, wrapping: Wrapping) => wrapped(packageOf(of), wrapping),
  };
};
