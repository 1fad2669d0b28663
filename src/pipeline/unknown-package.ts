/** A bare name that leads nowhere, with the names of the index that may have been meant. */
import { LaresError } from "../base/errors.ts";
import { nearestName } from "../option/nearest.ts";
import { indexedNames } from "../packages/package-index.ts";

/** `otherwise` is what else can be done. */
export const unknownPackage = (names: readonly string[], otherwise: string): LaresError => {
  const near = [...new Set(names.flatMap((name) => similarNames(name)))];
  return new LaresError({
    code: "unknown-package",
    message: `no package source has ${names.join(", ")} by that name`,
    details: near.length === 0 ? [] : [`the index has ${near.join(", ")}`],
    hint: `lares search ${names[0]} looks further; npm:${names[0]} takes it from the npm registry; ${otherwise}`,
  });
};

const similarNames = (name: string): readonly string[] => {
  const all = indexedNames();
  const containing =
    name.length < 3 ? [] : all.filter((other) => other.includes(name) || name.includes(other));
  const near = nearestName(name, all);
  return [...new Set([...(near === undefined ? [] : [near]), ...containing])].slice(0, 5);
};
