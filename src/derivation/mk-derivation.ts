/** `mkDerivation`: a build in phases, as a Nix user knows it. */
import { LaresError } from "../base/errors.ts";
import { type CallSite, callSite } from "../option/property.ts";
import type { Attribute } from "./attribute.ts";
import { type BuildAttributes, buildPackage, type Facts } from "./derivation.ts";
import { type Change, changed } from "./overridable.ts";
import { type Package, reportedAt, type WithOutputs } from "./package.ts";
import { phasesScript } from "./phases.ts";
import { textPackage } from "./text.ts";

/** Shell commands that stand for a phase or surround it. */
export interface Phases {
  /** Unpacks `src` (or `srcs`) and enters its folder. */
  readonly unpackPhase?: string | undefined;
  readonly preUnpack?: string | undefined;
  readonly postUnpack?: string | undefined;
  readonly dontUnpack?: boolean | undefined;
  /** Applies `patches`. */
  readonly patchPhase?: string | undefined;
  readonly prePatch?: string | undefined;
  readonly postPatch?: string | undefined;
  readonly dontPatch?: boolean | undefined;
  /** Runs `./configure --prefix=$out`, where there is one, with `configureFlags`. */
  readonly configurePhase?: string | undefined;
  readonly preConfigure?: string | undefined;
  readonly postConfigure?: string | undefined;
  readonly dontConfigure?: boolean | undefined;
  /** Runs `make`, where there is a makefile, with `makeFlags` and `buildFlags`. */
  readonly buildPhase?: string | undefined;
  readonly preBuild?: string | undefined;
  readonly postBuild?: string | undefined;
  readonly dontBuild?: boolean | undefined;
  /** With `doCheck`: runs `make check` or `make test`, where there is one. */
  readonly checkPhase?: string | undefined;
  readonly preCheck?: string | undefined;
  readonly postCheck?: string | undefined;
  readonly doCheck?: boolean | undefined;
  /** Runs `make install prefix=$out`. */
  readonly installPhase?: string | undefined;
  readonly preInstall?: string | undefined;
  readonly postInstall?: string | undefined;
  readonly dontInstall?: boolean | undefined;
  /** Puts `man/` into `share/` and names interpreters that inputs have by their paths. */
  readonly fixupPhase?: string | undefined;
  readonly preFixup?: string | undefined;
  readonly postFixup?: string | undefined;
  readonly dontFixup?: boolean | undefined;
  readonly dontPatchShebangs?: boolean | undefined;
  /** Names of the phases to run, in order, instead of all: `["unpack", "install"]`. */
  readonly phases?: readonly string[] | undefined;
  /** Commands instead of any phase. */
  readonly buildCommand?: string | undefined;
}

export interface DerivationAttributes<O extends string = string>
  extends Phases,
    Facts,
    Omit<BuildAttributes<O>, "name" | "builder" | "args"> {
  /** `pname` and `version` with a hyphen between them, where not given. */
  readonly name?: string | undefined;
  readonly pname?: string | undefined;
  /** What is built: an archive (`fetchurl`), a folder (`path`, `fetchGit`). */
  readonly src?: Attribute;
  readonly srcs?: readonly Attribute[] | undefined;
  /** The folder to build in, where `src` unpacks to several. */
  readonly sourceRoot?: string | undefined;
  readonly patches?: readonly Attribute[] | undefined;
  /** `-p1` where not given. */
  readonly patchFlags?: readonly string[] | undefined;
  readonly configureScript?: string | undefined;
  readonly configureFlags?: readonly Attribute[] | undefined;
  readonly makefile?: string | undefined;
  readonly makeFlags?: readonly Attribute[] | undefined;
  readonly buildFlags?: readonly Attribute[] | undefined;
  readonly checkTarget?: string | undefined;
  readonly checkFlags?: readonly Attribute[] | undefined;
  readonly installFlags?: readonly Attribute[] | undefined;
  readonly installTargets?: readonly string[] | undefined;
  /** Packages whose programs, headers and libraries the build finds. */
  readonly buildInputs?: readonly Attribute[] | undefined;
  /** Packages whose programs the build runs. */
  readonly nativeBuildInputs?: readonly Attribute[] | undefined;
  /** The bash that runs the phases; the first on the system's own path where not given. */
  readonly shell?: Attribute;
}

