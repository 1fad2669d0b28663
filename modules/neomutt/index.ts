/** NeoMutt, a mail client for the terminal: `neomutt/neomuttrc`, and a file for each e-mail account. */
import { type Context, defineProgram, joinText, quoteShell, sortedEntries } from "lares/module";
import {
  type Account,
  accountsOf,
  accountText,
  hasSignatureText,
  registration,
  usesServer,
} from "./account.ts";
import { accountOptions, options } from "./options.ts";

export default defineProgram("programs.neomutt", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.neomutt": accountOptions },
  files: (own, context) => {
    const { config } = context;
    const accounts = accountsOf(config);
    return {
      "neomutt/neomuttrc": joinText(mainText(own, context)),
      ...Object.fromEntries(
        accounts.map((account) => [
          `neomutt/${account.name}`,
          { text: accountText(account, config, signatureFile(account, context)) },
        ]),
      ),
    };
  },
  warnings: ({ binds, macros }) => [
    [...binds, ...macros].some(({ map }) => typeof map === "string") &&
      'programs.neomutt.binds and macros: `map` is one menu by itself, which is deprecated: give a list, as in ["index"].',
  ],
  assertions: (_, { config }) =>
    accountsOf(config).flatMap(({ name, maildir, imap, neomutt }) => [
      {
        assertion: neomutt.mailboxType === "imap" ? imap !== null : maildir !== null,
        message: `accounts.email.accounts.${name}.neomutt reads mail by \`${neomutt.mailboxType}\`, which the account does not have.`,
      },
    ]),
});

type Own = Context["config"]["programs"]["neomutt"];

const fileOf = ({ name }: Account, { xdg }: Context["config"]): string => `${xdg.configHome}/neomutt/${name}`;

const signatureFile = (account: Account, { lib }: Context): string =>
  hasSignatureText(account) ? `${lib.text("signature.txt", account.signature.text)}` : "";

const mainText = (own: Own, { config, lib }: Context): string => {
  const accounts = accountsOf(config);
  const primary = accounts.find((account) => account.primary);
  return [
    [
      `set header_cache = "${config.xdg.cacheHome}/neomutt/headers/"`,
      `set message_cachedir = "${config.xdg.cacheHome}/neomutt/messages/"`,
      `set editor = "${own.editor}"`,
      "set implicit_autoview = yes",
      "set crypt_use_gpgme = yes",
      "alternative_order text/enriched text/plain text",
      "set delete = yes",
      ...(own.vimKeys ? [`source ${folderOf(own)}/vim-keys/vim-keys.rc`] : []),
      ...(own.checkStatsInterval === null
        ? []
        : ["set mail_check_stats", `set mail_check_stats_interval = ${own.checkStatsInterval}`]),
      ...sortedEntries(own.settings).map(([name, value]) => `set ${name} = ${value}`),
    ],
    own.sidebar.enable
      ? [
          "# Sidebar",
          "set sidebar_visible = yes",
          `set sidebar_short_path = ${own.sidebar.shortPath ? "yes" : "no"}`,
          `set sidebar_width = ${own.sidebar.width}`,
          `set sidebar_format = '${own.sidebar.format}'`,
        ]
      : [],
    own.binds.length > 0
      ? [
          "# Binds",
          ...own.binds.map(({ map, key, action }) => `bind ${[map].flat().join(",")} ${key} "${action}"`),
        ]
      : [],
    own.macros.length > 0
      ? [
          "# Macros",
          ...own.macros.map(({ map, key, action }) => `macro ${[map].flat().join(",")} ${key} "${action}"`),
        ]
      : [],
    accounts.length > 0
      ? [
          "# Register accounts",
          ...(accounts.some(usesServer)
            ? [`set account_command = '${commandFile(accounts.filter(usesServer), lib)}'`]
            : []),
          ...accounts.map((account) => registration(account, fileOf(account, config), config)),
        ]
      : [],
    primary && own.sourcePrimaryAccount
      ? ["# Source primary account", `source ${fileOf(primary, config)}`]
      : [],
    own.extraConfig === "" ? [] : ["# Extra configuration", own.extraConfig.trimEnd()],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
};

const commandFile = (accounts: readonly Account[], lib: Context["lib"]): string => {
  const [name, text] = ["account-command.sh", accountCommand(accounts)];
  return `${lib.textFile({ name, text, executable: true, destination: `/bin/${name}` })}/bin/${name}`;
};

/** NeoMutt's own keys for those who know Vim come with its package. */
const folderOf = ({ package: neomutt }: Own): string =>
  neomutt?.outPath === undefined ? "/usr/share/neomutt" : `${neomutt.outPath}/share/neomutt`;

/**
 * NeoMutt runs it with `--hostname H --username U --type T` and reads the login from what it prints, so that
 * mailboxes of several servers can be open at once.
 */
const accountCommand = (accounts: readonly Account[]): string =>
  [
    "#!/usr/bin/env bash",
    "",
    'while [ "$#" -gt 0 ]; do',
    '  case "$1" in',
    "    --hostname) hostname=$2; shift ;;",
    "    --username) username=$2; shift ;;",
    "  esac",
    "  shift",
    "done",
    "",
    'case "$username@$hostname" in',
    ...accounts.flatMap(({ userName, imap, passwordCommand }) =>
      userName === null || imap === null || passwordCommand === null
        ? []
        : [
            `  ${quoteShell(`${userName}@${imap.host}`)})`,
            `    echo login: ${quoteShell(userName)}`,
            `    echo "password: $(${passwordCommand.join(" ")})"`,
            "    ;;",
          ],
    ),
    "esac",
    "",
  ].join("\n");
