/** A build that failed, in words: why, the end of what it printed, where the rest is. */
import { LaresError } from "../../base/errors.ts";
import { withoutEscapes } from "../../base/escapes.ts";
import type { StorePath } from "../../base/paths.ts";
import type { Derivation } from "../../format/derivation.ts";
import type { BuildLog } from "./build-log.ts";

export type BuildFailure =
  | { readonly kind: "status"; readonly status: number; readonly diskFull: boolean }
  /** It took, or said nothing for, so many seconds. */
  | { readonly kind: "timeout"; readonly seconds: number }
  | { readonly kind: "silence"; readonly seconds: number };

export const buildFailed = (
  drvPath: StorePath,
  { name }: Derivation,
  log: BuildLog,
  failure: BuildFailure,
): LaresError => {
  const last = log.lastLines().slice(-shownLines);
  return new LaresError({
    code: codeOf(failure),
    message: `the build of ${name} ${reason(failure)}`,
    details: last.length === 0 ? ["it printed nothing"] : last.map((line) => `> ${withoutEscapes(line)}`),
    hint: `${advice(failure)}the whole log: lares log ${drvPath.slice(drvPath.lastIndexOf("/") + 1)}`,
  });
};

const codeOf = (failure: BuildFailure): string => {
  if (failure.kind !== "status") return "build-timeout";
  return failure.diskFull ? "disk-full" : "build-failed";
};

const reason = (failure: BuildFailure): string => {
  if (failure.kind === "timeout") return `took longer than ${failure.seconds} seconds and was stopped`;
  if (failure.kind === "silence") return `printed nothing for ${failure.seconds} seconds and was stopped`;
  const { status, diskFull } = failure;
  const how = status > 128 ? `was killed by signal ${status - 128}` : `failed with status ${status}`;
  return diskFull ? `${how}; the disk is full` : how;
};

const advice = (failure: BuildFailure): string => {
  if (failure.kind === "timeout") return "give it more time with lares.buildTimeout; ";
  if (failure.kind === "silence") return "give it more time with lares.silentTimeout; ";
  return failure.diskFull ? "free some space, for instance with `lares gc`; " : "";
};

const shownLines = 10;
