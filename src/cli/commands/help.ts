import { type ExitCode, exitCode } from "../../base/errors.ts";
import { nearestName } from "../../option/nearest.ts";
import { usageError } from "../arguments.ts";
import {
  type CommandDeclaration,
  declareCommand,
  everyCommand,
  type Flag,
  type Flags,
  type Invocation,
  kebabCase,
} from "../command.ts";
import { alignColumns, wrapText } from "../render/layout.ts";
import { aliases, commands } from "./table.ts";

export const command = declareCommand({
  name: "help",
  usage: ["[COMMAND]"],
  description: ["Lists the commands, or explains one."],
  flags: {},
  positionals: [0, 1],
  completes: "command",
  examples: [["help switch", "explain switch"]],
});

export const run = async ({
  positionals,
  output,
}: Pick<Invocation, "positionals" | "output">): Promise<ExitCode> => {
  const [topic] = positionals;
  const lines = topic === undefined ? overview(output.colour.bold) : await explain(topic, output.colour.bold);
  for (const line of lines) output.print(line);
  return exitCode.done;
};

type Paint = (text: string) => string;

const overview = (bold: Paint): readonly string[] => {
  const groups = Map.groupBy(Object.entries(commands), ([, { group }]) => group);
  const rows = alignColumns(
    Object.entries(commands).map(([name, { summary }]) => [name, summary]),
    { indent: "  " },
  );
  const lineOf = new Map(Object.keys(commands).map((name, index) => [name, rows[index]!]));
  return [
    "Lares makes your home what home.config.ts says: dotfiles, programs, shell. No root, and every step can be undone.",
    "",
    `${bold("Usage:")} lares COMMAND [FLAGS]`,
    ...[...groups].flatMap(([group, members]) => [
      "",
      bold(group),
      ...members.map(([name]) => lineOf.get(name)!),
    ]),
    "",
    "lares help COMMAND explains one.  Exit status: 0 done, 1 failed, 2 usage, 3 would change, 4 collision.",
  ].flatMap((line) => (line.startsWith("Lares makes") ? wrapText(line, 80) : [line]));
};

const explain = async (topic: string, bold: Paint): Promise<readonly string[]> => {
  const name = aliases[topic] ?? topic;
  const entry = commands[name];
  if (entry === undefined) {
    const close = nearestName(topic, Object.keys(commands));
    throw usageError(
      `there is no command "${topic}"`,
      [],
      close === undefined ? "lares --help lists them" : `did you mean ${close}?`,
    );
  }
  const { command: declaration } = await entry.load();
  return renderHelp(declaration, entry.summary, bold);
};

export const renderHelp = (
  declaration: CommandDeclaration,
  summary: string,
  bold: Paint,
): readonly string[] => {
  const { name, usage, description, flags, subcommands, examples } = declaration;
  const alias = Object.keys(aliases).filter((other) => aliases[other] === name);
  return [
    `lares ${name}: ${summary}${alias.length === 0 ? "" : ` (also: ${alias.join(", ")})`}`,
    "",
    ...usage.map((form, index) =>
      `${index === 0 ? bold("Usage:") : "      "} lares ${name} ${form}`.trimEnd(),
    ),
    ...description.flatMap((paragraph) => ["", ...wrapText(paragraph, 80)]),
    ...(subcommands === undefined ? [] : section(bold("Parts"), Object.entries(subcommands))),
    ...(Object.keys(flags).length === 0 ? [] : section(bold("Flags"), flagRows(flags))),
    ...section(bold("Flags of every command"), flagRows(everyCommand)),
    ...section(
      bold("Examples"),
      examples.map(([line, meaning]) => [`lares ${line}`.trimEnd(), meaning]),
    ),
  ];
};

const section = (title: string, rows: readonly (readonly string[])[]): readonly string[] => [
  "",
  title,
  ...alignColumns(rows, { indent: "  " }),
];

export const flagRows = (flags: Flags): readonly (readonly string[])[] =>
  Object.entries(flags).map(([key, flag]) => [flagForm(key, flag), flag.summary]);

const flagForm = (key: string, flag: Flag): string => {
  const long = `--${kebabCase(key)}${flag.kind === "value" ? ` ${flag.placeholder}` : ""}`;
  return flag.short === undefined ? long : `-${flag.short}, ${long}`;
};
