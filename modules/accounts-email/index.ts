/** E-mail accounts, which mail programs read. */
import { type Context, defineModule, mkIf } from "lares/module";
import { gitIdentities } from "./git-send-email.ts";
import { options } from "./options.ts";

const enabledAccounts = ({ config }: Context) =>
  Object.values(config.accounts.email.accounts).filter(({ enable }) => enable);

export default defineModule({
  path: "accounts.email",
  url: import.meta.url,
  options,
  config: {
    assertions: mkIf(
      (context) => enabledAccounts(context).length > 0,
      (context) => {
        const primary = enabledAccounts(context).filter((account) => account.primary);
        return [
          {
            assertion: primary.length === 1,
            message: `${primary.length === 0 ? "None" : "More than one"} of accounts.email.accounts is primary: set \`primary\` in one of them.`,
          },
        ];
      },
    ),
  },
  /** Only in homes that use Git. */
  whenLoaded: { "programs.git": { iniContent: { sendemail: gitIdentities } } },
});
