/** How two generations differ beside their files: packages, session variables and the session's path. */
import { bareName, type PackageReference } from "../base/package.ts";
import type { GenerationRecord } from "./generation-record.ts";

export interface RecordChanges {
  /** Sorted by name; a package that changed in its version or its path only is one change. */
  readonly packages: readonly PackageChange[];
  readonly variables: readonly VariableChange[];
}

export interface PackageChange {
  readonly name: string;
  readonly before?: PackageState;
  readonly after?: PackageState;
}

export interface PackageState {
  readonly version?: string;
  /** Absent for the system's own. */
  readonly outPath?: string;
}

export interface VariableChange {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

export const compareRecords = (
  before: GenerationRecord | undefined,
  after: GenerationRecord | undefined,
): RecordChanges => ({
  packages: changesBetween(packagesOf(before), packagesOf(after), isSamePackage),
  variables: changesBetween(variablesOf(before), variablesOf(after), Object.is),
});

const packagesOf = (record: GenerationRecord | undefined): ReadonlyMap<string, PackageState> =>
  new Map(record?.packages.map((reference) => [bareName(reference), stateOf(reference)]));

const stateOf = ({ version, outPath }: PackageReference): PackageState => ({
  ...(version !== undefined && { version }),
  ...(outPath !== undefined && { outPath }),
});

const isSamePackage = (a: PackageState, b: PackageState): boolean =>
  a.version === b.version && a.outPath === b.outPath;

const variablesOf = (record: GenerationRecord | undefined): ReadonlyMap<string, string> =>
  new Map([
    ...Object.entries(record?.sessionVariables ?? {}),
    ...(record === undefined || record.sessionPath.length === 0
      ? []
      : [["PATH", record.sessionPath.join(":")] as const]),
  ]);

const changesBetween = <T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  isSame: (a: T, b: T) => boolean,
): readonly { readonly name: string; readonly before?: T; readonly after?: T }[] =>
  [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const [old, fresh] = [before.get(name), after.get(name)];
    if (old !== undefined && fresh !== undefined && isSame(old, fresh)) return [];
    return [
      { name, ...(old !== undefined && { before: old }), ...(fresh !== undefined && { after: fresh }) },
    ];
  });
