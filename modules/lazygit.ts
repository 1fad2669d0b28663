/** lazygit: its settings, and a function that stays in the folder it was left in. */
import {
  applicationSupport,
  type Context,
  defineProgram,
  formats,
  option,
  programOptions,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("lazygit, Git in the terminal", "lazygit"),
  ...shellIntegrations("Bash", "Fish", "Nushell", "Zsh"),
  shellWrapperName: option(t.str, {
    default: "lg",
    description:
      "The name of the shell function that runs lazygit and then goes to the folder it was left in.",
  }),
  settings: formats.yaml.option({ example: { gui: { theme: { activeBorderColor: ["blue", "bold"] } } } }),
};
export interface LazygitOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly lazygit: LazygitOptions;
  }
}

type Own = { readonly shellWrapperName: string };

/** Where lazygit writes the folder it was left in. */
const folderFile = ({ config }: Context): string =>
  config.home.preferXdgDirectories ? `${config.xdg.cacheHome}/lazygit/newdir` : "~/.lazygit/newdir";

const posixFunction = ({ shellWrapperName }: Own, context: Context): string => `${shellWrapperName}() {
  export LAZYGIT_NEW_DIR_FILE=${folderFile(context)}
  command lazygit "$@"
  if [ -f "$LAZYGIT_NEW_DIR_FILE" ]; then
    cd "$(cat "$LAZYGIT_NEW_DIR_FILE")"
    rm -f "$LAZYGIT_NEW_DIR_FILE"
  fi
}
`;

const fishFunction = ({ shellWrapperName }: Own, context: Context) => ({
  [shellWrapperName]: `set -x LAZYGIT_NEW_DIR_FILE ${folderFile(context)}
command lazygit $argv
if test -f $LAZYGIT_NEW_DIR_FILE
    cd (cat $LAZYGIT_NEW_DIR_FILE)
    rm -f $LAZYGIT_NEW_DIR_FILE
end
`,
});

const nushellFunction = ({ shellWrapperName }: Own, context: Context): string =>
  `def --env ${shellWrapperName} [...args] {
  $env.LAZYGIT_NEW_DIR_FILE = ("${folderFile(context)}" | path expand)
  ^lazygit ...$args
  if ($env.LAZYGIT_NEW_DIR_FILE | path exists) {
    cd (open --raw $env.LAZYGIT_NEW_DIR_FILE | str trim)
    rm --force $env.LAZYGIT_NEW_DIR_FILE
  }
}
`;

export default defineProgram("programs.lazygit", {
  url: import.meta.url,
  options,
  files: ({ settings }, context) => ({
    [applicationSupport("lazygit/config.yml", context)]: formats.yaml.file(settings),
  }),
  shells: {
    bash: posixFunction,
    zsh: posixFunction,
    fish: { option: "functions", code: fishFunction },
    nushell: nushellFunction,
  },
});
