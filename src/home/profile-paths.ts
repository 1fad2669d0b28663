/** Where shells find what the home's packages have: programs, manual pages, data, completions. For any POSIX shell. */

/**
 * Lines that put the folders of a profile in front, once however often they run. `profile` is as a shell reads it, quoted
 * where it has to be. An empty part of MANPATH stands for the system's own pages. Zsh's `fpath` is `FPATH` to others.
 */
export const profilePathLines = (profile: string): readonly string[] => [
  `case ":\${PATH}:" in *:${profile}/bin:*) ;; *) export PATH=${profile}/bin"\${PATH:+:$PATH}" ;; esac`,
  `case ":\${XDG_DATA_DIRS-}:" in *:${profile}/share:*) ;; *) export XDG_DATA_DIRS=${profile}/share:"\${XDG_DATA_DIRS:-/usr/local/share:/usr/share}" ;; esac`,
  `case ":\${MANPATH-}:" in *:${profile}/share/man:*) ;; *) export MANPATH=${profile}/share/man:"\${MANPATH-}" ;; esac`,
  `if [ -n "\${ZSH_VERSION-}" ]; then case ":\${FPATH-}:" in *:${profile}/share/zsh/site-functions:*) ;; *) FPATH=${profile}/share/zsh/site-functions"\${FPATH:+:$FPATH}" ;; esac; fi`,
];
