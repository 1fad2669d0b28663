/** mblaze, mail as commands: a profile for all mail, and one in a folder of its own for each e-mail account. */
import {
  defineProgram,
  option,
  packageNamed,
  programOptions,
  type TreeOf,
  t,
  toKeyValue,
} from "lares/module";
import { aliasAddresses, type MailAccount, mailAccounts, msmtpQueue, sendsByMsmtp } from "./accounts/mail.ts";

const settings = (of: string) =>
  option(t.attrsOf(t.str), {
    default: {},
    description: `Settings of ${of}, as in mblaze-profile(5).`,
    example: { "Scan-Format": "%c%u%r %-3n %10d %17f %t %2i%s" },
  });

const options = {
  ...programOptions("mblaze, mail as commands", packageNamed("mblaze", { mainProgram: "mscan" })),
  editor: option(t.nullOr(t.str), {
    default: null,
    description: "The editor of mail; null for the session's.",
    example: "nvim",
  }),
  settings: settings("all accounts"),
  accountDirs: option(t.attrsOf(t.str), {
    default: ({ config }) =>
      Object.fromEntries(
        mailAccounts(config, ({ mblaze }) => mblaze.enable).map(({ name }) => [
          name,
          `${config.xdg.configHome}/mblaze/${name}`,
        ]),
      ),
    defaultText: "a folder below mblaze's own",
    internal: true,
    description: "The folder that MBLAZE names for each account.",
  }),
};
export interface MblazeOptions extends TreeOf<typeof options> {}

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether mblaze has a profile for this account." }),
  sendMailCommand: option(t.nullOr(t.str), {
    default: ({ self }) => (sendsByMsmtp(self) ? msmtpQueue : null),
    defaultText: "msmtp's queue where msmtp sends the account's mail; else null",
    description: "The command that sends mail; null for the system's sendmail.",
    example: msmtpQueue,
  }),
  settings: settings("the account"),
};
export interface MblazeAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly mblaze: MblazeOptions;
  }
  interface EmailAccountOptions {
    readonly mblaze: MblazeAccountOptions;
  }
}

export default defineProgram("programs.mblaze", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.mblaze": accountOptions },
  files: (own, { config }) =>
    Object.fromEntries(
      mailAccounts(config, ({ mblaze }) => mblaze.enable).flatMap((account) => {
        const folder = own.accountDirs[account.name];
        const { text, showSignature } = account.signature;
        return [
          [
            `${folder}/profile`,
            { text: profile({ ...accountSettings(account), ...own.settings, ...account.mblaze.settings }) },
          ],
          [`${folder}/signature`, showSignature !== "none" && { text: text.replace(/\n?$/, "\n") }],
        ];
      }),
    ),
  variables: (own, { config }) => ({
    MBLAZE: mailAccounts(config, ({ mblaze, primary }) => mblaze.enable && primary).map(
      ({ name }) => own.accountDirs[name],
    )[0],
    MBLAZE_EDITOR: own.editor,
  }),
});

const profile = (values: Readonly<Record<string, string>>): string => toKeyValue(values, { separator: ": " });

const accountSettings = (account: MailAccount): Readonly<Record<string, string>> => {
  const { address, realName, maildir, folders, mblaze } = account;
  const aliases = aliasAddresses(account);
  return {
    "Local-Mailbox": `${realName} <${address}>`,
    FQDN: address.split("@")[1] ?? "",
    ...(aliases.length > 0 && { "Alternate-Mailboxes": aliases.join(", ") }),
    ...(maildir !== null && { Maildir: maildir.absPath, Outbox: `${maildir.absPath}/${folders.sent}` }),
    ...(mblaze.sendMailCommand !== null && { Sendmail: mblaze.sendMailCommand }),
  };
};
