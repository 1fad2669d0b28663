import type { ExitCode } from "../../base/errors.ts";
import { borrowing, environmentWith, runWithPackages } from "../borrow.ts";
import { declareCommand, type InvocationOf } from "../command.ts";

export const command = declareCommand({
  name: "shell",
  usage: ["PACKAGE… [-- COMMAND…]"],
  description: [
    "Starts your shell, or a command, with packages on its PATH, MANPATH and XDG_DATA_DIRS. Your home stays as it is, and no " +
      "configuration is needed. Versions are those of lares.lock where that has the package, else those of the last time; " +
      "--update asks for the newest. LARES_SHELL names the packages, for a prompt.",
  ],
  flags: borrowing,
  positionals: [1, 1000],
  passesOn: true,
  completes: "package",
  examples: [
    ["shell ripgrep npm:prettier", "a shell that has both"],
    ["shell nodejs -- node --version", "one command, with its exit status"],
  ],
});

export const run = ({
  flags,
  positionals,
  passed = [],
  output,
}: InvocationOf<typeof command>): Promise<ExitCode> =>
  runWithPackages(positionals, flags, output, (borrowed) => {
    const [program = process.env.SHELL || "/bin/sh", ...words] = passed;
    return { program, words, env: environmentWith(borrowed) };
  });
