/** Runs one command on a trial home: `node act.ts HOME COMMAND-AS-JSON`. A process of its own, so that it can be killed. */

import { listBackups } from "../../src/activation/backup-index.ts";
import { restoreBackup } from "../../src/activation/backups.ts";
import { eject, uninstall } from "../../src/activation/leave.ts";
import { type SwitchOptions, switchTo } from "../../src/activation/switch.ts";
import type { StorePath } from "../../src/base/paths.ts";
import { findPlaces, type Places } from "../../src/system/places.ts";

export type Command =
  | { readonly do: "switch"; readonly path: StorePath; readonly options?: SwitchOptions }
  | { readonly do: "rollback"; readonly options?: SwitchOptions }
  | { readonly do: "uninstall" | "eject" | "restore" };

export const act = async (places: Places, command: Command): Promise<unknown> => {
  const why = `lares ${command.do}`;
  const options = "options" in command && command.options !== undefined ? command.options : {};
  if (command.do === "switch")
    return await switchTo({ places, to: { kind: "new", path: command.path }, why, options });
  if (command.do === "rollback") return await switchTo({ places, to: { kind: "previous" }, why, options });
  if (command.do === "uninstall") return await uninstall({ places, why });
  if (command.do === "eject") return await eject({ places, why });
  return await restoreBackup({ places, id: listBackups(places)[0]!.id, why });
};

if (import.meta.main) {
  const [home = "", command = ""] = process.argv.slice(2);
  await act(findPlaces({ HOME: home }), JSON.parse(command));
}
