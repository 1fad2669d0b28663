/** All that a module makes of a configuration as one text, for a golden file. */
import type { Definitions, Module } from "lares/module";
import { type Given, homeOf, textsOf } from "./home.ts";

/** Packages are stand-ins; `here` is a folder of the test's own, printed as `<here>`. */
export const wholeHome = (
  modules: readonly Module[],
  definitions: Definitions,
  { here, ...given }: Given & { readonly here?: string } = {},
): string => {
  const described = homeOf(modules, definitions, { stubs: true, ...given });
  const { sessionVariables, packages, activation, profileFiles, warnings } = described.description;
  const { "etc/profile.d/hm-session-vars.sh": _, ...ownProfileFiles } = profileFiles;
  const sections = {
    packages: packages.map(({ name }) => name).join("\n"),
    variables: lines(sessionVariables, (name, value) => `${name}=${value}`),
    ...textsOf(described),
    ...prefixed("home-path/", ownProfileFiles),
    ...Object.fromEntries(
      activation
        .filter(({ name }) => !sharedSteps.includes(name))
        .map(({ name, script }) => [`activation of ${name}`, script]),
    ),
    warnings: warnings.join("\n"),
    "failed assertions": described.failedAssertions.join("\n"),
  };
  const text = Object.entries(sections)
    .filter(([, content]) => content !== "")
    .map(([name, content]) => `==> ${name} <==\n${content.replace(/\n$/, "")}\n`)
    .join("\n");
  return here === undefined ? text : text.replaceAll(here, "<here>");
};

/** Steps of the modules that others put units and agents into; they have tests of their own. */
const sharedSteps = ["reloadSystemd", "setupLaunchAgents"];

const lines = <T>(record: Readonly<Record<string, T>>, line: (name: string, value: T) => string): string =>
  Object.entries(record)
    .map(([name, value]) => line(name, value))
    .join("\n");

const prefixed = (
  prefix: string,
  files: Readonly<Record<string, { readonly type: string; readonly text?: string }>>,
): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, { text }]) => [`${prefix}${name}`, text ?? ""]));
