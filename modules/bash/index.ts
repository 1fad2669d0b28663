/** Bash: `~/.profile`, `~/.bash_profile`, `~/.bashrc` and `~/.bash_logout`. */
import { type Context, defineModule, mkBefore, mkDefault, mkIf, mkMerge, mkOrder } from "lares/module";
import { bashrc, completion, profile } from "./files.ts";
import { options } from "./options.ts";
import { vteCode } from "./vte.ts";

const enabled = ({ config }: Context) => config.programs.bash.enable;
const completes = ({ config: { programs } }: Context) =>
  programs.bash.enable && programs.bash.enableCompletion;
const tellsVte = ({ config: { programs } }: Context) =>
  programs.bash.enable && programs.bash.enableVteIntegration;
const saysGoodbye = ({ config: { programs } }: Context) =>
  programs.bash.enable && programs.bash.logoutExtra !== "";

/** A login shell reads this file alone; it makes the other two count there. */
const bashProfile = `[[ -f ~/.profile ]] && . ~/.profile
[[ -f ~/.bashrc ]] && . ~/.bashrc
`;

const homeAliases = ({ config }: Context) =>
  Object.fromEntries(
    Object.entries(config.home.shellAliases).map(([name, text]) => [name, mkDefault<string>(text)]),
  );

export default defineModule({
  path: "programs.bash",
  url: import.meta.url,
  options,
  config: {
    home: {
      file: mkIf(enabled, {
        ".bash_profile": { text: bashProfile },
        ".profile": { text: profile },
        ".bashrc": { text: bashrc },
        ".bash_logout": mkIf(saysGoodbye, { text: ({ config }) => config.programs.bash.logoutExtra }),
      }),
      packages: mkIf(enabled, ({ config: { programs } }) =>
        programs.bash.package ? [programs.bash.package] : [],
      ),
    },
    programs: {
      bash: {
        shellAliases: mkIf(enabled, homeAliases),
        /** Before anything that may want to complete. */
        initExtra: mkMerge([mkIf(completes, mkOrder(100, completion)), mkIf(tellsVte, mkBefore(vteCode))]),
      },
    },
  },
});
