/** Packages of npm registries: `npm:NAME`, `npm:@SCOPE/NAME`, `npm:NAME@RANGE`. */
import type { PackageSource } from "../source.ts";
import { instantiateNpm } from "./instantiate.ts";
import type { LockedNpm } from "./locked-npm.ts";

/** What talks to the network is loaded only then. */
export const npmSource: PackageSource<LockedNpm> = {
  name: "npm",
  lock: async (what, options) => (await import("./lock.ts")).lockNpm(what, options),
  instantiate: instantiateNpm,
  address: async (name, artefact) => (await import("./address.ts")).addressOf(name, artefact),
  search: async (words, options) => (await import("./search.ts")).searchNpm(words, options),
};
