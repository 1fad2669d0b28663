/** The functions that definitions find in `lib`. */
import { type PackageReference, packageNamed, programOf } from "../base/package.ts";
import { type FileKind, readDirectory, stat } from "../system/files.ts";

declare module "../option/context.ts" {
  interface Lib {
    /** The package of this name: from the store where a source covers it, else the system's own. */
    readonly package: (name: string) => PackageReference;
    /** How a generated file names a program: `<store path>/bin/NAME`, or bare for the system's own. */
    readonly program: (of: PackageReference | string, name?: string) => string;
    readonly file: {
      /** A `source` that is a link to this path itself: edits of the file are live, and nothing is copied. */
      readonly mkOutOfStoreSymlink: (path: string) => OutOfStoreLink;
      /** What is at an absolute path, links followed; undefined where nothing is. Evaluation depends on it from then on. */
      readonly kindOf: (path: string) => FileKind | undefined;
      /** The names in a folder, sorted; none where there is no folder. Evaluation depends on it from then on. */
      readonly namesIn: (path: string) => readonly string[];
    };
    /** Where the profile's programs, man pages and completions are: the fixed path of `home-path`. */
    readonly profileDirectory: string;
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
  const named = (name: string) => resolvePackage(packageNamed(name));
  const kindOf = (path: string): FileKind | undefined => {
    onLook(path);
    return stat(path)?.kind;
  };
  const namesIn = (path: string): readonly string[] =>
    kindOf(path) === "directory"
      ? readDirectory(path)
          .map(({ name }) => name)
          .sort()
      : [];
  return {
    package: named,
    program: (of: PackageReference | string, name?: string) =>
      programOf(typeof of === "string" ? named(of) : of, name),
    file: {
      mkOutOfStoreSymlink: (path: string): OutOfStoreLink => ({ kind: "out-of-store-link", path }),
      kindOf,
      namesIn,
    },
    profileDirectory,
  };
};
