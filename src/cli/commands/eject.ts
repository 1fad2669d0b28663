import type { ExitCode } from "../../base/errors.ts";
import { declareCommand, type InvocationOf } from "../command.ts";
import { leaveFlags, leaveHome } from "../leave.ts";

export const command = declareCommand({
  name: "eject",
  usage: ["[--dry-run] [--keep-folders]"],
  description: [
    "Leaves Lares and keeps its work: every link becomes the plain file it leads to, yours to edit. Then the store, the " +
      "generations and the caches are removed. Programs and session variables of the home go with them.",
  ],
  flags: leaveFlags,
  positionals: [0, 0],
  examples: [["eject", "turn links into files and remove Lares"]],
  json: "as `lares uninstall --json`",
});

export const run = ({ flags, output }: InvocationOf<typeof command>): Promise<ExitCode> =>
  leaveHome(flags, output, {
    asPlainFiles: true,
    question: "turn the links into files and remove Lares?",
    done: "your home holds plain files, without Lares",
  });
