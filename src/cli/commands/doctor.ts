import { type ExitCode, exitCode } from "../../base/errors.ts";
import { examineHome, type Finding, mendHome } from "../../pipeline/doctor.ts";
import { findPlaces } from "../../system/places.ts";
import { declareCommand, type InvocationOf, reporting, toggle } from "../command.ts";
import { commandLine } from "../command-line.ts";
import type { Output } from "../output.ts";
import { hangingText } from "../render/layout.ts";
import { shortPathsIn } from "../render/paths.ts";
import { printable } from "../render/printable.ts";
import { counted } from "../render/quantities.ts";

export const command = declareCommand({
  name: "doctor",
  usage: ["[--fix]"],
  description: [
    "Looks at everything that can be wrong, changes nothing, and says how to mend what it finds. With --fix it finishes or " +
      "undoes an interrupted switch; a journal that cannot be read is set aside. Exits with 1 while there is a problem.",
  ],
  flags: { fix: toggle("finish or undo what was interrupted"), ...reporting },
  positionals: [0, 0],
  examples: [["doctor", "what is wrong?"]],
  json: "{ level: 'ok' | 'note' | 'problem'; about: string; details: string[]; hint?: string }[]",
});

export const run = async ({ flags, output }: InvocationOf<typeof command>): Promise<ExitCode> => {
  const places = findPlaces();
  const mended = flags.fix ? await mendHome(places, commandLine()) : [];
  const findings = examineHome(places);
  const problems = findings.filter(({ level }) => level === "problem").length;
  if (output.asJson) output.json(findings);
  else {
    const notes = findings.filter(({ level }) => level === "note").length;
    for (const line of mended) output.say(printable(line));
    for (const line of findings.flatMap((finding) => describe(finding, output))) output.print(line);
    output.say(summary(problems, notes));
  }
  return problems === 0 ? exitCode.done : exitCode.failed;
};

const summary = (problems: number, notes: number): string => {
  const noted = notes === 0 ? "" : `, ${counted(notes, "note")}`;
  return problems === 0 ? `nothing is wrong${noted}` : `${counted(problems, "problem")} found${noted}`;
};

const describe = (
  { level, about, details, hint }: Finding,
  { colour, columns, quiet }: Output,
): readonly string[] => {
  if (level === "ok") return quiet ? [] : [`${colour.green("ok")}       ${about}`];
  return [
    `${level === "problem" ? colour.red("problem") : colour.yellow("note   ")}  ${colour.dim("not so:")} ${about}`,
    ...details.map((line) => `           ${shortPathsIn(line)}`),
    ...(hint === undefined
      ? []
      : hangingText(`           ${colour.cyan("hint:")} `, shortPathsIn(hint), columns)),
  ];
};
