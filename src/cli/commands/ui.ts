import type { ExitCode } from "../../base/errors.ts";
import { openDashboard } from "../../tui/open.ts";
import { declareCommand, evaluating, type InvocationOf, toggle } from "../command.ts";

export const command = declareCommand({
  name: "ui",
  usage: ["[--ascii]"],
  description: [
    "Opens the dashboard, as lares alone does in a terminal: the state of the home, its generations, files, packages and " +
      "options, and what is being done, each with what can be done about it. ? lists the keys, q leaves.",
  ],
  flags: {
    ascii: toggle("draw with plain ASCII (as where LANG is not UTF-8)"),
    ...evaluating,
  },
  positionals: [0, 0],
  examples: [["ui", "open it"]],
});

export const run = ({ flags }: InvocationOf<typeof command>): Promise<ExitCode> => {
  const { config, host, os } = flags;
  const hostChoice = { ...(host !== undefined && { name: host }), ...(os !== undefined && { os }) };
  return openDashboard({
    cwd: process.cwd(),
    colour: !flags.noColor && !process.env.NO_COLOR,
    ascii: flags.ascii || !showsUtf8(process.env),
    ...(config !== undefined && { config }),
    ...(Object.keys(hostChoice).length > 0 && { hostChoice }),
  });
};

/** As the C library decides it (POSIX, "Environment Variables"); on macOS every terminal does, whatever LANG says. */
const showsUtf8 = ({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean =>
  /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || "") || process.platform === "darwin";