/** A package whose attributes can be changed. */
export type Built<O extends string = "out"> = WithOutputs<O> & BuiltFunctions<O>;

interface BuiltFunctions<O extends string> {
  /** The same with other attributes: `(previous) => ({ patches: [...(previous.patches ?? []), mine] })`. */
  overrideAttrs(change: Change<DerivationAttributes<O>>): Built<O>;
  /** The same as `overrideAttrs`, where the package was made by `mkDerivation` itself. */
  override(change: Change<DerivationAttributes<O>>): Built<O>;
}

/**
 * A package built in phases (unpack, patch, configure, build, check, install, fixup) by the system's bash with the
 * system's own tools; there is no compiler that comes with Lares. Variables of its own go into `env`.
 */
export const mkDerivation = <const O extends string = "out">(attributes: DerivationAttributes<O>): Built<O> =>
  phasedPackage(attributes, callSite(mkDerivation));

export const phasedPackage = <O extends string>(
  attributes: DerivationAttributes<O>,
  at: CallSite,
): Built<O> => {
  const name = reportedAt(at, () => nameOf(attributes));
  const { version, mainProgram, passthru, priority, outputs } = attributes;
  const facts = { name: attributes.pname ?? name, version, mainProgram, passthru, priority, outputs };
  const built = buildPackage<O>(() => buildOf(name, attributes), facts, at);
  const overrideAttrs = (change: Change<DerivationAttributes<O>>) =>
    phasedPackage(changed(attributes, change), at);
  for (const output of [built, ...(outputs ?? ["out"]).map((each) => built[each as O])])
    Object.defineProperties(output, {
      overrideAttrs: { value: overrideAttrs, configurable: true },
      override: { value: overrideAttrs, configurable: true },
    });
  return built as Built<O>;
};

const nameOf = ({ name, pname, version }: DerivationAttributes): string => {
  if (name !== undefined) return name;
  if (pname !== undefined) return version === undefined ? pname : `${pname}-${version}`;
  throw new LaresError({
    code: "bad-attribute",
    message: "a derivation has no name",
    hint: 'give it name: "…", or pname: "…" and version: "…"',
  });
};

const buildOf = (name: string, attributes: DerivationAttributes): BuildAttributes => {
  const { mainProgram, passthru, priority, shell, env, ...rest } = attributes;
  const { system, outputs, outputHash, outputHashAlgo, outputHashMode, ...variables } = rest;
  const script = textPackage({ name: "build-phases.sh", text: phasesScript }, {});
  return {
    name,
    builder: shell ?? "/usr/bin/env",
    args: [...(shell === undefined ? ["bash"] : []), "-e", script],
    env: { PATH: systemPath, ...(variables as BuildAttributes["env"]), ...env },
    system,
    outputs,
    outputHash,
    outputHashAlgo,
    outputHashMode,
  };
};

/** Where systems have their programs; NixOS has nothing but `env` and `sh` in the usual places. */
const systemPath = "/usr/bin:/bin:/usr/sbin:/sbin:/run/current-system/sw/bin:/usr/local/bin";

/** The same attributes with commands for the whole build. */
export type CommandAttributes = Omit<DerivationAttributes<"out">, "name" | "outputs" | keyof Phases>;

/** A package made by shell commands that write to `$out`: `runCommand("x", {}, "mkdir $out; …")`. */
export const runCommand = (name: string, attributes: CommandAttributes, commands: string): Built =>
  phasedPackage<"out">({ ...attributes, name, buildCommand: commands }, callSite(runCommand));

export type { Package };
