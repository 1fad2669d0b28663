import { listBackups } from "../../activation/backup-index.ts";
import { type ExitCode, exitCode } from "../../base/errors.ts";
import { type Adoption, adoptFiles } from "../../pipeline/adopt-files.ts";
import { switchHome } from "../../pipeline/switch-home.ts";
import { findPlaces, type Places } from "../../system/places.ts";
import { declareCommand, dryRun, evaluating, type InvocationOf, reporting, toggle, yes } from "../command.ts";
import { commandLine } from "../command-line.ts";
import { homeRequest } from "../home-request.ts";
import { homePath, shortPath } from "../render/paths.ts";

import { printable } from "../render/printable.ts";

export const command = declareCommand({
  name: "adopt",
  usage: ["PATH…"],
  description: [
    "Takes files of your home into the configuration: copies them to its dotfiles/ folder, adds their entries to home.file, " +
      "keeping the formatting of what is there, and switches, so that links take their places. The originals stay as backups.",
    "For a file that Lares copied (mode: copy) and that was edited since, it takes the edits back into the source.",
  ],
  flags: {
    noSwitch: toggle("only change the configuration"),
    ...dryRun,
    ...yes,
    ...evaluating,
    ...reporting,
  },
  positionals: [1, 1000],
  completes: "file",
  examples: [
    ["adopt ~/.vimrc", "manage this file from now on"],
    ["adopt ~/.config/htop/htoprc", "take edits made by the program back into the source"],
  ],
  json: "{ config: string; added: { target: string; source: string; recursive?: boolean }[]; takenBack: { path: string; source: string; merged: boolean }[]; generation?: { number: number; path: string } }",
});

export const run = async ({
  flags,
  positionals,
  output,
}: InvocationOf<typeof command>): Promise<ExitCode> => {
  const places = findPlaces();
  const request = homeRequest(places, flags);
  const adoption = await adoptFiles({
    ...request,
    paths: positionals,
    acceptPrivate: flags.yes,
    dryRun: flags.dryRun,
  });
  if (!output.asJson) for (const line of describe(adoption, flags.dryRun)) output.say(line);
  if (flags.dryRun || flags.noSwitch) {
    if (output.asJson) output.json(adoption);
    return exitCode.done;
  }
  const { to, warnings } = await switchHome({ ...request, config: adoption.config, why: commandLine() });
  for (const warning of warnings) output.warn(printable(warning));
  if (output.asJson) output.json({ ...adoption, generation: to });
  else
    output.say(
      `your home is at generation ${to.number}; to undo: take the entry out of ${shortPath(adoption.config)}, then lares switch${restoring(places, adoption)}`,
    );
  return exitCode.done;
};

/** What was there before is kept as a backup. */
const restoring = (places: Places, { added }: Adoption): string => {
  const paths = new Set(added.map(({ target }) => `${places.home}/${target}`));
  const ids = listBackups(places)
    .filter(({ path }) => paths.has(path))
    .map(({ id }) => id);
  return ids.length === 0 ? "" : ` and lares backups restore ${ids.slice(-added.length).join(" ")}`;
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
