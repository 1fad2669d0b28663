/**
 * The environment of a builder, as Nix gives it (https://nix.dev/manual/nix/stable/language/derivations, "Builder
 * execution"): nothing of ours, the derivation's own variables, and where its folder is.
 */
import * as crypto from "node:crypto";
import type { AbsolutePath } from "../../base/paths.ts";
import { encodeBase32 } from "../../format/base32.ts";
import type { Derivation } from "../../format/derivation.ts";
import { isFixed } from "./fixed.ts";

export interface EnvironmentRequest {
  readonly derivation: Derivation;
  readonly storeDir: AbsolutePath;
  /** The folder of the build as the builder sees it. */
  readonly folder: string;
  readonly cores: number;
  /** Of this process: where a fixed output's `impureEnvVars` come from. */
  readonly outer: Readonly<Record<string, string | undefined>>;
}

export interface BuilderEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** By name: files to write into the folder of the build, for variables in `passAsFile`. */
  readonly files: Readonly<Record<string, string>>;
}

export const builderEnvironment = (request: EnvironmentRequest): BuilderEnvironment => {
  const { derivation, storeDir, folder, cores, outer } = request;
  const { variables, files } = ownVariables(derivation, folder);
  return {
    files,
    variables: {
      PATH: "/path-not-set",
      HOME: "/homeless-shelter",
      NIX_STORE: storeDir,
      NIX_BUILD_CORES: String(cores),
      SOURCE_DATE_EPOCH: "1",
      ...variables,
      NIX_BUILD_TOP: folder,
      TMPDIR: folder,
      TEMPDIR: folder,
      TMP: folder,
      TEMP: folder,
      PWD: folder,
      NIX_LOG_FD: "2",
      TERM: "xterm-256color",
      ...(isFixed(derivation) && { NIX_OUTPUT_CHECKED: "1", ...impureVariables(derivation, outer) }),
    },
  };
};

/** Those that `passAsFile` lists become files, and variables that name them. */
const ownVariables = ({ environment }: Derivation, folder: string): BuilderEnvironment => {
  const asFiles = new Set(words(environment.passAsFile));
  const variables: Record<string, string> = {};
  const files: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (!asFiles.has(name)) {
      variables[name] = value;
      continue;
    }
    const file = `.attr-${encodeBase32(crypto.hash("sha256", name, "buffer"))}`;
    files[file] = value;
    variables[`${name}Path`] = `${folder}/${file}`;
  }
  return { variables, files };
};

/** A fixed output is the same however it is fetched, so that it may know of proxies. */
const impureVariables = (
  { environment }: Derivation,
  outer: EnvironmentRequest["outer"],
): Record<string, string> =>
  Object.fromEntries(words(environment.impureEnvVars).map((name) => [name, outer[name] ?? ""]));

const words = (text = ""): readonly string[] => text.split(/\s+/).filter((word) => word !== "");
