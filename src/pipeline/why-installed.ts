/** Which definitions bring the packages of a home: options, modules, and where they are written. */

import { formatPlace } from "../base/errors.ts";
import { bareName, isPackage, packageNamed } from "../base/package.ts";
import { type LoadedHome, placeOf, readLoaded } from "./load-home.ts";

export interface Installed {
  /** As the configuration calls it. */
  readonly name: string;
  readonly outPath?: string;
  readonly reasons: readonly Reason[];
}

export interface Reason {
  /** `home.packages`, or a module by the path of its options: `programs.git`. */
  readonly because: string;
  /** Of the definition, where a person wrote it. */
  readonly place?: string;
}

/** One for each package of `home.packages`, in order; what overlays make of a name has the name's reasons. */
export const whyInstalled = async (home: LoadedHome): Promise<readonly Installed[]> => {
  const read = await readLoaded(home, (evaluation) => ({
    packages: evaluation.config.home.packages.map(({ name, outPath }) => ({
      name,
      ...(outPath !== undefined && { outPath }),
    })),
    definitions: evaluation.definitions(path).map(({ value, source }) => ({
      source,
      items: (Array.isArray(value) ? value : []).map((item: unknown) =>
        typeof item === "string"
          ? { name: item }
          : isPackage(item)
            ? { name: item.name, ...(item.outPath !== undefined && { outPath: item.outPath }) }
            : { name: "" },
      ),
    })),
  }));
  return await Promise.all(
    read.packages.map(async (one) => ({
      ...one,
      reasons: await Promise.all(
        read.definitions.flatMap(({ source, items }) => {
          const at = items.findIndex((item) => isSame(item, one));
          return at < 0 ? [] : [reasonOf(source, at)];
        }),
      ),
    })),
  );
};

const path = ["home", "packages"];

type Definition = Parameters<typeof placeOf>[0]["source"];

const reasonOf = async (source: Definition, item: number): Promise<Reason> => {
  const [, module] = /^module (.+)$/.exec(source.file) ?? [];
  if (module !== undefined) return { because: module };
  const place = await placeOf({ path: [...path, `${item}`], source });
  return { because: "home.packages", place: formatPlace(place) };
};

interface Named {
  readonly name: string;
  readonly outPath?: string;
}

const isSame = (item: Named, one: Named): boolean =>
  item.name === one.name ||
  (item.outPath !== undefined && item.outPath === one.outPath) ||
  (item.outPath === undefined && bareName(packageNamed(item.name)) === one.name);
