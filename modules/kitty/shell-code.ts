/** kitty's integration with shells: it marks prompts, and the folder of a shell. kitty says in a variable where it is. */
import type { Kitty } from "./index.ts";
import { modeWords } from "./mode.ts";

const folder = '"$KITTY_INSTALLATION_DIR"/shell-integration';

export const posixCode = ({ shellIntegration: own }: Kitty, shell: "bash" | "zsh"): string => {
  const wanted = shell === "bash" ? own.enableBashIntegration : own.enableZshIntegration;
  if (!wanted) return "";
  const load =
    shell === "bash"
      ? `  source ${folder}/bash/kitty.bash`
      : `  autoload -Uz -- ${folder}/zsh/kitty-integration\n  kitty-integration\n  unfunction kitty-integration`;
  return `if test -n "$KITTY_INSTALLATION_DIR"; then
  export KITTY_SHELL_INTEGRATION="${modeWords(own.mode ?? "")}"
${load}
fi
`;
};

export const fishCode = ({ shellIntegration: own }: Kitty): string =>
  !own.enableFishIntegration
    ? ""
    : `if set -q KITTY_INSTALLATION_DIR
  set --global KITTY_SHELL_INTEGRATION "${modeWords(own.mode ?? "")}"
  source ${folder}/fish/vendor_conf.d/kitty-shell-integration.fish
  set --prepend fish_complete_path ${folder}/fish/vendor_completions.d
end
`;
