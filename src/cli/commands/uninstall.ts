import type { ExitCode } from "../../base/errors.ts";
import { declareCommand, type InvocationOf } from "../command.ts";
import { leaveFlags, leaveHome } from "../leave.ts";

export const command = declareCommand({
  name: "uninstall",
  usage: ["[--dry-run] [--keep-folders]"],
  description: [
    "Gives your home back as it was before Lares: its links and files go, what had to give way comes back from its backup, and what activation steps did is undone. " +
      "Then the store, the generations and the caches are removed. Your configuration and this checkout stay.",
  ],
  flags: leaveFlags,
  positionals: [0, 0],
  examples: [
    ["uninstall --dry-run", "what would be removed and put back"],
    ["uninstall", "do it"],
  ],
  json: "{ actions: { do: string; path: string }[]; changes: { change: string; path: string }[]; notes: { path: string; what: string }[]; steps: { name: string; kind: string; result: string; status?: number }[]; backups: Backup[] }",
});

export const run = ({ flags, output }: InvocationOf<typeof command>): Promise<ExitCode> =>
  leaveHome(flags, output, {
    asPlainFiles: false,
    question: "give the home back without Lares?",
    done: "your home is as it was before Lares",
  });
