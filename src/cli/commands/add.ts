import type { ExitCode } from "../../base/errors.ts";
import { addPackages } from "../../pipeline/change-packages.ts";
import { changeHome, changeJson, changing } from "../change-packages.ts";
import { declareCommand, type InvocationOf, toggle } from "../command.ts";

export const command = declareCommand({
  name: "add",
  usage: ["PACKAGE… [--no-switch]"],
  description: [
    "Adds packages to home.packages in the configuration, keeping its comments and formatting, locks them, and switches. " +
      "Another version of a package that is there takes its place. Where locking, building or switching fails, the " +
      "configuration and the lock are put back as they were.",
  ],
  flags: {
    system: toggle("take names that no source has for programs of the system"),
    ...changing,
  },
  positionals: [1, 1000],
  completes: "package",
  examples: [
    ["add ripgrep", "install ripgrep, from where the index has it"],
    ["add npm:prettier@3 npm:typescript", "install packages of the npm registry"],
    ["add jq --system", "note that this home uses the system's jq"],
  ],
  json: changeJson,
});

export const run = ({ flags, positionals, output }: InvocationOf<typeof command>): Promise<ExitCode> =>
  changeHome(addPackages, positionals, flags, output);
