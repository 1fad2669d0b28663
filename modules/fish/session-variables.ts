/**
 * The home's session variables for fish, which cannot read those of POSIX shells: `etc/profile.d/hm-session-vars.fish`.
 */
import {
  type Context,
  expandingFishQuote,
  fishProfilePathLines,
  quoteFish,
  sortedEntries,
} from "lares/module";

export const fishSessionVariables = ({ config: { home }, lib }: Context): string =>
  [
    "# Set by Lares at login; sourcing it again does nothing.",
    "set -q __HM_SESS_VARS_SOURCED; and return",
    "set -gx __HM_SESS_VARS_SOURCED 1\n",
    ...(lib.standIns ? [] : fishProfilePathLines(expandingFishQuote(home.profileDirectory))),
    ...sortedEntries(home.sessionVariables)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => `set -gx ${name} ${valueWord(String(value))}`),
    ...sortedEntries(home.sessionSearchVariables)
      .filter(([, folders]) => folders.length > 0)
      .map(([name, folders]) => searchLine(name, folders)),
    ...(home.sessionPath.length === 0 ? [] : [searchLine("PATH", home.sessionPath)]),
    ...(home.sessionVariablesExtra.trim() === "" ? [] : [extraLines(home.sessionVariablesExtra)]),
    "",
  ].join("\n");

/** A variable that neither `[` nor a word follows means the same to both; for all else a POSIX shell is asked. */
const valueWord = (text: string): string => {
  if (!/[$`\\"]/.test(text)) return `'${text.replaceAll("'", "\\'")}'`;
  const bare = text.replace(/\$\{([A-Za-z_]\w*)\}(?!\w)/g, "$$$1");
  return /^(?:[^$`\\"]|\$[A-Za-z_]\w*(?!\[|\w))*$/.test(bare) ? expandingFishQuote(bare) : askedWord(text);
};

const askedWord = (text: string): string => `(sh -c ${quoteFish(`printf %s "${text}"`)} | string collect)`;

/** A list to fish, with the folders in front. */
const searchLine = (name: string, folders: readonly string[]): string =>
  `set -gx --path ${name} ${folders.map(valueWord).join(" ")} $${name}`;

/** A POSIX shell runs it, and what it exports then is taken over, but for what every shell has of its own. */
const extraLines = (code: string): string =>
  `for pair in (sh -c ${quoteFish(`{\n${code.trim()}\n} >&2\nenv -0`)} | string split0)
    set -l name (string split -m 1 -f 1 = -- $pair)
    contains -- $name _ PWD OLDPWD SHLVL
    or set -gx $name (string replace -- "$name=" "" $pair | string collect)
end`;
