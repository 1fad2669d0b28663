/** skim: its variables, and its keys in the shells. */
import {
  type Context,
  defineProgram,
  option,
  packageNamed,
  programOptions,
  quoteFish,
  quoteShell,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const command = (what: string, example: string) =>
  option(t.nullOr(t.str), { default: null, description: `The command that lists ${what}.`, example });
const words = (where: string, example: readonly string[]) =>
  option(t.listOf(t.str), { default: [], description: `Arguments of skim ${where}.`, example });

const options = {
  ...programOptions("skim, a fuzzy finder", packageNamed("skim", { mainProgram: "sk" })),
  ...shellIntegrations("Bash", "Fish", "Zsh"),
  defaultCommand: command("what there is to choose from", "fd --type f"),
  defaultOptions: words("everywhere", ["--height 40%", "--prompt ⟫"]),
  fileWidgetCommand: command("files for Ctrl-T", "fd --type f"),
  fileWidgetOptions: words("for Ctrl-T", ["--preview 'head {}'"]),
  changeDirWidgetCommand: command("folders for Alt-C", "fd --type d"),
  changeDirWidgetOptions: words("for Alt-C", ["--preview 'tree -C {} | head -200'"]),
  historyWidgetOptions: words("for Ctrl-R", ["--tac", "--exact"]),
};
export interface SkimOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly skim: SkimOptions;
  }
}

type Own = Context["config"]["programs"]["skim"];

/** From the store, else from where systems put them. */
const folders = ({ package: skim }: Own): readonly string[] =>
  skim?.outPath === undefined
    ? ["/usr/share/skim", "/usr/share/doc/skim/examples", "/opt/homebrew/opt/sk/share/skim"]
    : [`${skim.outPath}/share/skim`];

const paths = (own: Own, names: readonly string[]): readonly string[] =>
  folders(own).flatMap((folder) => names.map((name) => `${folder}/${name}`));

const posix = (shell: string, lineEditing: string) => (own: Own) =>
  `if ${lineEditing}; then
  for file in ${paths(own, [`completion.${shell}`, `key-bindings.${shell}`])
    .map(quoteShell)
    .join(" ")}; do
    [[ -r $file ]] && source "$file"
  done
  unset file
fi
`;

const fish = (own: Own): string => `for file in ${paths(own, ["key-bindings.fish"]).map(quoteFish).join(" ")}
    if test -r $file
        source $file
        skim_key_bindings
        break
    end
end
`;

const joined = (words: readonly string[]): string | null => (words.length === 0 ? null : words.join(" "));

export default defineProgram("programs.skim", {
  url: import.meta.url,
  options,
  variables: (own) => ({
    SKIM_ALT_C_COMMAND: own.changeDirWidgetCommand,
    SKIM_ALT_C_OPTS: joined(own.changeDirWidgetOptions),
    SKIM_CTRL_R_OPTS: joined(own.historyWidgetOptions),
    SKIM_CTRL_T_COMMAND: own.fileWidgetCommand,
    SKIM_CTRL_T_OPTS: joined(own.fileWidgetOptions),
    SKIM_DEFAULT_COMMAND: own.defaultCommand,
    SKIM_DEFAULT_OPTIONS: joined(own.defaultOptions),
  }),
  shells: {
    bash: posix("bash", "[[ :$SHELLOPTS: =~ :(vi|emacs): ]]"),
    zsh: posix("zsh", "[[ $options[zle] = on ]]"),
    fish,
  },
});
