import { type ExitCode, exitCode } from "../../base/errors.ts";
import { type Adoption, adoptedPaths, adoptFiles } from "../../pipeline/adopt-files.ts";
import { switchHome } from "../../pipeline/switch-home.ts";
import { findPlaces, type Places } from "../../system/places.ts";
import { usageError } from "../arguments.ts";
import {
  declareCommand,
  dryRun,
  evaluating,
  type InvocationOf,
  oneOf,
  reporting,
  toggle,
  yes,
} from "../command.ts";
import { commandLine } from "../command-line.ts";
import { homeRequest } from "../home-request.ts";
import { homePath, shortPath } from "../render/paths.ts";

import { printable } from "../render/printable.ts";

export const command = declareCommand({
  name: "adopt",
  usage: ["PATH…", "--undo"],
  description: [
    "Takes files of your home into the configuration: copies them to its dotfiles/ folder, adds their entries to home.file, " +
      "keeping the formatting of what is there, and switches, so that links take their places. The originals stay as backups.",
    "A link that something else made, such as GNU Stow, is replaced as well: what it leads to is taken in. lares adopt --undo takes " +
      "the last adoption back: the entries, and the originals where they were.",
    "For a file that Lares copied (mode: copy) and that was edited since, it takes the edits back into the source.",
  ],
  flags: {
    undo: toggle("take the last adoption back"),
    conflicts: oneOf("WHO", "who wins where the home and the source changed the same lines", [
      "home",
      "source",
      "markers",
    ]),
    noSwitch: toggle("only change the configuration"),
    ...dryRun,
    ...yes,
    ...evaluating,
    ...reporting,
  },
  positionals: [0, 1000],
  completes: "file",
  examples: [
    ["adopt ~/.vimrc", "manage this file from now on"],
    ["adopt ~/.config/htop/htoprc", "take edits made by the program back into the source"],
  ],
  json: "{ config: string; added: { target: string; source: string; recursive?: boolean }[]; takenBack: { path: string; source: string; merged: boolean }[]; generation?: { number: number; path: string } }; with --undo { config: string; restored: string[]; kept: string[] }",
});

export const run = async ({
  flags,
  positionals,
  output,
}: InvocationOf<typeof command>): Promise<ExitCode> => {
  const places = findPlaces();
  const request = homeRequest(places, flags);
  if (flags.undo) return await undo(places, { flags, positionals, output });
  if (positionals.length === 0) throw usageError("lares adopt needs a path", [], "lares help adopt");
  const adoption = await adoptFiles({
    ...request,
    paths: positionals,
    acceptPrivate: flags.yes,
    dryRun: flags.dryRun,
    ...(flags.conflicts !== undefined && { conflicts: flags.conflicts }),
  });
  if (!output.asJson) for (const line of describe(adoption, flags.dryRun)) output.say(line);
  if (flags.dryRun || flags.noSwitch) {
    if (output.asJson) output.json(adoption);
    return exitCode.done;
  }
  const { to, warnings } = await switchHome({
    ...request,
    config: adoption.config,
    why: commandLine(),
    options: { replacing: adoptedPaths(adoption) },
  });
  for (const warning of warnings) output.warn(printable(warning));
  if (output.asJson) output.json({ ...adoption, generation: to });
  else output.say(`your home is at generation ${to.number}; to undo: lares adopt --undo`);
  return exitCode.done;
};

const undo = async (places: Places, { flags, output }: InvocationOf<typeof command>): Promise<ExitCode> => {
  const { undoAdoption } = await import("../../pipeline/undo-adoption.ts");
  const again = (config: string) => switchHome({ ...homeRequest(places, flags), config, why: commandLine() });
  const undone = await undoAdoption(places, commandLine(), again);
  if (output.asJson) output.json(undone);
  else {
    for (const path of undone.restored) output.say(`  ${shortPath(path)} is as it was`);
    for (const source of undone.kept) output.say(`  ${printable(source)} was edited since, and stays`);
    output.say(`${shortPath(undone.config)} is as it was before`);
  }
  return exitCode.done;
};

const describe = ({ added, takenBack, config }: Adoption, dryRun: boolean): readonly string[] => [
  ...added.map(
    ({ target, source }) =>
      `  ${homePath(target)} ${dryRun ? "would become" : "is now"} ${printable(source)} beside ${shortPath(config)}`,
  ),
  ...takenBack.map(
    ({ path, source, merged }) =>
      `  edits of ${homePath(path)} ${dryRun ? "would go" : "went"} back into ${shortPath(source)}${merged ? ", merged with its own" : ""}`,
  ),
];
