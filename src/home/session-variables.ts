/** The file that login shells source: `etc/profile.d/hm-session-vars.sh`, as Home Manager's users know it. */
import { exportLine, exportLines, quoteShell } from "../generators/shell.ts";
import type { Config } from "../option/context.ts";
import { profilePathLines } from "./profile-paths.ts";

export const sessionVariablesFile = "etc/profile.d/hm-session-vars.sh";

/** `profile` is the folder whose programs, pages and completions come along; null where those are stand-ins. */
export const sessionVariablesText = (home: Config["home"], profile: string | null): string =>
  [
    "# Set by Lares at login; sourcing it again does nothing.",
    'if [ -n "${__HM_SESS_VARS_SOURCED-}" ]; then return; fi',
    "export __HM_SESS_VARS_SOURCED=1",
    "",
    ...(profile === null ? [] : profilePathLines(quoteShell(profile))),
    exportLines(home.sessionVariables),
    ...searchPathLines(home),
    home.sessionVariablesExtra,
  ]
    .filter((line, i) => i === 3 || line !== "")
    .join("\n")
    .concat("\n");

const searchPathLines = (home: Config["home"]): string[] => {
  const lists = Object.entries(home.sessionSearchVariables).sort(([a], [b]) => (a < b ? -1 : 1));
  return [...lists, ["PATH", home.sessionPath] as const]
    .filter(([, folders]) => folders.length > 0)
    .map(([name, folders]) => exportLine(name, `${folders.join(":")}\${${name}:+:}$${name}`));
};
