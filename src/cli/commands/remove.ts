import type { ExitCode } from "../../base/errors.ts";
import { removePackages } from "../../pipeline/change-packages.ts";
import { changeHome, changeJson, changing } from "../change-packages.ts";
import { declareCommand, type InvocationOf } from "../command.ts";

export const command = declareCommand({
  name: "remove",
  usage: ["PACKAGE… [--no-switch]"],
  description: [
    "Takes packages out of home.packages in the configuration, keeping its comments and formatting, and switches. What " +
      "comes by other ways (a module, another file) is said, with its place.",
  ],
  flags: changing,
  positionals: [1, 1000],
  completes: "installed",
  examples: [["remove ripgrep", "ripgrep is gone from the home; lares rollback brings it back"]],
  json: changeJson,
});

export const run = ({ flags, positionals, output }: InvocationOf<typeof command>): Promise<ExitCode> =>
  changeHome(removePackages, positionals, flags, output);
