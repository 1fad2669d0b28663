/** getmail, which fetches mail: a file in `~/.getmail` for each e-mail account, and a timer. */
import { defineProgram, option, packageNamed, type TreeOf, t, toIni } from "lares/module";
import { type MailAccount, mailAccounts, needed } from "./accounts/mail.ts";

const options = {
  enable: option(t.bool, { default: false, description: "Whether to fetch mail from time to time." }),
  package: option(t.package, {
    default: packageNamed("getmail6", { mainProgram: "getmail" }),
    description: "The package.",
  }),
  frequency: option(t.str, {
    default: "*:0/5",
    description: "When, in systemd's calendar notation.",
    example: "hourly",
  }),
};
export interface GetmailOptions extends TreeOf<typeof options> {}

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether getmail fetches this account's mail." }),
  destinationCommand: option(t.nullOr(t.str), {
    default: null,
    description: "The program that takes each mail; null puts it into the account's folder.",
    example: "/usr/bin/maildrop",
  }),
  mailboxes: option(t.listOf(t.str), {
    default: [],
    description: "Mailboxes that are fetched; getmail's own choice where none is named.",
    example: ["INBOX", "INBOX.spam"],
  }),
  delete: option(t.bool, {
    default: false,
    description: "Whether mail that was fetched is deleted at the server.",
  }),
  readAll: option(t.bool, {
    default: true,
    description: "Whether all mail is fetched each time, or only what is new.",
  }),
};
export interface GetmailAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly getmail: GetmailOptions;
  }
  interface EmailAccountOptions {
    readonly getmail: GetmailAccountOptions;
  }
}

const takesPart = ({ getmail }: MailAccount): boolean => getmail.enable;

export default defineProgram("services.getmail", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.getmail": accountOptions },
  /** The files are there for who calls getmail by hand too. */
  enabled: (own, { config }) => own.enable || mailAccounts(config, takesPart).length > 0,
  packages: () => [],
  files: (_, { config }) =>
    Object.fromEntries(
      mailAccounts(config, takesPart).map((account) => [
        `~/.getmail/${rcFile(account)}`,
        { text: accountText(account) },
      ]),
    ),
  assertions: (_, { config }) =>
    mailAccounts(config, takesPart).flatMap((account) =>
      needed("getmail", account, {
        imap: account.imap,
        userName: account.userName,
        passwordCommand: account.passwordCommand,
        "maildir or destinationCommand": account.getmail.destinationCommand ?? account.maildir,
      }),
    ),
  units: (own, { config, lib }) =>
    own.enable
      ? {
          services: {
            getmail: {
              Unit: { Description: "getmail email fetcher" },
              Service: {
                ExecStart: [
                  lib.program(own.package, "getmail"),
                  ...mailAccounts(config, takesPart).flatMap((account) => ["--rcfile", rcFile(account)]),
                ].join(" "),
              },
            },
          },
          timers: {
            getmail: {
              Unit: { Description: "getmail email fetcher" },
              Timer: { OnCalendar: own.frequency, Unit: "getmail.service" },
              Install: { WantedBy: ["timers.target"] },
            },
          },
        }
      : {},
});

/** The one that getmail reads unless told otherwise is the primary account's. */
const rcFile = ({ name, primary }: MailAccount): string => (primary ? "getmailrc" : `getmail${name}`);

const accountText = ({ imap, userName, passwordCommand, maildir, getmail }: MailAccount): string =>
  toIni(
    {
      retriever: {
        type: imap?.tls.enable === false ? "SimpleIMAPRetriever" : "SimpleIMAPSSLRetriever",
        server: imap?.host ?? "",
        ...(imap?.port != null && { port: imap.port }),
        username: userName ?? "",
        password_command: tuple(passwordCommand ?? []),
        ...(getmail.mailboxes.length > 0 && { mailboxes: tuple(getmail.mailboxes) }),
      },
      destination:
        getmail.destinationCommand === null
          ? { type: "Maildir", path: `${maildir?.absPath}/` }
          : { type: "MDA_external", path: getmail.destinationCommand },
      options: { delete: getmail.delete, read_all: getmail.readAll },
    },
    { separator: " = " },
  );

/** Python's notation: a tuple of one element has a comma too. */
const tuple = (texts: readonly string[]): string =>
  `(${texts.map((text) => `'${text.replace(/[\\']/g, "\\$&")}'`).join(", ")}${texts.length === 1 ? "," : ""})`;
