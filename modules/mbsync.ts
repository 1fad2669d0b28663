/** mbsync, which keeps mail here and on servers the same: `isyncrc`, from the e-mail accounts. */
import {
  type Context,
  defineProgram,
  linesOption,
  option,
  packageNamed,
  programOptions,
  quoteShellWords,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const settings = (what: string, example?: Readonly<Record<string, unknown>>) =>
  option(t.attrsOf(t.oneOf(t.str, t.int, t.bool, t.listOf(t.str))), {
    default: {},
    description: `Further settings of ${what}, as in mbsync(1).`,
    ...(example && { example }),
  });

const sides = (what: string) =>
  option(t.enum("none", "maildir", "imap", "both"), {
    default: "none",
    description: `On which side ${what}.`,
  });

const ownName = (what: string) =>
  option(t.str, {
    default: ({ name }) => name,
    defaultText: "the name in the set",
    readOnly: true,
    description: `The name of the ${what}.`,
  });

const channel = t.submodule({
  name: ownName("channel"),
  farPattern: option(t.str, {
    default: "",
    description: "The mailbox on the server.",
    example: "[Gmail]/Sent Mail",
  }),
  nearPattern: option(t.str, { default: "", description: "The mailbox here.", example: "Sent" }),
  patterns: option(t.listOf(t.str), {
    default: [],
    description: "Which mailboxes, beside those two; one with a space needs its own double quotes.",
    example: ["INBOX"],
  }),
  extraConfig: settings("the channel", { Create: "both" }),
});

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether mbsync synchronises this account." }),
  flatten: option(t.nullOr(t.str), {
    default: null,
    description:
      "What stands for the separator of mailboxes in folders' names here; null keeps folders in folders.",
    example: ".",
  }),
  subFolders: option(t.enum("Verbatim", "Maildir++", "Legacy"), {
    default: "Verbatim",
    description: "How folders in folders are kept here.",
  }),
  create: sides("missing mailboxes are created"),
  remove: sides("mailboxes are deleted that the other side lacks"),
  expunge: sides("messages marked as deleted are removed"),
  patterns: option(t.listOf(t.str), { default: ["*"], description: "Which mailboxes." }),
  groups: option(
    t.attrsOf(
      t.submodule({
        name: ownName("group"),
        channels: option(t.attrsOf(channel), { default: {}, description: "The group's channels." }),
      }),
    ),
    { default: {}, description: "Groups of channels, instead of one channel for the whole account." },
  ),
  extraConfig: {
    account: settings("the account", { PipelineDepth: 10, Timeout: 60 }),
    local: settings("the store here"),
    remote: settings("the store on the server"),
    channel: settings("the account's channel", { MaxMessages: 10_000 }),
  },
};
export interface MbsyncAccountOptions extends TreeOf<typeof accountOptions> {}

const options = {
  ...programOptions(
    "mbsync, which keeps mail here and on servers the same",
    packageNamed("isync", { mainProgram: "mbsync" }),
  ),
  groups: option(t.attrsOf(t.attrsOf(t.listOf(t.str))), {
    default: {},
    description: "Groups of mailboxes by account, for accounts without groups of their own.",
    example: { inboxes: { work: ["Inbox"], home: ["Inbox"] } },
  }),
  extraConfig: linesOption("Further lines, at the beginning."),
};
export interface MbsyncOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly mbsync: MbsyncOptions;
  }
  interface EmailAccountOptions {
    readonly mbsync: MbsyncAccountOptions;
  }
}

export default defineProgram("programs.mbsync", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.mbsync": accountOptions },
  files: ({ extraConfig, groups }, { config }) => {
    const accounts = accountsOf(config);
    const parts = [
      extraConfig.trimEnd(),
      ...accounts.map(accountText),
      ...(accounts.some(({ mbsync }) => Object.keys(mbsync.groups).length === 0)
        ? sortedEntries(groups).map(([name, members]) => commonGroup(name, members))
        : []),
    ].filter((part) => part !== "");
    return { isyncrc: parts.length > 0 && { text: `${parts.join("\n\n\n")}\n` } };
  },
  assertions: (_, { config }) =>
    accountsOf(config).flatMap(({ name, imap, userName, passwordCommand, maildir }) =>
      Object.entries({ imap, userName, passwordCommand, maildir }).map(([option, value]) => ({
        assertion: value !== null,
        message: `accounts.email.accounts.${name}.mbsync needs the account's \`${option}\`.`,
      })),
    ),
  config: {
    home: {
      activation: ({ config }) => {
        const folders = accountsOf(config).flatMap(({ maildir }) => maildir?.absPath ?? []);
        return folders.length === 0
          ? {}
          : {
              createMaildirs: {
                after: ["writeBoundary"],
                run: `run mkdir -m700 -p ${quoteShellWords(folders)}`,
              },
            };
      },
    },
  },
});

