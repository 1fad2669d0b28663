/** docs/cli.md and docs/json.md, made from what the commands declare of themselves. */
import { type CommandDeclaration, everyCommand } from "./command.ts";
import { flagRows } from "./commands/help.ts";
import { aliases, commands } from "./commands/table.ts";

export const commandPages = async (): Promise<Readonly<Record<"cli.md" | "json.md", string>>> => {
  const declarations = await Promise.all(
    Object.values(commands).map(async ({ summary, load }) => ({ summary, ...(await load()).command })),
  );
  return { "cli.md": cliPage(declarations), "json.md": jsonPage(declarations) };
};

type Documented = CommandDeclaration & { readonly summary: string };

const cliPage = (declarations: readonly Documented[]): string =>
  [
    "# Commands",
    "",
    "Made by `npm run docs` from what the commands say of themselves; `lares help COMMAND` prints the same.",
    "",
    "| exit status | meaning |",
    "| --- | --- |",
    "| 0 | done, or nothing to do |",
    "| 1 | failed; nothing was changed unless the message says otherwise |",
    "| 2 | the command line is not understood |",
    "| 3 | `plan --exit-code`: switch would change something |",
    "| 4 | something is in the way (a collision) |",
    "| 130 | ended by Ctrl-C |",
    "",
    "Messages go to standard error, reports to standard output. Colour is used on a terminal only, and not with `NO_COLOR` or",
    "`--no-color`. Nothing is asked unless input and output are a terminal; `--yes` answers beforehand.",
    "",
    "## Flags of every command",
    "",
    ...flagTable(flagRows(everyCommand)),
    ...declarations.flatMap(commandSection),
  ].join("\n");

const commandSection = (declaration: Documented): readonly string[] => {
  const { name, summary, usage, description, flags, subcommands, examples } = declaration;
  const alias = Object.keys(aliases).filter((other) => aliases[other] === name);
  return [
    "",
    `## lares ${name}`,
    "",
    `${summary[0]!.toUpperCase()}${summary.slice(1)}.${alias.length === 0 ? "" : ` Also called ${alias.map((other) => `\`${other}\``).join(", ")}.`}`,
    "",
    "```",
    ...usage.map((form) => `lares ${name} ${form}`.trimEnd()),
    "```",
    ...description.flatMap((paragraph) => ["", paragraph]),
    ...(subcommands === undefined ? [] : ["", ...flagTable(Object.entries(subcommands), "part")]),
    ...(Object.keys(flags).length === 0 ? [] : ["", ...flagTable(flagRows(flags))]),
    "",
    "```sh",
    ...examples.map(([line, meaning]) => `lares ${line}  # ${meaning}`),
    "```",
  ];
};

const flagTable = (rows: readonly (readonly string[])[], title = "flag"): readonly string[] => [
  `| ${title} | meaning |`,
  "| --- | --- |",
  ...rows.map(([name, meaning]) => `| \`${name}\` | ${meaning!.replaceAll("|", "\\|")} |`),
];

const jsonPage = (declarations: readonly Documented[]): string =>
  [
    "# What `--json` prints",
    "",
    "Made by `npm run docs`. One JSON value on standard output, and nothing else there. Fields are only ever added to these shapes;",
    "a program should pass over those it does not know. Times are ISO 8601, sizes bytes.",
    "",
    "A command that fails prints this instead (`code` is stable; the exit status is the command's):",
    "",
    "```ts",
    "{ error: { code: string; message: string; details: string[]; place?: Place; hint?: string } }",
    "type Place = { file: string; line?: number; column?: number };",
    "type Origin = { option: string; place?: Place };",
    "/** Without a path it is the system's own. */",
    "type PackageState = { version?: string; outPath?: string };",
    "```",
    ...declarations.flatMap(({ name, json }) =>
      json === undefined ? [] : ["", `## lares ${name} --json`, "", ...shapeLines(json)],
    ),
    "",
  ].join("\n");

/** A shape, or a sentence about it. */
const shapeLines = (json: string): readonly string[] =>
  json.startsWith("as ") ? [`As ${json.slice(3)}.`] : ["```ts", json.replaceAll(" | {", "\n| {"), "```"];
