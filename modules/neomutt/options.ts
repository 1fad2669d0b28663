/** What can be said about NeoMutt, and about an account in it. */
import { linesOption, option, packageNamed, programOptions, type TreeOf, t } from "lares/module";

const sortKeys = [
  ...(["date", "date-received", "from", "mailbox-order", "score"] as const),
  ...(["size", "spam", "subject", "threads", "to"] as const),
] as const;
const sortMethods = sortKeys.flatMap(
  (key) => [key, `reverse-${key}`, `last-${key}`, `reverse-last-${key}`] as const,
);

const menu = t.enum(
  ...(["alias", "attach", "browser", "compose", "editor", "generic", "index"] as const),
  ...(["mix", "pager", "pgp", "postpone", "query", "smime"] as const),
);

const key = (what: string) =>
  t.submodule({
    key: option(t.str, { description: "The key.", example: "<left>" }),
    action: option(t.str, {
      description: what,
      example: "<enter-command>toggle sidebar_visible<enter><refresh>",
    }),
    map: option(t.either(menu, t.listOf(menu)), {
      default: ["index"],
      description: "The menus in which it counts. (One by itself is accepted, and deprecated.)",
    }),
  });

export const options = {
  ...programOptions("NeoMutt, a mail client for the terminal", packageNamed("neomutt")),
  sidebar: option(
    t.submodule({
      enable: option(t.bool, { default: false, description: "Whether there is a sidebar." }),
      width: option(t.int, { default: 22, description: "Its width, in columns." }),
      shortPath: option(t.bool, {
        default: true,
        description: "Whether mailboxes are shown without their folders.",
      }),
      format: option(t.str, {
        default: "%D%?F? [%F]?%* %?N?%N/?%S",
        description: "How a mailbox is shown (`sidebar_format`).",
      }),
    }),
    { description: "The sidebar." },
  ),
  binds: option(t.listOf(key("The function that it calls.")), {
    default: [],
    description: "Keys for functions.",
  }),
  macros: option(t.listOf(key("The keys that it stands for.")), {
    default: [],
    description: "Keys that stand for other keys.",
  }),
  sort: option(t.enum(...sortMethods), { default: "threads", description: "How mail is sorted." }),
  vimKeys: option(t.bool, { default: false, description: "Whether keys are like Vim's." }),
  checkStatsInterval: option(t.nullOr(t.int), {
    default: null,
    description: "Seconds between counts of mailboxes' mail; null counts none.",
    example: 60,
  }),
  editor: option(t.str, { default: "$EDITOR", description: "The editor of mails." }),
  settings: option(t.attrsOf(t.str), {
    default: {},
    description: "Further variables, as `set` takes them.",
    example: { mail_check: "60" },
  }),
  changeFolderWhenSourcingAccount: option(t.bool, {
    default: true,
    description: "Whether to go to an account's folder where its settings are read.",
  }),
  sourcePrimaryAccount: option(t.bool, {
    default: true,
    description: "Whether the primary account's settings count from the start.",
  }),
  unmailboxes: option(t.bool, {
    default: false,
    description: "Whether the sidebar shows the mailboxes of the current account only.",
  }),
  extraConfig: linesOption("Further lines, at the end."),
};
export interface NeomuttOptions extends TreeOf<typeof options> {}

const mailbox = t.submodule({
  mailbox: option(t.str, { description: "The mailbox, below the account's folder.", example: "Sent" }),
  name: option(t.nullOr(t.str), { default: null, description: "What it is called; null for its path." }),
  type: option(t.nullOr(t.enum("maildir", "imap")), {
    default: null,
    description: "Whether it is here or on the server; null for the account's `mailboxType`.",
  }),
});

export const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether NeoMutt shows this account." }),
  sendMailCommand: option(t.nullOr(t.str), {
    default: null,
    description:
      "The command that sends mail; null sends it by the account's `smtp`, or by msmtp where that is enabled.",
    example: "msmtpq --read-envelope-from --read-recipients",
  }),
  mailboxType: option(t.enum("maildir", "imap"), {
    default: "maildir",
    description: "Whether mail is read here or on the server.",
  }),
  mailboxName: option(t.nullOr(t.str), {
    default: null,
    description: "What the inbox is called.",
    example: "Work",
  }),
  showDefaultMailbox: option(t.bool, {
    default: true,
    description: "Whether the inbox is among the mailboxes.",
  }),
  extraMailboxes: option(t.listOf(t.coercedTo(t.str, (one: string) => ({ mailbox: one }), mailbox)), {
    default: [],
    description: "Further mailboxes.",
    example: ["Sent", { mailbox: "Junk Email", name: "Junk" }],
  }),
  extraConfig: linesOption("Further lines of the account's file.", "color status cyan default"),
};
export interface NeomuttAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly neomutt: NeomuttOptions;
  }
  interface EmailAccountOptions {
    readonly neomutt: NeomuttAccountOptions;
  }
}
