/** `derivation`: one build, described by hand. Everything else here is made of it. */

import { LaresError } from "../base/errors.ts";
import type { HashAlgorithm } from "../format/hash.ts";
import type { IngestionMethod } from "../format/store-path.ts";
import { type CallSite, callSite } from "../option/property.ts";
import type { Attribute } from "./attribute.ts";
import { attributeText, environmentOf } from "./attribute.ts";
import { type GivenHash, readHash } from "./fixed-output.ts";
import { type MadePackage, makePackage, type PackageFacts, type WithOutputs } from "./package.ts";
import { currentSession, instantiate } from "./session.ts";

/** Attributes of a build, as Nix's own function has them. */
export interface BuildAttributes<O extends string = string> {
  /** Letters, digits and `+ - . _ ? =`. */
  readonly name: string;
  /** A program's path, or `builtin:NAME`. */
  readonly builder: Attribute;
  readonly args?: readonly Attribute[] | undefined;
  /** `x86_64-linux`, `aarch64-darwin`, …; that of the home's host where not given. */
  readonly system?: string | undefined;
  /** Variables of the builder, beside `name`, `system`, `builder` and one for each output. */
  readonly env?: Readonly<Record<string, Attribute>> | undefined;
  /** `["out", "dev"]`; the first stands for the package. Only `out` where not given. */
  readonly outputs?: readonly O[] | undefined;
  /** Makes this a fixed output: it may use the network, and has to come out with this hash. */
  readonly outputHash?: string | undefined;
  /** Needed where `outputHash` does not say it; empty where it does. */
  readonly outputHashAlgo?: HashAlgorithm | "" | undefined;
  /** `flat`: the hash is that of the bytes of a single file; `recursive`: that of the NAR. */
  readonly outputHashMode?: IngestionMethod | undefined;
}

/** Facts about the package that are no part of the build. */
export type Facts = Omit<PackageFacts, "name" | "outputs">;

/**
 * A package made by running a program. The builder finds the variables of `env` and has to make what `$out` (and
 * every other output) names. Nothing is built before the home needs it.
 */
export const derivation = <const O extends string = "out">(
  attributes: BuildAttributes<O> & Facts,
): WithOutputs<O> => {
  const { version, mainProgram, passthru, priority, ...build } = attributes;
  const { name, outputs } = build;
  const facts = { name, version, mainProgram, passthru, priority, outputs };
  return buildPackage<O>(() => build, facts, callSite(derivation));
};

/** `attributes` is called when the paths are first needed, once for each evaluation. */
export const buildPackage = <O extends string = "out">(
  attributes: () => BuildAttributes,
  facts: PackageFacts,
  at: CallSite,
): WithOutputs<O> => makePackage<O>(facts, () => makeBuild(attributes()), at);

export const makeBuild = (attributes: BuildAttributes): MadePackage => {
  const { name, builder, args = [], env = {}, outputs, system = currentSession().system } = attributes;
  const fixed = fixedOf(attributes);
  if (fixed !== undefined && outputs !== undefined && outputs.join() !== "out")
    throw manyFixed(name, outputs);
  const { drvPath, outputs: paths } = instantiate({
    name,
    system,
    builder: attributeText("builder", builder),
    args: args.map((argument) => attributeText("args", argument)),
    environment: { ...environmentOf(env), ...environmentOf(hashVariables(attributes)) },
    ...(outputs && { outputs }),
    ...(fixed && { fixed: { method: attributes.outputHashMode ?? "flat", hash: fixed.hash } }),
  });
  return { drvPath, outputs: paths };
};

const fixedOf = ({ name, outputHash, outputHashAlgo }: BuildAttributes): GivenHash | undefined =>
  outputHash === undefined ? undefined : readHash(name, outputHash, outputHashAlgo || undefined);

const hashVariables = ({ outputHash, outputHashAlgo, outputHashMode }: BuildAttributes) => ({
  outputHash,
  outputHashAlgo,
  outputHashMode,
});

const manyFixed = (name: string, outputs: readonly string[]): LaresError =>
  new LaresError({
    code: "bad-attribute",
    message: `${name} has an outputHash and the outputs ${outputs.join(", ")}: one hash stands for one output, out`,
    hint: "leave outputs out",
  });
