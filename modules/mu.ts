/** mu, which indexes mail: a step that makes its database, from the e-mail accounts. */
import {
  type Context,
  defineProgram,
  option,
  programOptions,
  quoteShell,
  type TreeOf,
  t,
} from "lares/module";
import { aliasAddresses, mailAccounts } from "./accounts/mail.ts";

const options = {
  ...programOptions("mu, which indexes mail", "mu"),
  home: option(t.path, {
    default: ({ config }) => `${config.xdg.cacheHome}/mu`,
    defaultText: "~/.cache/mu",
    description: "The folder of its database.",
  }),
};
export interface MuOptions extends TreeOf<typeof options> {}

const accountOptions = {
  enable: option(t.bool, {
    default: false,
    description: "Whether mu takes this account's addresses as mine.",
  }),
};
export interface MuAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly mu: MuOptions;
  }
  interface EmailAccountOptions {
    readonly mu: MuAccountOptions;
  }
}

export default defineProgram("programs.mu", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.mu": accountOptions },
  variables: ({ home }) => ({ MUHOME: home }),
  config: {
    home: { activation: (context) => ({ muInit: { after: ["writeBoundary"], run: initialise(context) } }) },
  },
});

/** Once there is a database, mu keeps what it was made with; another folder or address asks for a new one. */
const initialise = ({ config, lib }: Context): string => {
  const { package: mu, home } = config.programs.mu;
  const addresses = mailAccounts(config, (account) => account.mu.enable).flatMap((account) => [
    account.address,
    ...aliasAddresses(account),
  ]);
  const words = [
    lib.program(mu ?? "mu"),
    "init",
    `--muhome=${home}`,
    `--maildir=${config.accounts.email.maildirBasePath}`,
    ...addresses.map((address) => `--my-address=${address}`),
  ];
  const command = words.map(quoteShell).join(" ");
  const mark = quoteShell(`${home}/lares-init`);
  return `if [ ! -d ${quoteShell(`${home}/xapian`)} ] || [ "$(cat ${mark} 2>/dev/null)" != ${quoteShell(command)} ]; then
  run ${command}
  [[ -v DRY_RUN ]] || printf '%s\\n' ${quoteShell(command)} > ${mark}
fi
`;
};
