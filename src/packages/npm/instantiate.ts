/**
 * The derivations of a locked npm package: a fixed output for each tarball, and over them one of `builtin:lares-npm` that
 * lays them out. A tarball's path in the store follows from its name and hash only, so that every registry that has the
 * same bytes gives the same paths; its address is found when it is fetched (src/build/builtins/npm-tarball.ts).
 */
import type { StorePath } from "../../base/paths.ts";
import { instantiate } from "../../derivation/session.ts";
import { parseHash } from "../../format/hash.ts";
import type { Artefact } from "../lock-file.ts";
import { partsFor } from "../locked-for.ts";
import type { InstantiateContext, InstantiatedPackage } from "../source.ts";
import { machinesNode, type NpmLayout } from "./layout.ts";
import { type LockedNpm, parseArtefactName } from "./locked-npm.ts";

export const instantiateNpm = (locked: LockedNpm, context: InstantiateContext): InstantiatedPackage => {
  const { platform, artefact, runtime } = context;
  const parts = partsFor(locked, platform, artefact);
  const layout: NpmLayout = {
    format: 1,
    name: locked.name,
    commands: locked.commands,
    node: locked.runtime === undefined ? null : nodeIn(runtime(locked.runtime)),
    tree: Object.fromEntries(
      parts.map(([location, part]) => [location, tarball(part.artefact, artefact(part.artefact))]),
    ),
  };
  const { drvPath, outputs } = instantiate({
    name: storeName(locked.name, locked.version),
    system: "builtin",
    builder: "builtin:lares-npm",
    environment: { layout: JSON.stringify(layout), preferLocalBuild: "1" },
  });
  return { drvPath, outPath: outputs.out! };
};

const nodeIn = (runtime: StorePath | undefined): string =>
  runtime === undefined ? machinesNode : `${runtime}/bin/node`;

/** The path that the tarball will have in the store. */
export const tarball = (artefact: string, { integrity, url }: Artefact): StorePath => {
  const { name, version } = parseArtefactName(artefact);
  const { outputs } = instantiate({
    name: `${storeName(name, version)}.tgz`,
    system: "builtin",
    builder: "builtin:lares-npm-tarball",
    environment: {
      package: name,
      version,
      ...(url !== undefined && { url }),
      outputHash: integrity,
      outputHashMode: "flat",
      preferLocalBuild: "1",
    },
    fixed: { method: "flat", hash: parseHash(integrity)! },
  });
  return outputs.out!;
};

/** `@biomejs/biome`, `2.0.0` → `biomejs-biome-2.0.0`. */
export const storeName = (name: string, version: string): string =>
  `${name.replace(/^@/, "").replace("/", "-")}-${version}`
    .replace(/[^A-Za-z0-9+\-._?=]/g, "-")
    .replace(/^\.+/, "");
