/** Where shells find what the home's packages have: programs, manual pages, data, completions. */
import { expandingQuote, quoteShell } from "../generators/shell.ts";

/**
 * Lines for any POSIX shell that put the folders of a profile in front, once however often they run. `profile` is as a shell reads it, quoted
 * where it has to be. An empty part of MANPATH stands for the system's own pages. Zsh's `fpath` is `FPATH` to others.
 */
export const profilePathLines = (profile: string): readonly string[] => [
  ...pathLines([`${profile}/bin`]),
  `case ":\${XDG_DATA_DIRS-}:" in *:${profile}/share:*) ;; *) export XDG_DATA_DIRS=${profile}/share:"\${XDG_DATA_DIRS:-/usr/local/share:/usr/share}" ;; esac`,
  `case ":\${MANPATH-}:" in *:${profile}/share/man:*) ;; *) export MANPATH=${profile}/share/man:"\${MANPATH-}" ;; esac`,
  `if [ -n "\${ZSH_VERSION-}" ]; then case ":\${FPATH-}:" in *:${profile}/share/zsh/site-functions:*) ;; *) FPATH=${profile}/share/zsh/site-functions"\${FPATH:+:$FPATH}" ;; esac; fi`,
];

/** Lines that put these folders in front of PATH, as far as it lacks them, the first of them first. */
export const pathLines = (folders: readonly string[]): readonly string[] =>
  folders
    .map(
      (folder) => `case ":\${PATH}:" in *:${folder}:*) ;; *) export PATH=${folder}"\${PATH:+:$PATH}" ;; esac`,
    )
    .reverse();

/**
 * Code that puts the folders of a home in front of PATH wherever they are in it: for login shells of macOS, whose
 * `path_helper` has just put the system's own first.
 */
export const leadingPathCode = ({ profileDirectory, sessionPath }: Home): string => {
  const folders = [...sessionPath.map(expandingQuote), quoteShell(`${profileDirectory}/bin`)];
  return `lares_lead() {
  lares_rest=":$PATH:"
  while case "$lares_rest" in *":$1:"*) ;; *) false ;; esac; do
    lares_rest="\${lares_rest%%":$1:"*}:\${lares_rest#*":$1:"}"
  done
  lares_rest="\${lares_rest#:}"
  export PATH="$1\${lares_rest:+:\${lares_rest%:}}"
}
${folders
  .map((folder) => `lares_lead ${folder}\n`)
  .reverse()
  .join("")}unset -f lares_lead
unset lares_rest
`;
};

interface Home {
  readonly profileDirectory: string;
  readonly sessionPath: readonly string[];
}

/** The same for fish, but for completions and functions: its lists of folders do not come from the environment. */
export const fishProfilePathLines = (profile: string): readonly string[] => [
  `contains -- ${profile}/bin $PATH; or set -gx PATH ${profile}/bin $PATH`,
  `set -q XDG_DATA_DIRS; or set -gx --path XDG_DATA_DIRS /usr/local/share /usr/share`,
  `contains -- ${profile}/share (string split : -- $XDG_DATA_DIRS); or set -gx --path XDG_DATA_DIRS ${profile}/share $XDG_DATA_DIRS`,
  `contains -- ${profile}/share/man $MANPATH; or set -gx --path MANPATH ${profile}/share/man $MANPATH (test -z "$MANPATH"; and echo "")`,
];
