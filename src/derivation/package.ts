/**
 * Derivations as configurations hold them: packages that know their paths.
 *
 * Paths are computed when they are first read, once for each evaluation: a package that is never used costs nothing, and
 * one made at the top of a file, before the home's host is known, is still built for the right system.
 */
import { LaresError } from "../base/errors.ts";
import type { PackageReference } from "../base/package.ts";
import type { StorePath } from "../base/paths.ts";
import type { CallSite } from "../option/property.ts";
import { currentSession, type DerivationSession } from "./session.ts";

/** A package made by a configuration: one output of a derivation, or a file that needs none. */
export interface Package extends PackageReference {
  /** Path in the store. Naming it in any text makes sure that it is there; `${package}` is the same. */
  readonly outPath: string;
  /** Names of all outputs; the package itself stands for the first. */
  readonly outputs: readonly string[];
  toString(): string;
  toJSON(): string;
}

/** What one evaluation makes of a package. */
export interface MadePackage {
  /** By output. */
  readonly outputs: Readonly<Record<string, StorePath>>;
  readonly drvPath?: StorePath;
}

/** What is said of a package beside how it is made. */
export interface PackageFacts {
  readonly name: string;
  readonly version?: string | undefined;
  /** The program that the package is known for, where it is not its name. */
  readonly mainProgram?: string | undefined;
  /** For modules and other packages: anything, under names of its own. */
  readonly passthru?: Readonly<Record<string, unknown>> | undefined;
  /** Lower wins where two packages carry the same file; 5 where not given. */
  readonly priority?: number | undefined;
  readonly outputs?: readonly string[] | undefined;
}

/** A package with its outputs by name. */
export type WithOutputs<O extends string> = Package & { readonly [Output in O | "out"]: Package };

/** `at` is the call in the configuration: where what `make` finds wrong is reported. */
export const makePackage = <O extends string>(
  facts: PackageFacts,
  make: () => MadePackage,
  at: CallSite,
): WithOutputs<O> => {
  const { outputs = ["out"] } = facts;
  const made = oncePerSession(() => reportedAt(at, make));
  const byOutput = new Map<string, object>();
  for (const output of outputs) byOutput.set(output, packageValue(facts, outputs, output, made));
  const all = Object.fromEntries([...byOutput].map(([name, value]) => [name, { value, enumerable: false }]));
  for (const value of byOutput.values()) Object.defineProperties(value, all);
  return byOutput.get(outputs[0]!) as never;
};

/** What plain data says of a package can be listed; the rest stays out of the way of comparing and caching. */
const packageValue = (
  { name, version, mainProgram, passthru, priority }: PackageFacts,
  outputs: readonly string[],
  output: string,
  made: () => MadePackage,
): object => {
  const facts = { version, mainProgram, passthru, priority };
  const path = () => made().outputs[output]!;
  const value = {
    kind: "package",
    name,
    ...Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)),
    get outPath() {
      return path();
    },
    get drvPath() {
      return made().drvPath;
    },
  };
  return Object.defineProperties(value, {
    outputs: { value: outputs },
    toString: { value: path },
    toJSON: { value: path },
  });
};

const oncePerSession = <T>(make: () => T): (() => T) => {
  let last: { readonly session: DerivationSession; readonly value: T } | undefined;
  return () => {
    const session = currentSession();
    if (last?.session !== session) last = { session, value: make() };
    return last.value;
  };
};

/** Problems get the place of the call, where they have none of their own. */
export const reportedAt = <T>(at: CallSite, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LaresError) || error.place !== undefined) throw error;
    const place = currentSession().placeOf?.(at.stack);
    if (place === undefined) throw error;
    const { code, message, details, hint, exitCode } = error;
    throw new LaresError({
      code,
      message,
      details,
      place,
      exitCode,
      ...(hint !== undefined && { hint }),
      cause: error,
    });
  }
};
