/**
 * From the description of a build to its derivation with all paths, purely. The rules are Nix's:
 *
 *   the path of an input-addressed output is made from the hash of the derivation with its own outputs' paths left
 *   empty and each input derivation replaced by that one's hash (the "hash modulo"); that of a fixed output only from its
 *   name and hash, so that a new mirror changes no path; that of the `.drv` file from its text and what it refers to.
 */
import type { AbsolutePath, StorePath } from "../base/paths.ts";
import { formatDerivation } from "../format/aterm.ts";
import type { Derivation, DerivationOutput } from "../format/derivation.ts";
import { formatDigits, type Hash, hashBytes } from "../format/hash.ts";
import { fixedPath, type IngestionMethod, outputPath, textPath } from "../format/store-path.ts";
import { encodeName } from "../system/names.ts";

/** A build as it is asked for. */
export interface DerivationSpecification {
  readonly name: string;
  /** `x86_64-linux`, `aarch64-darwin`, `builtin`, … */
  readonly system: string;
  /** A program's path, or `builtin:NAME`. */
  readonly builder: string;
  readonly args?: readonly string[];
  /** Environment of the builder. `name`, `system`, `builder` and the paths of the outputs join it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Names of the outputs; where given they are also the variable `outputs`. Only `out` where not. */
  readonly outputs?: readonly string[];
  /** Where the contents of the only output `out` are known beforehand. */
  readonly fixed?: { readonly method: IngestionMethod; readonly hash: Hash };
}

/** What the strings of a specification refer to. */
export interface Inputs {
  readonly derivations: Readonly<Record<StorePath, readonly string[]>>;
  readonly sources: readonly StorePath[];
}

export interface Instantiated {
  readonly drvPath: StorePath;
  /** By output name. */
  readonly outputs: Readonly<Record<string, StorePath>>;
  readonly derivation: Derivation;
  /** The text of the `.drv` file. */
  readonly text: string;
  /** What stands for this derivation where the hash of one that uses it is made: base 16. */
  readonly modulo: () => string;
}

type ModuloOf = (drvPath: StorePath) => string;

/** `moduloOf` is asked for each input derivation. */
export const computeDerivation = (
  storeDir: AbsolutePath,
  specification: DerivationSpecification,
  inputs: Inputs,
  moduloOf: ModuloOf,
): Instantiated => {
  const masked = maskedDerivation(specification, inputs);
  const outputs =
    specification.fixed === undefined
      ? addressedOutputs(storeDir, masked, moduloOf)
      : fixedOutput(storeDir, specification.name, specification.fixed);
  const paths = mapValues(outputs, ({ path }) => path);
  const derivation = { ...masked, outputs, environment: { ...masked.environment, ...paths } };
  const text = formatDerivation(derivation);
  return {
    drvPath: drvPathOf(storeDir, derivation, text),
    outputs: paths,
    derivation,
    text,
    modulo: moduloFor(derivation, moduloOf),
  };
};

/** The path of a derivation's `.drv` file. */
export const drvPathOf = (storeDir: AbsolutePath, derivation: Derivation, text: string): StorePath =>
  textPath(storeDir, `${derivation.name}.drv`, hashBytes("sha256", encodeName(text)), [
    ...derivation.inputSources,
    ...(Object.keys(derivation.inputDerivations) as StorePath[]),
  ]);

/** Its own outputs' paths are empty, in `outputs` and in the environment. */
const maskedDerivation = (
  { name, system, builder, args = [], environment = {}, outputs }: DerivationSpecification,
  inputs: Inputs,
): Derivation => {
  const names = outputs ?? ["out"];
  return {
    name,
    outputs: Object.fromEntries(names.map((output) => [output, unknownOutput])),
    inputDerivations: inputs.derivations,
    inputSources: inputs.sources,
    system,
    builder,
    args,
    environment: {
      ...environment,
      name,
      system,
      builder,
      ...(outputs && { outputs: outputs.join(" ") }),
      ...Object.fromEntries(names.map((output) => [output, ""])),
    },
  };
};

const unknownOutput: DerivationOutput = { path: "" as StorePath, hashAlgorithm: "", hash: "" };

const addressedOutputs = (
  storeDir: AbsolutePath,
  masked: Derivation,
  moduloOf: ModuloOf,
): Record<string, DerivationOutput> => {
  const hash = hashBytes("sha256", encodeName(formatDerivation(withoutInputs(masked, moduloOf))));
  return mapValues(masked.outputs, (_, output) => ({
    ...unknownOutput,
    path: outputPath(storeDir, masked.name, output, hash),
  }));
};

const fixedOutput = (
  storeDir: AbsolutePath,
  name: string,
  { method, hash }: NonNullable<DerivationSpecification["fixed"]>,
): Record<string, DerivationOutput> => ({
  out: {
    path: fixedPath(storeDir, name, method, hash),
    hashAlgorithm: `${method === "recursive" ? "r:" : ""}${hash.algorithm}`,
    hash: formatDigits(hash, "base16"),
  },
});

/** Two input derivations with the same fixed output become one. */
const withoutInputs = (derivation: Derivation, moduloOf: ModuloOf): Derivation => {
  const byHash = new Map<string, Set<string>>();
  for (const [path, names] of Object.entries(derivation.inputDerivations)) {
    const hash = moduloOf(path as StorePath);
    byHash.set(hash, new Set([...(byHash.get(hash) ?? []), ...names]));
  }
  return {
    ...derivation,
    inputDerivations: Object.fromEntries([...byHash].map(([hash, names]) => [hash, [...names]])),
  };
};

/** Computed when the first derivation that uses this one asks. */
export const moduloFor = (derivation: Derivation, moduloOf: ModuloOf): (() => string) => {
  let known: string | undefined;
  return () => {
    known ??= formatDigits(hashBytes("sha256", encodeName(textModulo(derivation, moduloOf))), "base16");
    return known;
  };
};

const textModulo = (derivation: Derivation, moduloOf: ModuloOf): string => {
  const { hashAlgorithm, hash, path } = derivation.outputs.out ?? unknownOutput;
  if (hash === "") return formatDerivation(withoutInputs(derivation, moduloOf));
  return `fixed:out:${hashAlgorithm}:${hash}:${path}`;
};

const mapValues = <T, U>(
  record: Readonly<Record<string, T>>,
  work: (value: T, name: string) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, work(value, name)]));
