/** What is installed, where it comes from, and who asked for it. */
import { formatPlace } from "../../base/errors.ts";
import { isPackage, type PackageReference } from "../../base/package.ts";
import type { StorePath } from "../../base/paths.ts";
import { readRecord } from "../../build/generation-record.ts";
import { shortPath } from "../../cli/render/paths.ts";
import { systemPrograms } from "../../packages/system-programs.ts";
import { pathBeyondProfile } from "../../pipeline/missing-programs.ts";
import { describeOption } from "../../pipeline/option-report.ts";
import { closuresOf } from "../../pipeline/store-figures.ts";
import { currentGeneration } from "../../profile/generations.ts";
import type { Places } from "../../system/places.ts";
import type { WorkContext } from "./context.ts";
import type { PackageDetail, PackageRow } from "./requests.ts";

export const readPackages = ({ places }: WorkContext): readonly PackageRow[] => {
  const packages = installed(places);
  const closures = closuresOf(
    places,
    packages.flatMap(({ outPath }) => outPath ?? []),
  );
  const system = new Map(
    systemPrograms(packages, pathBeyondProfile(places)).map((found) => [found.package, found] as const),
  );
  return packages.map((reference) => {
    const { name, version, outPath } = reference;
    const head = { name, ...(version !== undefined && { version }) };
    if (outPath !== undefined) {
      const closure = closures.get(outPath)?.reduce((sum, { size }) => sum + size, 0);
      const program = reference.mainProgram ?? name;
      return { ...head, from: "store", program, path: outPath, ...(closure !== undefined && { closure }) };
    }
    const { program, path } = system.get(reference)!;
    return { ...head, from: path === undefined ? "missing" : "system", program, ...(path && { path }) };
  });
};

/** Asks the configuration who put it into `home.packages`. */
export const readPackage = async ({ places, request }: WorkContext, name: string): Promise<PackageDetail> => {
  const report = await describeOption(request, "home.packages");
  const why = (report?.definitions ?? [])
    .filter(({ value }) => namesOf(value).includes(name))
    .map(({ place }) => ({
      place: formatPlace({ ...place, file: shortPath(place.file) }),
      option: "home.packages",
    }));
  const outPath = installed(places).find((reference) => reference.name === name)?.outPath;
  const parts = outPath === undefined ? [] : (closuresOf(places, [outPath]).get(outPath) ?? []);
  return { why, parts: parts.map(({ path, size }) => ({ name: objectName(path), size })) };
};

/** Several modules may ask for the same. */
const installed = (places: Places): readonly PackageReference[] => {
  const generation = currentGeneration(places);
  const packages = generation === undefined ? [] : (readRecord(generation.path)?.packages ?? []);
  const byIdentity = new Map(packages.map((found) => [`${found.name} ${found.outPath ?? ""}`, found]));
  return [...byIdentity.values()];
};

const namesOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((item: unknown) =>
    typeof item === "string" ? [item] : isPackage(item) ? [item.name] : [],
  );

/** `/…/store/<digest>-ripgrep-14.1` → `ripgrep-14.1`. */
const objectName = (path: StorePath): string => path.slice(path.lastIndexOf("/") + 1).slice(33);
