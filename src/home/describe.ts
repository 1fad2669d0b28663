/** Evaluates a configuration into the description of a home. */
import { type PackageReference, plainPackage } from "../base/package.ts";
import type { AbsolutePath } from "../base/paths.ts";
import { needsOf } from "../derivation/needs.ts";
import { quoteShell } from "../generators/shell.ts";
import type { Config, Definitions } from "../option/context.ts";
import { type Evaluation, type EvaluationInput, evaluate } from "../option/evaluation.ts";
import { defineModule, type Module } from "../option/module.ts";
import { coreModules } from "./core.ts";
import { describeFiles } from "./describe-files.ts";
import type { ActivationStep, FileContent, HomeDescription } from "./description.ts";
import { packageFunctions } from "./lib.ts";
import { buildSettings } from "./options/build-settings.ts";
import type { PackageSettings } from "./options/package-settings.ts";
import { withOverlays } from "./overlays.ts";
import { sessionVariablesFile, sessionVariablesText } from "./session-variables.ts";
import { orderSteps, type StepDefinition, writeBoundary } from "./step-order.ts";

export interface HomeInput extends Omit<EvaluationInput, "core"> {
  /** The `lares` program to put into the profile, where there is one. */
  readonly launcher?: string;
  /** Called when an evaluation begins, before any package is resolved for it. */
  readonly onSettings?: (settings: PackageSettings) => void;
}

export interface DescribedHome {
  readonly description: HomeDescription;
  /** Messages of the assertions that do not hold; a home with any of them is not to be activated. */
  readonly failedAssertions: readonly string[];
  /** Registry paths of the modules used, for `preload` next time. */
  readonly loaded: readonly string[];
}

/**
 * Evaluates with the core's options. `read` must have no effects: it may be called more than once. Each time the home's
 * overlays say anew what package names mean.
 */
export const evaluateHome = <T>(input: HomeInput, read: (evaluation: Evaluation) => T): T => {
  let resolve = input.resolvePackage;
  const resolvePackage = (reference: PackageReference) => resolve(reference);
  const standIns = input.launcher === undefined;
  const lib = { ...input.context.lib, ...packageFunctions(resolvePackage), standIns };
  return evaluate(
    { ...input, core: coreModules, context: { ...input.context, lib }, resolvePackage },
    (evaluation) => {
      resolve = withOverlays(input.resolvePackage, () => evaluation.config.lares.overlays);
      input.onSettings?.(evaluation.config.lares);
      return read(evaluation);
    },
  );
};

const packageSettingsOf = ({ lares }: Config): PackageSettings => ({
  packageIndex: lares.packageIndex,
  platforms: lares.platforms,
  minimumReleaseAge: lares.minimumReleaseAge,
  vendor: lares.vendor,
});

export const describeHome = (input: HomeInput): DescribedHome =>
  evaluateHome(input, (evaluation) => {
    const described = describe(input, evaluation, true);
    return { ...described, description: { ...described.description, ...needsOf(described.description) } };
  });

const describe = (input: HomeInput, evaluation: Evaluation, withSpecialisations: boolean): DescribedHome => {
  const { config } = evaluation;
  const { files, problems } = describeFiles(evaluation);
  const variants = withSpecialisations ? specialisationsOf(input, config) : {};
  const description: HomeDescription = {
    username: config.home.username,
    homeDirectory: config.home.homeDirectory as AbsolutePath,
    stateVersion: config.home.stateVersion,
    files,
    packages: config.home.packages.map(plainPackage),
    profileFiles: profileFiles(input, config),
    generationFiles: textFiles(config.home.generationFiles),
    sessionVariables: stringVariables(config),
    sessionPath: config.home.sessionPath,
    activation: orderSteps({ ...userCheck(config), ...config.home.activation }).map(findingIn(config)),
    specialisations: mapValues(variants, ({ description }) => description),
    warnings: [...config.warnings, ...evaluation.notices()],
    packageSettings: packageSettingsOf(config),
    settings: buildSettings(config.lares),
    storePaths: [],
    derivations: {},
    storeSources: [],
  };
  const failed = config.assertions.filter(({ assertion }) => !assertion).map(({ message }) => message);
  const inVariants = Object.values(variants).flatMap(({ failedAssertions }) => failedAssertions);
  const failedAssertions = [...new Set([...failed, ...problems, ...evaluation.removals(), ...inVariants])];
  return { description, failedAssertions, loaded: evaluation.loaded };
};

const specialisationsOf = (input: HomeInput, config: Config): Record<string, DescribedHome> =>
  mapValues(config.specialisation, ({ configuration }, name) => {
    const variant: Module = {
      ...defineModule({ config: configuration as Definitions }),
      source: { file: `specialisation.${name}` },
    };
    return evaluateHome({ ...input, modules: [...input.modules, variant] }, (evaluation) =>
      describe(input, evaluation, false),
    );
  });

const profileFiles = ({ launcher }: HomeInput, { home, programs }: Config): Record<string, FileContent> => ({
  ...textFiles({
    [sessionVariablesFile]: sessionVariablesText(home, profileOf(launcher, home)),
    ...home.profileFiles,
  }),
  ...(launcher !== undefined &&
    programs.lares.enable && { "bin/lares": { type: "symlink", text: launcher } }),
});

/** Only a home that is to be used has a profile to find programs in. */
const profileOf = (launcher: string | undefined, home: Config["home"]): string | null =>
  launcher === undefined ? null : home.profileDirectory;

const textFiles = (texts: Readonly<Record<string, string>>): Record<string, FileContent> =>
  mapValues(texts, (text, path) => ({ type: "text", text, ...(isProgram(path) && { executable: true }) }));

const isProgram = (path: string): boolean => path.startsWith("bin/");

const stringVariables = ({ home }: Config): Record<string, string> =>
  Object.fromEntries(
    Object.entries(home.sessionVariables)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, String(value)]),
  );

/** A home that names its user's id refuses to be activated by anyone else. */
const userCheck = ({ home }: Config): Record<string, StepDefinition> => {
  if (home.uid === null) return {};
  const run = `[ "$(id -u)" = ${home.uid} ] || { echo "this home is for the user with id ${home.uid}" >&2; exit 1; }`;
  return { checkUser: { after: [], before: [writeBoundary], run } };
};

/** Steps look for programs first in packages that are theirs alone. */
const findingIn = ({ home }: Config): ((step: ActivationStep) => ActivationStep) => {
  const folders = home.extraActivationPath.flatMap(({ outPath }) =>
    outPath === undefined ? [] : [`${outPath}/bin`],
  );
  if (folders.length === 0) return (step) => step;
  const path = `PATH=${quoteShell(folders.join(":"))}:"$PATH"\n`;
  return ({ undo, ...step }) => ({
    ...step,
    script: path + step.script,
    ...(undo !== undefined && { undo: path + undo }),
  });
};

const mapValues = <T, U>(
  record: Readonly<Record<string, T>>,
  work: (value: T, name: string) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, work(value, name)]));
