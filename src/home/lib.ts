/** The functions that definitions find in `lib`. */
import { type PackageReference, packageNamed, programOf } from "../base/package.ts";

declare module "../option/context.ts" {
  interface Lib {
    /** The package of this name: from the store where a source covers it, else the system's own. */
    readonly package: (name: string) => PackageReference;
    /** How a generated file names a program: `<store path>/bin/NAME`, or bare for the system's own. */
    readonly program: (of: PackageReference | string, name?: string) => string;
    readonly file: {
      /** A `source` that is a link to this path itself: edits of the file are live, and nothing is copied. */
      readonly mkOutOfStoreSymlink: (path: string) => OutOfStoreLink;
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

export const makeLib = (
  resolvePackage: (reference: PackageReference) => PackageReference,
  profileDirectory: string,
) => {
  const named = (name: string) => resolvePackage(packageNamed(name));
  return {
    package: named,
    program: (of: PackageReference | string, name?: string) =>
      programOf(typeof of === "string" ? named(of) : of, name),
    file: { mkOutOfStoreSymlink: (path: string): OutOfStoreLink => ({ kind: "out-of-store-link", path }) },
    profileDirectory,
  };
};