type Account = Context["config"]["accounts"]["email"]["accounts"][string];
type Value = string | number | boolean | readonly string[];
type Values = Readonly<Record<string, Value | undefined>>;

const accountsOf = (config: Context["config"]): readonly Account[] =>
  sortedEntries(config.accounts.email.accounts)
    .map(([, account]) => account)
    .filter((account) => account.enable && account.mbsync.enable);

const accountText = (account: Account): string => {
  const { name, imap, userName, passwordCommand, maildir, folders, mbsync } = account;
  const { extraConfig, flatten, subFolders } = mbsync;
  return [
    section(`IMAPAccount ${name}`, {
      Host: imap?.host,
      ...(imap?.port != null && { Port: imap.port }),
      ...(userName !== null && { User: userName }),
      ...(passwordCommand !== null && { PassCmd: passwordCommand.join(" ") }),
      ...tlsValues(imap),
      ...(imap?.authentication != null && { AuthMechs: mechanism(imap.authentication) }),
      ...extraConfig.account,
    }),
    section(`IMAPStore ${name}-remote`, { Account: name, ...extraConfig.remote }),
    section(`MaildirStore ${name}-local`, {
      Inbox: `${maildir?.absPath}/${folders.inbox}`,
      ...((subFolders !== "Maildir++" || flatten !== null) && { Path: `${maildir?.absPath}/` }),
      ...(flatten === null ? { SubFolders: subFolders } : { Flatten: flatten }),
      ...extraConfig.local,
    }),
    ...(Object.keys(mbsync.groups).length === 0 ? [accountChannel(account)] : groupTexts(account)),
  ].join("\n\n");
};

/** As SASL calls it: `CRAM-MD5`. */
const mechanism = (authentication: string): string =>
  authentication === "clear" ? "LOGIN" : authentication.toUpperCase().replaceAll("_", "-");

const tlsValues = (imap: Account["imap"]): Values => {
  if (imap === null) return {};
  const { enable, useStartTls, certificatesFile } = imap.tls;
  if (!enable) return { TLSType: "None" };
  return {
    TLSType: useStartTls ? "STARTTLS" : "IMAPS",
    ...(certificatesFile !== null && { CertificateFile: certificatesFile }),
  };
};

const accountChannel = ({ name, mbsync }: Account): string =>
  section(`Channel ${name}`, {
    Far: `:${name}-remote:`,
    Near: `:${name}-local:`,
    Patterns: mbsync.patterns,
    Create: sideNames[mbsync.create],
    Remove: sideNames[mbsync.remove],
    Expunge: sideNames[mbsync.expunge],
    SyncState: "*",
    ...mbsync.extraConfig.channel,
  });

const sideNames = { none: "None", maildir: "Near", imap: "Far", both: "Both" } as const;

const groupTexts = ({ name, mbsync }: Account): readonly string[] => {
  const groups = sortedEntries(mbsync.groups).filter(([, { channels }]) => Object.keys(channels).length > 0);
  return [
    ...groups.flatMap(([group, { channels }]) =>
      sortedEntries(channels).map(([key, { farPattern, nearPattern, patterns, extraConfig }]) =>
        [
          section(`Channel ${group}-${key}`, {
            Far: `:${name}-remote:${farPattern}`,
            Near: `:${name}-local:${nearPattern}`,
            ...extraConfig,
          }),
          ...(patterns.length > 0 ? [`Pattern ${patterns.join(" ")}`] : []),
        ].join("\n"),
      ),
    ),
    ...groups.map(([group, { channels }]) =>
      [`Group ${group}`, ...sortedEntries(channels).map(([key]) => `Channel ${group}-${key}`)].join("\n"),
    ),
  ];
};

const commonGroup = (name: string, members: Readonly<Record<string, readonly string[]>>): string =>
  [
    `Group ${name}`,
    ...sortedEntries(members).map(
      ([account, boxes]) => `Channel ${account}${boxes.length > 0 ? `:${boxes.join(",")}` : ""}`,
    ),
  ].join("\n");

const section = (header: string, values: Values): string =>
  [header, ...sortedEntries(values).map(([key, value]) => `${key} ${valueText(value as Value)}`)].join("\n");

const valueText = (value: Value): string => {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object") return value.map(valueText).join(" ");
  const text = String(value);
  return text.includes(" ") ? `"${text.replaceAll('"', '\\"')}"` : text;
};
