/** What a lock has that nothing uses any more. */
import type { LockFile } from "./lock-file.ts";

/** The lock with what `used` (bare names and references) stands for on any platform, and what runs that; nothing else. */
export const pruneLock = (lock: LockFile, used: Iterable<string>): LockFile => {
  const names = new Set<string>();
  const packages = new Set<string>();
  const visit = (reference: string): void => {
    const isName = Object.hasOwn(lock.names, reference);
    const isPackage = Object.hasOwn(lock.packages, reference);
    if (isName && !names.has(reference)) {
      names.add(reference);
      for (const target of Object.values(lock.names[reference]!.on)) visit(target);
    }
    if (isPackage && !packages.has(reference)) {
      packages.add(reference);
      const { runtime } = lock.packages[reference]!;
      if (runtime !== undefined) visit(runtime);
    }
  };
  for (const reference of used) visit(reference);
  return {
    names: only(lock.names, names),
    packages: only(lock.packages, packages),
    artefacts: lock.artefacts,
  };
};

const only = <T>(all: Readonly<Record<string, T>>, kept: ReadonlySet<string>): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => kept.has(name)));
