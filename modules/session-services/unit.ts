/** What the units of services of a graphical session have in common. */
import { type Context, type PackageReference, sortedEntries } from "lares/module";

type Section = Readonly<Record<string, unknown>>;

/** `[Unit]` of a service that lives as long as these targets. */
export const sessionUnit = (
  description: string,
  targets: string | readonly string[],
  more: Section = {},
) => ({
  Description: description,
  After: [targets].flat(),
  PartOf: [targets].flat(),
  ...more,
});

/** As `sessionUnit`, of what makes sense on Wayland only. */
export const waylandUnit = (description: string, targets: string | readonly string[], more: Section = {}) =>
  sessionUnit(description, targets, { ConditionEnvironment: "WAYLAND_DISPLAY", ...more });

export const graphicalSession = "graphical-session.target";

/** As `sessionUnit`, of what has an icon in the tray. */
export const trayUnit = (description: string, more: Section = {}) => ({
  ...sessionUnit(description, graphicalSession, more),
  After: [graphicalSession, "tray.target"],
  Requires: ["tray.target"],
});

/** `NAME=value` as `Environment` takes it. */
export const environmentOf = (variables: Readonly<Record<string, string>>): readonly string[] =>
  sortedEntries(variables).map(([name, value]) => `${name}=${value}`);

/** What launchd starts again when it has failed. */
export const keptAlive = { Crashed: true, SuccessfulExit: false };

/** A PATH of these packages' programs. */
export const binFolders = (
  lib: Context["lib"],
  ...packages: readonly (string | PackageReference)[]
): string =>
  packages
    .map((one) => (typeof one === "string" ? lib.package(one) : one))
    .flatMap(({ outPath }) => (outPath === undefined ? [] : [`${outPath}/bin`]))
    .join(":");
