import { type ExitCode, exitCode } from "../../base/errors.ts";
import { usageError } from "../arguments.ts";
import { declareCommand, type InvocationOf } from "../command.ts";

export const command = declareCommand({
  name: "completion",
  usage: ["bash|zsh|fish"],
  description: [
    "Prints the script with which the shell completes commands, flags, option paths, generations and backups. Load it from " +
      "the shell's start-up file as the examples show.",
  ],
  flags: {},
  positionals: [1, 1],
  completes: "shell",
  examples: [
    ["completion bash", 'in ~/.bashrc: eval "$(lares completion bash)"'],
    ["completion zsh", 'in ~/.zshrc, after compinit: eval "$(lares completion zsh)"'],
    ["completion fish", "lares completion fish > ~/.config/fish/completions/lares.fish"],
  ],
});

export const run = ({ positionals, output }: InvocationOf<typeof command>): ExitCode => {
  const shell = positionals[0]!;
  const script = Object.hasOwn(scripts, shell) ? scripts[shell as keyof typeof scripts] : undefined;
  if (script === undefined)
    throw usageError(`there is no completion for ${shell}`, [], "lares completion bash|zsh|fish");
  output.print(script);
  return exitCode.done;
};

const bash = String.raw`_lares() {
  local line word kind=words
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :*) kind=${"$"}{line#:} ;;
      *) word=${"$"}{line%%$'\t'*}
        COMPREPLY+=("$(printf %q "$word")")
        case $word in *.) compopt -o nospace 2>/dev/null ;; esac ;;
    esac
  done < <("${"$"}{COMP_WORDS[0]/#\~\//$HOME/}" __complete bash "${"$"}{COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case $kind in
    file) compopt -o filenames 2>/dev/null; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "${"$"}{COMP_WORDS[COMP_CWORD]}") ;;
    directory) compopt -o filenames 2>/dev/null; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "${"$"}{COMP_WORDS[COMP_CWORD]}") ;;
  esac
}
complete -F _lares lares`;

const zsh = String.raw`#compdef lares
_lares() {
  local line word about kind=words
  local -a whole open
  for line in "${"$"}{(@f)$(${"$"}{(e)words[1]} __complete zsh "${"$"}{(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      (:*) kind=${"$"}{line#:} ;;
      ('') ;;
      (*)
        word=${"$"}{line%%$'\t'*} about=
        [[ $line == *$'\t'* ]] && about=":${"$"}{line#*$'\t'}"
        if [[ $word == *. ]]; then open+=("${"$"}{word//:/\\:}$about"); else whole+=("${"$"}{word//:/\\:}$about"); fi ;;
    esac
  done
  case $kind in
    (file) _files ;;
    (directory) _files -/ ;;
    (*)
      (( $#open )) && _describe lares open -S ''
      (( $#whole )) && _describe lares whole ;;
  esac
}
if [ "$funcstack[1]" = _lares ]; then _lares "$@"; else compdef _lares lares; fi`;

const fish = String.raw`function __lares_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] __complete fish $words[2..] 2>/dev/null)
        switch $line
            case ':file'
                __fish_complete_path (commandline -ct)
            case ':directory'
                __fish_complete_directories (commandline -ct) ''
            case '*'
                printf '%s\n' $line
        end
    end
end
complete -c lares -f -k -a '(__lares_complete)'`;

const scripts = { bash, zsh, fish };
