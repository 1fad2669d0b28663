/** mujmap, which keeps notmuch and a JMAP server the same: `mujmap.toml` in each account's folder. */
import { defineProgram, option, programOptions, type TreeOf, t, toToml } from "lares/module";
import { isIndexed, type MailAccount, mailAccounts, needed } from "./accounts/mail.ts";

const options = programOptions("mujmap, which keeps notmuch and a JMAP server the same", "mujmap");
export interface MujmapOptions extends TreeOf<typeof options> {}

const tag = (mailbox: string, name: string) =>
  option(t.str, { default: name, description: `The tag of mail in the mailbox ${mailbox}; empty for none.` });

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether mujmap synchronises this account." }),
  notmuchSetupWarning: option(t.bool, {
    default: true,
    description: "Whether to warn where notmuch does not index the account's mail.",
  }),
  settings: option(
    t.freeform(t.json, {
      username: option(t.nullOr(t.str), {
        default: null,
        defaultText: "the account's `userName`",
        description: "The name at the server.",
        example: "alice@example.com",
      }),
      password_command: option(t.nullOr(t.oneOf(t.str, t.listOf(t.str))), {
        default: null,
        defaultText: "the account's `passwordCommand`",
        apply: (command) => (Array.isArray(command) ? command.join(" ") : command) as string | null,
        description: "The command that prints the password.",
        example: "pass alice@example.com",
      }),
      fqdn: option(t.nullOr(t.str), {
        default: null,
        defaultText: "the account's `jmap.host`",
        description: "The domain that says where the server is.",
        example: "example.com",
      }),
      session_url: option(t.nullOr(t.str), {
        default: null,
        defaultText: "the account's `jmap.sessionUrl`",
        description: "The address at which a session begins, instead of `fqdn`.",
        example: "https://jmap.example.com/.well-known/jmap",
      }),
      auto_create_new_mailboxes: option(t.bool, {
        default: true,
        description: "Whether a mailbox is made for a new tag.",
      }),
      cache_dir: option(t.nullOr(t.str), {
        default: null,
        description: "Where mail is kept while it comes.",
      }),
      tags: option(
        t.freeform(t.json, {
          lowercase: option(t.bool, { default: false, description: "Whether tags are in lower case." }),
          directory_separator: option(t.str, {
            default: "/",
            description: "What stands between a mailbox and the one in it.",
            example: ".",
          }),
          inbox: tag("Inbox", "inbox"),
          deleted: tag("Trash", "deleted"),
          sent: tag("Sent", "sent"),
          spam: tag("Junk", "spam"),
          important: tag("Important", "important"),
          phishing: tag("Phishing", "phishing"),
        }),
        { description: "How mailboxes and tags go together." },
      ),
    }),
    { description: "The account's `mujmap.toml`." },
  ),
};
export interface MujmapAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly mujmap: MujmapOptions;
  }
  interface EmailAccountOptions {
    readonly mujmap: MujmapAccountOptions;
  }
}

const takesPart = ({ mujmap }: MailAccount): boolean => mujmap.enable;

export default defineProgram("programs.mujmap", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.mujmap": accountOptions },
  files: (_, { config }) =>
    Object.fromEntries(
      mailAccounts(config, takesPart).map((account) => [
        `${account.maildir?.absPath}/mujmap.toml`,
        { text: toToml(settingsOf(account) as never) },
      ]),
    ),
  assertions: (_, { config }) =>
    mailAccounts(config, takesPart).flatMap((account) =>
      needed("mujmap", account, { maildir: account.maildir }),
    ),
  warnings: (_, { config }) =>
    mailAccounts(config, takesPart).map(
      (account) =>
        account.mujmap.notmuchSetupWarning &&
        !isIndexed(account) &&
        `mujmap writes into notmuch's database, and accounts.email.accounts.${account.name}.notmuch.enable is not on. Set it, or notmuchSetupWarning to false.`,
    ),
});

const settingsOf = ({ userName, passwordCommand, jmap, mujmap }: MailAccount): object => {
  const { username, password_command, fqdn, session_url, ...rest } = mujmap.settings;
  const server = {
    username: username ?? userName,
    password_command: password_command ?? passwordCommand?.join(" "),
    fqdn: fqdn ?? (session_url === null && jmap?.sessionUrl == null ? jmap?.host : null),
    session_url: session_url ?? (fqdn === null ? jmap?.sessionUrl : null),
  };
  return Object.fromEntries(
    Object.entries({ ...rest, ...server }).filter(([, value]) => value !== null && value !== undefined),
  );
};
