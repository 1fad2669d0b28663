import { type Backup, listBackups } from "../../activation/backup-index.ts";
import { type ExitCode, exitCode } from "../../base/errors.ts";
import { findPlaces } from "../../system/places.ts";
import { usageError } from "../arguments.ts";
import { declareCommand, type InvocationOf, reporting, toggle, yes } from "../command.ts";
import { commandLine } from "../command-line.ts";
import { confirm } from "../confirm.ts";
import { alignColumns } from "../render/layout.ts";
import { shortPath } from "../render/paths.ts";
import { ageForPeople, counted, sizeForPeople } from "../render/quantities.ts";

export const command = declareCommand({
  name: "backups",
  usage: ["[list]", "restore ID…", "remove ID… | --all"],
  description: [
    "Every file that a switch had to move aside is kept until you remove it. restore puts one back where it was, if nothing " +
      "is there now; remove deletes it for good.",
  ],
  flags: { all: toggle("remove every backup"), ...yes, ...reporting },
  positionals: [0, 1000],
  subcommands: { list: "list the backups", restore: "put backups back", remove: "delete backups for good" },
  completes: "backup",
  examples: [
    ["backups", "list them"],
    ["backups restore 20261121-031500-a1b2c3/1", "put one back"],
  ],
  json: "Backup[]: { id: string; path: string; at: string; time: string; why: string; kind: string; mode: number; size: number; mtimeMs: number; reason: 'collision' | 'adopted' | 'drifted' }[]; restore and remove print what they restored or removed",
});

type Run = InvocationOf<typeof command>;

export const run = async (invocation: Run): Promise<ExitCode> => {
  const [part = "list", ...ids] = invocation.positionals;
  if (part === "list" && ids.length === 0) return list(invocation);
  if (part === "restore" && ids.length > 0) return await restore(invocation, ids);
  if (part === "remove" && (ids.length > 0 || invocation.flags.all)) return await remove(invocation, ids);
  throw usageError(
    `lares backups does not understand ${[part, ...ids].join(" ")}`,
    command.usage.map((form) => `usage: lares backups ${form}`),
  );
};

const list = ({ output }: Run): ExitCode => {
  const backups = listBackups(findPlaces());
  if (output.asJson) output.json(backups);
  else if (backups.length === 0) output.say("no backups");
  else {
    const rows = backups.map((backup) => [
      backup.id,
      shortPath(backup.path),
      aboutBackup(backup),
      ageForPeople(new Date(backup.time)),
    ]);
    for (const line of alignColumns(rows)) output.print(line);
  }
  return exitCode.done;
};

const aboutBackup = ({ kind, size, reason }: Backup): string =>
  `${kind === "file" ? sizeForPeople(size) : kind}, ${{ collision: "was in the way", adopted: "had the same contents", drifted: "had been edited" }[reason]}`;

const restore = async ({ output }: Run, ids: readonly string[]): Promise<ExitCode> => {
  const { restoreBackup } = await import("../../activation/backups.ts");
  const places = findPlaces();
  const restored: Backup[] = [];
  for (const id of ids) restored.push(await restoreBackup({ places, id, why: commandLine() }));
  if (output.asJson) output.json(restored);
  else for (const { path, id } of restored) output.say(`${shortPath(path)} is back from ${id}`);
  return exitCode.done;
};

const remove = async ({ flags, output }: Run, given: readonly string[]): Promise<ExitCode> => {
  const { removeBackups } = await import("../../activation/backups.ts");
  const places = findPlaces();
  const ids = flags.all ? listBackups(places).map(({ id }) => id) : given;
  confirm(output, flags.yes, `delete ${counted(ids.length, "backup")} for good?`);
  const removed = await removeBackups(places, ids, commandLine());
  if (output.asJson) output.json(removed);
  else output.say(`${counted(removed.length, "backup")} removed`);
  return exitCode.done;
};
