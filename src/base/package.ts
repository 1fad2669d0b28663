/** A reference to a package. Until a package source covers it, it means the system's own program of that name. */
export interface PackageReference {
  readonly kind: "package";
  readonly name: string;
  readonly version?: string;
  /** The program that the package is known for, where it is not its name. */
  readonly mainProgram?: string;
  /** Store path, or `@name@` for a stand-in (`--stub-packages`); absent: the system's own. */
  readonly outPath?: string;
  /** Store path of the derivation whose output `outPath` is, where a build or a download makes it. */
  readonly drvPath?: string;
  /** A file or folder outside the store with the contents of a stand-in. */
  readonly contents?: string;
  /** What its source says of it beside its files, as Nixpkgs' `passthru` does: `addonId` of a browser's extension. */
  readonly passthru?: Readonly<Record<string, unknown>>;
  /** Lower wins where two packages carry the same file. */
  readonly priority?: number;
}

export const isPackage = (value: unknown): value is PackageReference =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "package";

/** Its fields alone: what a derivation made by a configuration has beside them, functions among it, is no plain data. */
export const plainPackage = (reference: PackageReference): PackageReference => {
  const { kind, name, version, mainProgram, outPath, drvPath, contents, passthru, priority } = reference;
  const fields = { version, mainProgram, outPath, drvPath, contents, passthru, priority };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { kind, name, ...Object.fromEntries(given) };
};

/** A package by name: the default of `package` options. */
export const packageNamed = (
  name: string,
  more: Omit<PackageReference, "kind" | "name"> = {},
): PackageReference => ({ kind: "package", name, ...more });

/** How generated files name a program of a package: by its path in the store, or bare for the system's own. */
export const programOf = (reference: PackageReference, program?: string): string => {
  const name = program ?? reference.mainProgram ?? bareName(reference);
  return reference.outPath === undefined ? name : `${reference.outPath}/bin/${name}`;
};

/** `npm:@scope/prettier@3` → `prettier`. */
export const bareName = ({ name }: PackageReference): string =>
  name
    .replace(/^[a-z]+:/, "")
    .replace(/(?<=.)@[^@/]*$/, "")
    .replace(/^@[^/]+\//, "");

/** Whether a path lies in a package that is not looked for: those are at `@name@`, which begins nowhere. */
export const isStandIn = (path: string): boolean => /^@[^/@]+@(\/|$)/.test(path);
