/** The sandbox of all builds of a realisation. */
import { chooseSandbox } from "../sandbox/choose.ts";
import type { Confinement } from "../sandbox/sandbox.ts";
import type { RealiseRequest } from "./request.ts";

/** Chosen at the first build, and what is missing told of once. */
export const sandboxOnce = ({
  settings,
  varDir,
  onEvent,
  confinement: given,
}: Pick<RealiseRequest, "settings" | "varDir" | "onEvent" | "confinement">): (() => Confinement) => {
  let chosen = given;
  return () => {
    if (chosen !== undefined) return chosen;
    const { confinement, missing } = chooseSandbox(settings.sandbox, varDir);
    chosen = confinement;
    if (missing !== undefined)
      onEvent({ type: "warning", message: `no sandbox works here, so builds run without one: ${missing}` });
    return chosen;
  };
};
