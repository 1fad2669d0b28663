/** The file that login shells source: `etc/profile.d/hm-session-vars.sh`, as Home Manager's users know it. */
import { expandingQuote, exportLine, exportLines, quoteShell } from "../generators/shell.ts";
import type { Config } from "../option/context.ts";
import { pathLines, profilePathLines } from "./profile-paths.ts";

export const sessionVariablesFile = "etc/profile.d/hm-session-vars.sh";

/** `profile` is the folder whose programs, pages and completions come along; null where those are stand-ins. */
export const sessionVariablesText = (home: Config["home"], profile: string | null): string => {
  const said = [exportLines(home.sessionVariables), ...searchPathLines(home), home.sessionVariablesExtra];
  return [
    "# Set by Lares at login; sourcing it again changes nothing that is there.",
    ...(profile === null ? [] : profilePathLines(quoteShell(profile))),
    ...guard(profile === null ? [] : home.sessionPath),
    "export __HM_SESS_VARS_SOURCED=1",
    "",
    ...said.filter((lines) => lines !== ""),
    "",
  ].join("\n");
};

/** Shells started by shells keep what has been changed since, but `/etc/profile` of a login shell may have set PATH anew. */
const guard = (sessionPath: readonly string[]): readonly string[] =>
  sessionPath.length === 0
    ? ['if [ -n "${__HM_SESS_VARS_SOURCED-}" ]; then return; fi']
    : [
        'if [ -n "${__HM_SESS_VARS_SOURCED-}" ]; then',
        ...pathLines(sessionPath.map(expandingQuote)).map((line) => `  ${line}`),
        "  return",
        "fi",
      ];

const searchPathLines = (home: Config["home"]): string[] => {
  const lists = Object.entries(home.sessionSearchVariables).sort(([a], [b]) => (a < b ? -1 : 1));
  return [...lists, ["PATH", home.sessionPath] as const]
    .filter(([, folders]) => folders.length > 0)
    .map(([name, folders]) => exportLine(name, `${folders.join(":")}\${${name}:+:}$${name}`));
};
