import { type ExitCode, exitCode } from "../../base/errors.ts";
import { fishProfilePathLines, profilePathLines } from "../../home/profile-paths.ts";
import { findPlaces, type Places } from "../../system/places.ts";
import { runProgram } from "../../system/processes.ts";
import { declareCommand, type InvocationOf, toggle } from "../command.ts";
import { shellQuoted } from "../render/printable.ts";

export const command = declareCommand({
  name: "shellenv",
  usage: ["[--fish]"],
  description: [
    "Prints the commands that put the programs of your home on PATH, with their manual pages and completions, and set its session variables, for a shell that " +
      "Lares does not manage. Put the first example into ~/.profile, ~/.bashrc or ~/.zshrc. Evaluating it twice does no harm.",
  ],
  flags: { fish: toggle("for fish; otherwise for any POSIX shell, bash and zsh included") },
  positionals: [0, 0],
  examples: [
    ["shellenv", 'what eval "$(~/.lares/home-path/bin/lares shellenv)" runs'],
    ["shellenv --fish", "the same for ~/.config/fish/config.fish: … | source"],
  ],
});

export const run = ({ flags, output }: InvocationOf<typeof command>): ExitCode => {
  const places = findPlaces();
  for (const line of flags.fish ? fishLines(places) : posixLines(places)) output.print(line);
  return exitCode.done;
};

const posixLines = (places: Places): readonly string[] => {
  const profile = profileText(places);
  return [
    ...profilePathLines(profile),
    `if [ -r ${profile}/${variablesFile} ]; then . ${profile}/${variablesFile}; fi`,
  ];
};

/** The variables' values may refer to others, in the shell's own way: a shell evaluates them. */
const fishLines = (places: Places): readonly string[] => {
  const profile = profileText(places);
  return [
    ...fishProfilePathLines(profile),
    ...["completions", "functions"].map(
      (kind) =>
        `contains -- ${profile}/share/fish/vendor_${kind}.d $${lists[kind]}; or set -g ${lists[kind]} $${lists[kind]} ${profile}/share/fish/vendor_${kind}.d`,
    ),
    ...Object.entries(sessionVariables(places)).map(([name, value]) =>
      name === "PATH"
        ? `set -gx PATH ${value.split(":").map(fishQuoted).join(" ")}`
        : `set -gx ${name} ${fishQuoted(value)}`,
    ),
  ];
};

/** fish's own lists of folders: a package's files come behind a person's. */
const lists: Readonly<Record<string, string>> = {
  completions: "fish_complete_path",
  functions: "fish_function_path",
};

/** What the variables file sets or changes, as a shell sees it that has the home's programs on PATH already. */
const sessionVariables = (places: Places): Readonly<Record<string, string>> => {
  const file = `${places.anchor}/home-path/${variablesFile}`;
  const programs = `${places.anchor}/home-path/bin`;
  const { PATH = "" } = process.env;
  const env = {
    ...(process.env as Record<string, string>),
    PATH: PATH.split(":").includes(programs) ? PATH : `${programs}:${PATH}`,
  };
  const read = (script: string) =>
    new Map(
      runProgram("sh", ["-c", script, "sh", file], { env })
        .stdout.split("\0")
        .filter((line) => line.includes("="))
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const),
    );
  const before = read("env -0");
  const after = read('if [ -r "$1" ]; then . "$1"; fi; env -0');
  return Object.fromEntries([...after].filter(([name, value]) => name !== "_" && before.get(name) !== value));
};

const variablesFile = "etc/profile.d/hm-session-vars.sh";

/** By way of $HOME where that holds, so that the lines can be kept in a file shared between machines. */
const profileText = ({ anchor, home }: Places): string =>
  anchor.startsWith(`${home}/`) && /^[\w./-]*$/.test(anchor.slice(home.length))
    ? `"$HOME"${anchor.slice(home.length)}/home-path`
    : `${shellQuoted(anchor)}/home-path`;

const fishQuoted = (value: string): string => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
