/** The text of Bash's files. */
import { aliasLines, type Context, exportLines, leadingPathCode, quoteShell } from "lares/module";

export const profile = ({ config, host, lib }: Context): string => {
  const { sessionVariables, profileExtra } = config.programs.bash;
  const variables = `. "${config.home.profileDirectory}/etc/profile.d/hm-session-vars.sh"`;
  const leading = host.os === "darwin" && !lib.standIns ? leadingPathCode(config.home) : "";
  return paragraphs([variables, leading, exportLines(sessionVariables), profileExtra]);
};

export const bashrc = ({ config }: Context): string => {
  const { bashrcExtra, shellOptions, shellAliases, initExtra } = config.programs.bash;
  return paragraphs([
    bashrcExtra,
    "# The rest is for interactive shells.\n[[ $- == *i* ]] || return",
    historyLines(config.programs.bash),
    shellOptions.map(shoptLine(config.programs.bash)).join("\n"),
    aliasLines(shellAliases),
    initExtra,
  ]);
};

type Bash = Context["config"]["programs"]["bash"];

const historyLines = ({
  historyControl,
  historyFile,
  historyFileSize,
  historyIgnore,
  historySize,
}: Bash): string =>
  [
    historyControl.length > 0 && `HISTCONTROL=${historyControl.join(":")}`,
    historyFile !== null && `HISTFILE="${historyFile}"`,
    historyFileSize !== null && `HISTFILESIZE=${historyFileSize}`,
    historyIgnore.length > 0 && `HISTIGNORE=${quoteShell(historyIgnore.join(":"))}`,
    historySize !== null && `HISTSIZE=${historySize}`,
    historyFile !== null && 'mkdir -p "$(dirname "$HISTFILE")"',
  ]
    .filter((line) => line !== false)
    .join("\n");

/** A Bash of the system may be too old for an option (macOS has 3.2): it shall not complain in every shell. */
const shoptLine =
  ({ package: bash }: Bash) =>
  (name: string): string => {
    const line = name.startsWith("-") ? `shopt -u ${name.slice(1)}` : `shopt -s ${name}`;
    return bash?.outPath === undefined ? `${line} 2>/dev/null` : line;
  };

/** From the store where it is there, else from where systems put it. */
export const completion = ({ lib }: Context): string => {
  const { outPath } = lib.package("bash-completion");
  if (outPath === undefined) return systemCompletion;
  return `if [[ ! -v BASH_COMPLETION_VERSINFO ]]; then
  . "${outPath}/etc/profile.d/bash_completion.sh"
fi
`;
};

/** No `-v`: it is a syntax error to the Bash 3.2 of macOS. */
const systemCompletion = `if [[ -z \${BASH_COMPLETION_VERSINFO:-} ]]; then
  for completion in \\
    /usr/share/bash-completion/bash_completion \\
    /opt/homebrew/etc/profile.d/bash_completion.sh \\
    /usr/local/etc/profile.d/bash_completion.sh \\
    /usr/local/share/bash-completion/bash_completion; do
    if [[ -r $completion ]]; then
      . "$completion"
      break
    fi
  done
  unset completion
fi
`;

/** The parts that say something, a blank line between them. */
const paragraphs = (parts: readonly string[]): string =>
  parts
    .filter((part) => part.trim() !== "")
    .map((part) => `${part.replace(/\n+$/, "")}\n`)
    .join("\n");
