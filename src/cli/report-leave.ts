/** What `uninstall` and `eject` did. */
import type { LeaveResult } from "../activation/leave.ts";
import type { Output } from "./output.ts";
import { homePath, shortPath } from "./render/paths.ts";
import { planAsJson, planRows, renderRows, summariseRows } from "./render/plan.ts";
import { printable } from "./render/printable.ts";
import { counted } from "./render/quantities.ts";

export const reportLeave = ({ plan, notes, backups }: LeaveResult, output: Output, done: string): void => {
  if (output.asJson) return output.json({ ...planAsJson(plan), notes, backups });
  const rows = planRows(plan);
  for (const line of renderRows(rows, output.colour, output.verbose ? {} : { limit: 16 })) output.say(line);
  for (const { path, what } of notes) output.say(`  ${homePath(path)}: ${printable(what)}`);
  if (backups.length > 0)
    output.say(
      `${counted(backups.length, "backup")} kept: ${backups
        .slice(0, 3)
        .map(({ at }) => shortPath(at))
        .join(", ")}${backups.length > 3 ? " …" : ""}`,
    );
  const changes = summariseRows(rows);
  output.say(`${done}${changes === "" ? "" : `: ${changes}`}`);
};
