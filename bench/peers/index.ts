/** What Lares is measured against, as far as this machine has it. */
import { execFileSync } from "node:child_process";
import { environmentFor } from "../command.ts";
import type { Contestant } from "../race.ts";
import { findMise, type Mise } from "./mise.ts";
import { compileNative, type Native } from "./native.ts";

export type Skip = (what: string, why: string) => void;

export interface Peers {
  /** `node -e 0`, by the Node that Lares runs on: the least that any program of that runtime costs. */
  readonly node: Contestant;
  readonly stow: string | undefined;
  readonly mise: Mise | undefined;
  readonly native: Native | undefined;
  readonly nixCollectGarbage: string | undefined;
  readonly nixEnv: string | undefined;
}

export const findPeers = (skip: Skip): Peers => ({
  node: {
    name: "node -e 0",
    command: { program: process.execPath, words: ["-e", "0"], environment: environmentFor("/nonexistent") },
  },
  stow: findProgram("stow", "stow", skip),
  mise: findMise(skip),
  native: compileNative(skip),
  nixCollectGarbage: findProgram("nix-collect-garbage", "nix-bin", skip),
  nixEnv: findProgram("nix-env", "nix-bin", skip),
});

const findProgram = (name: string, debianPackage: string, skip: Skip): string | undefined => {
  const found = which(name);
  if (found === undefined) skip(name, `it is not installed (Debian: apt install ${debianPackage})`);
  return found;
};

export const which = (name: string): string | undefined => {
  try {
    return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
};
