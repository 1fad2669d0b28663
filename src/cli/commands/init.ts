import { resolve } from "node:path";
import { type ExitCode, exitCode } from "../../base/errors.ts";
import { type InitReport, initConfig } from "../../config/init.ts";
import { programFolder } from "../../pipeline/program.ts";
import { findPlaces } from "../../system/places.ts";
import { declareCommand, type InvocationOf, reporting, text, toggle } from "../command.ts";
import { invokedAs } from "../invoked-as.ts";
import { shortPath } from "../render/paths.ts";
import { printable, shellQuoted } from "../render/printable.ts";
import { counted } from "../render/quantities.ts";

export const command = declareCommand({
  name: "init",
  usage: ["[DIR] [--template NAME] [--from-existing]"],
  description: [
    "Writes a first home.config.ts, and what lets an editor complete and check it, into DIR (the place where Lares " +
      "looks by itself, ~/.config/lares, when none is given). Overwrites nothing.",
    "With --from-existing it also takes up the dotfiles that are in your home: they are copied into DIR/dotfiles and " +
      "get an entry each. What may hold a secret is passed over, and said.",
  ],
  flags: {
    template: text("NAME", "start from this template instead of `minimal`"),
    fromExisting: toggle("propose entries for the dotfiles that are there"),
    ...reporting,
  },
  positionals: [0, 1],
  completes: "directory",
  examples: [
    ["init", "start in ~/.config/lares"],
    ["init ~/dotfiles --from-existing", "start in ~/dotfiles with what is in your home now"],
  ],
  json: "{ folder: string; config: string; written: string[]; adopted: { target: string; source: string }[]; passed: { target: string; reason: string }[] }",
});

export const run = ({ flags, positionals, output }: InvocationOf<typeof command>): ExitCode => {
  const places = findPlaces();
  const report = initConfig({
    folder: resolve(positionals[0] ?? places.configDir),
    toolFolder: programFolder(),
    ...(flags.template !== undefined && { template: flags.template }),
    ...(flags.fromExisting && { fromExisting: { home: places.home } }),
  });
  if (output.asJson) output.json(report);
  else for (const line of describe(report, places.configDir)) output.say(line);
  return exitCode.done;
};

const describe = (report: InitReport, usualFolder: string): readonly string[] => {
  const found = report.folder === usualFolder ? "" : ` --config ${shellQuoted(shortPath(report.folder))}`;
  return [
    `wrote ${counted(report.written.length, "file")} in ${shortPath(report.folder)}; yours to edit: ${shortPath(report.config)}`,
    ...report.adopted.map(({ target }) => `  took up ${printable(target)}`),
    ...report.passed.map(({ target, reason }) => `  passed over ${printable(target)}: ${printable(reason)}`),
    `next: ${invokedAs()} plan${found}`,
  ];
};
