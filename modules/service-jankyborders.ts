/** JankyBorders draws borders around windows of macOS. */
import {
  type ConfigOf,
  defineProgram,
  option,
  packageNamed,
  plainValue,
  programOptions,
  quoteShell,
  type Scalar,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("JankyBorders", packageNamed("JankyBorders", { mainProgram: "borders" })),
  settings: option(t.attrsOf(t.oneOf(t.str, t.bool, t.numeral, t.listOf(t.str))), {
    default: {},
    description: "Its options, by name; truth is `on` and `off`.",
    example: { style: "round", width: 6.0, hidpi: "off", active_color: "0xffe2e2e3" },
  }),
  errorLogFile: option(t.nullOr(t.str), {
    default: ({ config }) => `${config.home.homeDirectory}/Library/Logs/jankyborders/err.log`,
    defaultText: "~/Library/Logs/jankyborders/err.log",
    description: "The file that takes what it says on standard error.",
  }),
  outLogFile: option(t.nullOr(t.str), {
    default: ({ config }) => `${config.home.homeDirectory}/Library/Logs/jankyborders/out.log`,
    defaultText: "~/Library/Logs/jankyborders/out.log",
    description: "The file that takes what it says on standard output.",
  }),
};
export interface JankybordersOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly jankyborders: JankybordersOptions;
  }
}

type Settings = ConfigOf<typeof options>["settings"];

const optionLines = (settings: Settings): string =>
  sortedEntries(settings)
    .map(([name, value]) => `  ${quoteShell(`${name}=${textOf(value)}`)}`)
    .join("\n");

const textOf = (value: Settings[string]): string => {
  if (typeof value === "boolean") return value ? "on" : "off";
  return Array.isArray(value) ? value.join(",") : plainValue(value as Scalar);
};

export default defineProgram("services.jankyborders", {
  url: import.meta.url,
  options,
  platforms: ["darwin"],
  files: ({ package: borders, settings }, { lib }) => ({
    "borders/bordersrc": Object.keys(settings).length > 0 && {
      text: `#!/bin/sh\noptions=(\n${optionLines(settings)}\n)\n\n${lib.program(borders ?? "borders", "borders")} "${"$"}{options[@]}"\n`.replace(
        "#!/bin/sh",
        "#!/bin/bash",
      ),
      executable: true,
    },
  }),
  agents: ({ package: borders, errorLogFile, outLogFile }, { lib }) => ({
    jankyborders: {
      enable: true,
      config: {
        ProgramArguments: [lib.program(borders ?? "borders", "borders")],
        KeepAlive: true,
        ProcessType: "Interactive",
        StandardErrorPath: errorLogFile,
        StandardOutPath: outLogFile,
      },
    },
  }),
});
