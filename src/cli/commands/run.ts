import { type ExitCode, exceptErrno, LaresError } from "../../base/errors.ts";
import { bareName } from "../../base/package.ts";
import type { Borrowed } from "../../pipeline/borrow-packages.ts";
import { readDirectory, stat } from "../../system/files.ts";
import { borrowing, environmentWith, runWithPackages } from "../borrow.ts";
import { declareCommand, type InvocationOf } from "../command.ts";
import { printable } from "../render/printable.ts";

export const command = declareCommand({
  name: "run",
  usage: ["PACKAGE[#PROGRAM] [-- ARGUMENT…]"],
  description: [
    "Runs the main program of a package, or the one named behind #, without installing it. What stands behind -- is the " +
      "program's. Versions are chosen as for lares shell.",
  ],
  flags: borrowing,
  positionals: [1, 1],
  passesOn: true,
  completes: "package",
  examples: [
    ["run npm:cowsay -- hello", "fetch it once, and run it"],
    ["run npm:typescript@5#tsserver -- --help", "another program of the package"],
  ],
});

export const run = ({
  flags,
  positionals,
  passed = [],
  output,
}: InvocationOf<typeof command>): Promise<ExitCode> => {
  const [, name, program] = /^(.+?)(?:#([^#]*))?$/s.exec(positionals[0]!)!;
  return runWithPackages([name!], flags, output, (borrowed) => ({
    program: programIn(borrowed[0]!, program),
    words: passed,
    env: environmentWith(borrowed),
  }));
};

/** The one that was named, else that by which the package is known, else the only one. */
const programIn = ({ reference, path }: Borrowed, wanted: string | undefined): string => {
  const programs = exceptErrno(["ENOENT"], [], () => readDirectory(`${path}/bin`)).map(({ name }) => name);
  const known = [reference.mainProgram, bareName(reference)].find(
    (name) => name !== undefined && programs.includes(name),
  );
  const chosen = wanted ?? known ?? (programs.length === 1 ? programs[0] : undefined);
  if (chosen !== undefined && stat(`${path}/bin/${chosen}`) !== undefined && programs.includes(chosen))
    return `${path}/bin/${chosen}`;
  throw new LaresError({
    code: "no-such-program",
    message:
      wanted === undefined
        ? `${printable(reference.name)} has several programs, and none of its own name`
        : `${printable(reference.name)} has no program ${printable(wanted)}`,
    details: [programs.length === 0 ? "it has none" : `it has ${programs.sort().join(", ")}`],
    hint: `lares run ${reference.name}#${programs[0] ?? "PROGRAM"}`,
  });
};
