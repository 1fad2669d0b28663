/** meli, a mail client for the terminal: `meli/config.toml`, from the e-mail accounts. */
import {
  defineProgram,
  formats,
  joinText,
  option,
  programOptions,
  type TreeOf,
  t,
  toToml,
} from "lares/module";
import {
  isIndexed,
  type MailAccount,
  mailAccounts,
  mergedTrees,
  needed,
  sendsByMsmtp,
  type Tree,
} from "./accounts/mail.ts";

const options = {
  ...programOptions("meli, a mail client for the terminal", "meli"),
  includes: option(t.listOf(t.str), {
    default: [],
    description: "Paths of files that are read first.",
    example: ["~/.config/meli/theme.toml"],
  }),
  settings: formats.toml.option({ example: { shortcuts: { general: { next_page: "C-d" } } } }),
};
export interface MeliOptions extends TreeOf<typeof options> {}

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether meli uses this account." }),
  mailboxes: option(t.listOf(t.str), {
    default: ["Inbox", "Sent", "Trash", "Drafts"],
    description: "The mailboxes that it shows.",
    example: ["INBOX", "Sent"],
  }),
  mailboxAliases: option(t.attrsOf(t.jsonObject), {
    default: {},
    description: "Settings of mailboxes, by name.",
    example: { INBOX: { alias: "📥 Inbox" } },
  }),
  settings: formats.toml.option({
    description: "Settings of the account, which win over those that follow from it.",
  }),
};
export interface MeliAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly meli: MeliOptions;
  }
  interface EmailAccountOptions {
    readonly meli: MeliAccountOptions;
  }
}

const takesPart = ({ meli }: MailAccount): boolean => meli.enable;

export default defineProgram("programs.meli", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.meli": accountOptions },
  files: (own, { config }) => {
    const accounts = Object.fromEntries(
      mailAccounts(config, takesPart).map((account) => [
        account.name,
        mergedTrees(accountSettings(account), account.meli.settings),
      ]),
    );
    const settings = mergedTrees(Object.keys(accounts).length > 0 ? { accounts } : {}, own.settings);
    return {
      "meli/config.toml": joinText(
        own.includes.map((file) => `include(${JSON.stringify(file)})\n`).join(""),
        Object.keys(settings).length > 0 ? toToml(settings as never) : "",
      ),
    };
  },
  assertions: (_, { config }) =>
    mailAccounts(config, takesPart).flatMap((account) =>
      needed("meli", account, { "maildir or imap": account.imap ?? account.maildir }),
    ),
});

const accountSettings = (account: MailAccount): Tree => {
  const { address, realName, meli } = account;
  return {
    identity: address,
    display_name: realName,
    subscribed_mailboxes: meli.mailboxes,
    ...(Object.keys(meli.mailboxAliases).length > 0 && { mailboxes: meli.mailboxAliases }),
    ...storage(account),
    send_mail: outgoing(account),
  };
};

/** Mail that notmuch indexes or that another program keeps here is read here. */
const storage = (account: MailAccount): Tree => {
  const { imap, maildir, userName, passwordCommand, folders } = account;
  if (imap !== null && !isIndexed(account))
    return {
      format: "imap",
      root_mailbox: folders.inbox,
      server_hostname: imap.host,
      ...(imap.port !== null && { server_port: imap.port }),
      ...(userName !== null && { server_username: userName }),
      ...(passwordCommand !== null && { server_password_command: passwordCommand.join(" ") }),
      use_tls: imap.tls.enable,
      use_starttls: imap.tls.useStartTls,
    };
  return { format: isIndexed(account) ? "notmuch" : "maildir", root_mailbox: maildir?.absPath };
};

const outgoing = (account: MailAccount): string | Tree => {
  const { smtp, userName, passwordCommand } = account;
  if (smtp === null || sendsByMsmtp(account)) return "msmtp --read-recipients --read-envelope-from";
  return {
    hostname: smtp.host,
    port: smtp.port ?? (smtp.tls.useStartTls ? 587 : 465),
    auth: {
      type: "auto",
      ...(userName !== null && { username: userName }),
      ...(passwordCommand !== null && {
        password: { type: "command_eval", value: passwordCommand.join(" ") },
      }),
    },
    security: { type: !smtp.tls.enable ? "none" : smtp.tls.useStartTls ? "STARTTLS" : "TLS" },
  };
};
