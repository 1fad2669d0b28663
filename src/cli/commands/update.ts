import { type ExitCode, exitCode } from "../../base/errors.ts";
import { type LockChange, updateLock } from "../../pipeline/update-lock.ts";
import { findPlaces } from "../../system/places.ts";
import {
  declareCommand,
  dryRun as dryRunFlag,
  evaluating,
  type InvocationOf,
  reporting,
  toggle,
} from "../command.ts";
import { homeRequest } from "../home-request.ts";
import type { Output } from "../output.ts";
import { alignColumns } from "../render/layout.ts";
import { shortPath } from "../render/paths.ts";
import { printable } from "../render/printable.ts";

export const command = declareCommand({
  name: "update",
  usage: ["[NAME…] [--dry-run]"],
  description: [
    "Asks the package sources for the newest versions that the configuration allows, shows what changes, and writes it to lares.lock. " +
      "Your home stays as it is until the next switch. With names, only those packages are looked at.",
    "Without names it also takes out of the lock what no machine uses any more: this one, those of hosts, and those of lares.platforms.",
    "A version that was locked before and now has other contents is an error: a published version should never change. " +
      "--accept-changed takes it.",
  ],
  flags: {
    acceptChanged: toggle("take other contents of a version that is locked already"),
    ...dryRunFlag,
    ...evaluating,
    ...reporting,
  },
  positionals: [0, Number.POSITIVE_INFINITY],
  examples: [
    ["update", "lock the newest of everything"],
    ["update ripgrep --dry-run", "is there a newer ripgrep?"],
  ],
  json: "{ lockFile: string; written: boolean; changes: { reference: string; from: string | null; to: string; published?: string; downloads: number }[]; removed: string[] }",
});

export const run = async ({
  flags,
  positionals,
  output,
}: InvocationOf<typeof command>): Promise<ExitCode> => {
  const { dryRun, acceptChanged } = flags;
  const request = { ...homeRequest(findPlaces(), flags), names: positionals, dryRun, acceptChanged };
  const updated = await updateLock(request, (changes, removed) => {
    for (const line of changeLines(changes, output)) output.say(line);
    for (const line of removedLines(removed, output)) output.say(line);
  });
  const { lockFile, changes, removed, unknown, written } = updated;
  if (unknown.length > 0)
    output.warn(
      printable(`nothing is taken out of the lock: it is not known what these use: ${unknown.join("; ")}`),
    );
  if (output.asJson) output.json({ lockFile, written, changes, removed });
  else if (changes.length === 0 && removed.length === 0)
    output.say("everything is at the newest version that the configuration allows");
  else output.say(dryRun ? "nothing was written" : `wrote ${shortPath(lockFile)}; lares switch installs it`);
  return exitCode.done;
};

const changeLines = (changes: readonly LockChange[], { colour }: Output): readonly string[] =>
  alignColumns(
    changes.map(({ reference, from, to, published }) => [
      printable(reference),
      from === to ? `${to} (other files)` : `${from ?? "new"} ${colour.dim("→")} ${to}`,
      published === undefined ? "" : `published ${published.slice(0, 10)}`,
    ]),
  );

const removedLines = (removed: readonly string[], { colour }: Output): readonly string[] =>
  removed.map((reference) => `${printable(reference)}  ${colour.dim("nothing uses it any more")}`);
