import { type ExitCode, exitCode } from "../../base/errors.ts";
import { collectHome } from "../../pipeline/collect-home.ts";
import { findPlaces } from "../../system/places.ts";
import { showProgress } from "../../system/terminal.ts";
import {
  byteSize,
  declareCommand,
  dryRun,
  duration,
  type InvocationOf,
  reporting,
  toggle,
  wholeNumber,
} from "../command.ts";
import { commandLine } from "../command-line.ts";
import { describeCollection } from "../render/collection.ts";

export const command = declareCommand({
  name: "gc",
  usage: ["[--older-than AGE] [--keep N] [--max-free SIZE] [--dry-run]", "--roots"],
  description: [
    "Deletes from the store what no generation needs. Generations stay unless the flags let them go: --older-than those made " +
      "longer ago, --keep all but the newest N, both together what both allow; the current one never goes. With --max-free they " +
      "go one by one, the oldest first, only until the disk has so much free.",
  ],
  flags: {
    olderThan: duration("AGE", "let generations go that are older than this (30d, 2w, 12h)"),
    keep: wholeNumber("N", "keep this many of the newest generations"),
    maxFree: byteSize("SIZE", "stop once the disk has this much free (2G)"),
    roots: toggle("delete nothing; list what keeps objects alive, and how much (lares store roots)"),
    ...dryRun,
    ...reporting,
  },
  positionals: [0, 0],
  examples: [
    ["gc", "clear what interrupted or replaced builds left"],
    ["gc --roots", "what takes the room"],
    ["gc --older-than 30d --keep 5 --dry-run", "what would go"],
  ],
  json: "{ dryRun: boolean; generations: number[]; remaining: number; deleted: string[]; leftovers: string[]; freedBytes: number; alive: number } | { holder: string; path: string; size: number; onlyHere: number }[]",
});

export const run = async ({ flags, output }: InvocationOf<typeof command>): Promise<ExitCode> => {
  const { olderThan, keep, maxFree } = flags;
  if (flags.roots) return (await import("../store-roots.ts")).printRoots(findPlaces(), output);
  showProgress("looking for what is still needed …");
  const collected = await collectHome(findPlaces(), {
    command: commandLine(),
    dryRun: flags.dryRun,
    ...(olderThan !== undefined && { olderThan: Date.now() - olderThan }),
    ...(keep !== undefined && { keep }),
    ...(maxFree !== undefined && { maxFree }),
  });
  if (output.asJson) output.json(collected);
  else for (const line of describeCollection(collected)) output.say(line);
  return exitCode.done;
};
