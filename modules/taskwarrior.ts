/** Taskwarrior, a list of tasks: a file that its own `task/taskrc` includes, which Taskwarrior goes on writing. */
import {
  type Context,
  defineProgram,
  linesOption,
  option,
  packageNamed,
  plainValue,
  programOptions,
  quoteShell,
  type Scalar,
  sortedEntries,
  sourcePath,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("Taskwarrior, a list of tasks", packageNamed("taskwarrior", { mainProgram: "task" })),
  dataLocation: option(t.str, {
    default: ({ config }) => `${config.xdg.dataHome}/task`,
    defaultText: "~/.local/share/task",
    description: "The folder of the tasks.",
  }),
  colorTheme: option(t.nullOr(t.oneOf(sourcePath, t.str)), {
    default: null,
    description: "One of Taskwarrior's themes, by name, or the path of one.",
    example: "dark-blue-256",
  }),
  config: option(t.attrsOf(t.anything), {
    default: {},
    description: "Settings; sets in sets become names with dots, lists are joined by commas.",
    example: { confirmation: false, report: { minimal: { filter: "status:pending" } } },
  }),
  extraConfig: linesOption("Further lines, at the end."),
};
export interface TaskwarriorOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly taskwarrior: TaskwarriorOptions;
  }
}

const own = "task/home-manager-taskrc";

export default defineProgram("programs.taskwarrior", {
  url: import.meta.url,
  options,
  files: ({ dataLocation, colorTheme, config, extraConfig }) => ({
    [own]: {
      text: [
        `data.location=${dataLocation}\n`,
        colorTheme === null ? "" : `include ${themeFile(colorTheme)}\n`,
        settingLines(config, ""),
        extraConfig.replace(/\n?$/, "\n"),
      ]
        .filter((part) => part.trim() !== "")
        .join("\n"),
    },
  }),
  config: { home: { activation: (context) => ({ taskrc: includeStep(context) }) } },
});

const themeFile = (theme: string): string => (theme.startsWith("/") ? theme : `${theme}.theme`);

const settingLines = (settings: Readonly<Record<string, unknown>>, prefix: string): string =>
  sortedEntries(settings)
    .map(([name, value]) =>
      isSet(value) ? settingLines(value, `${prefix}${name}.`) : `${prefix}${name}=${settingValue(value)}\n`,
    )
    .join("");

const isSet = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !("_type" in value);

const settingValue = (value: unknown): string =>
  Array.isArray(value) ? value.map(settingValue).join(",") : plainValue(value as Scalar);

/** The file in which `task config` writes stays Taskwarrior's: it only gets a first line. */
const includeStep = ({ config }: Context) => {
  const line = `include ${config.xdg.configHome}/${own}`;
  const file = quoteShell(`${config.xdg.configHome}/task/taskrc`);
  return {
    after: ["writeBoundary"],
    run: [
      `if [ ! -s ${file} ]; then`,
      `  run mkdir -p "$(dirname ${file})"`,
      `  run sh -c ${quoteShell(`printf '%s\\n' "$1" > "$2"`)} sh ${quoteShell(line)} ${file}`,
      `elif ! grep -qxF -e ${quoteShell(line)} ${file}; then`,
      `  run sed -i.before-lares ${quoteShell(`1i\\\n${line}`)} ${file}`,
      "fi",
    ].join("\n"),
  };
};
