/** alot, a mail client for notmuch: `alot/config`, from the e-mail accounts that notmuch indexes. */
import {
  type Context,
  defineProgram,
  linesOption,
  option,
  programOptions,
  sortedEntries,
  type TreeOf,
  t,
  toKeyValue,
} from "lares/module";
import {
  aliasAddresses,
  isIndexed,
  type MailAccount,
  mailAccounts,
  msmtpQueue,
  sendsByMsmtp,
} from "./accounts/mail.ts";

const modes = ["bufferlist", "search", "envelope", "taglist", "thread"] as const;

const keys = (where: string) =>
  option(t.attrsOf(t.str), {
    default: {},
    description: `Commands by key, ${where}.`,
    example: { "control x": "refresh" },
  });

const look = (what: string, example?: string) =>
  option(t.nullOr(t.str), {
    default: null,
    description: `${what}; null leaves it to the theme.`,
    ...(example !== undefined && { example }),
  });

const options = {
  ...programOptions("alot, a mail client for notmuch", "alot"),
  settings: option(t.attrsOf(t.oneOf(t.str, t.int, t.bool, t.float)), {
    default: () => ({
      auto_remove_unread: true,
      handle_mouse: true,
      initial_command: "search tag:inbox AND NOT tag:killed",
      prefer_plaintext: true,
    }),
    description: "Settings above the sections.",
    example: { ask_subject: false, thread_indent_replies: 2 },
  }),
  extraConfig: linesOption("Lines after the settings, above the sections.", "thread_authors_me = Me"),
  hooks: linesOption("Python code of hooks, for `alot/hooks.py`."),
  tags: option(
    t.attrsOf(
      t.submodule({
        translated: look("What the tag is shown as", "↻"),
        translation: look("A search and what replaces it in the tag's name", "'inbox', '📥'"),
        normal: look("Colours, as alot's theme attributes", "'','', 'white','light red', 'white','#d66'"),
        focus: look("Colours while the tag is focused"),
      }),
    ),
    { default: {}, description: "How tags look.", example: { unread: { translated: "✉" } } },
  ),
  bindings: option(
    t.submodule({
      global: keys("everywhere"),
      bufferlist: keys("in the list of buffers"),
      search: keys("in lists of threads"),
      envelope: keys("while a mail is written"),
      taglist: keys("in the list of tags"),
      thread: keys("in a thread"),
    }),
    { description: "Keys." },
  ),
};
export interface AlotOptions extends TreeOf<typeof options> {}

const accountOptions = {
  sendMailCommand: option(t.nullOr(t.str), {
    default: ({ self }) => (sendsByMsmtp(self) ? msmtpQueue : null),
    defaultText: "msmtp's queue where msmtp sends the account's mail; else null",
    description: "The command that sends mail.",
  }),
  contactCompletion: option(t.attrsOf(t.str), {
    default: ({ lib }) => knownAddresses(lib.program("notmuch")),
    defaultText: "addresses that notmuch knows from the last six months",
    description: "Where addresses are completed from: the section `abook`.",
    example: { type: "shellcommand", command: "abook --mutt-query" },
  }),
  extraConfig: linesOption("Further lines of the account's section."),
};
export interface AlotAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly alot: AlotOptions;
  }
  interface EmailAccountOptions {
    readonly alot: AlotAccountOptions;
  }
}

export default defineProgram("programs.alot", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.alot": accountOptions },
  files: (own, { config, lib }) => ({
    "alot/config": {
      text: configText(
        own,
        mailAccounts(config, isIndexed).map((account) => accountText(account, lib)),
      ),
    },
    "alot/hooks.py": own.hooks !== "" && { text: own.hooks.replace(/\n?$/, "\n") },
  }),
});

const knownAddresses = (notmuch: string): Readonly<Record<string, string>> => ({
  type: "shellcommand",
  command: `'${notmuch} address --format=json --output=recipients  date:6M..'`,
  regexp: `'\\[?{"name": "(?P<name>.*)", "address": "(?P<email>.+)", "name-addr": ".*"}[,\\]]?'`,
  shellcommand_external_filtering: "False",
});

type Own = Context["config"]["programs"]["alot"];

/** ConfigObj's dialect of INI: sections nest by the number of brackets, truth is Python's. */
const configText = ({ settings, extraConfig, tags, bindings }: Own, accounts: readonly string[]): string =>
  [
    lines(settings),
    ended(extraConfig),
    "[tags]\n",
    ...sortedEntries(tags).map(([name, { translated, translation, normal, focus }]) =>
      [`[[${name}]]\n`, lines({ focus, normal, translated, translation })].join(""),
    ),
    `[bindings]\n${lines(bindings.global)}`,
    ...modes.map((mode) => `[[${mode}]]\n${lines(bindings[mode])}`),
    "[accounts]\n",
    ...accounts,
  ]
    .filter((part) => part !== "")
    .join("\n");

type Values = Readonly<Record<string, string | number | boolean | null>>;

const lines = (values: Values, separator = " = "): string =>
  toKeyValue(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as never, {
    separator,
    value: (value) => (typeof value === "boolean" ? (value ? "True" : "False") : String(value)),
    key: (key) => key,
  });

const accountText = (account: MailAccount, lib: Context["lib"]): string => {
  const { name, address, realName, maildir, folders, gpg, alot, signature } = account;
  const box = (folder: string | null) =>
    maildir === null || folder === null ? null : `'maildir://${maildir.absPath}/${folder}'`;
  const aliases = aliasAddresses(account);
  return [
    `[[${name}]]\n`,
    lines(
      {
        address,
        realname: realName,
        sendmail_command: alot.sendMailCommand ?? "",
        draft_box: box(folders.drafts),
        sent_box: box(folders.sent),
        aliases: aliases.length === 0 ? null : aliases.join(","),
        signature: signature.showSignature === "none" ? null : `${lib.text("signature.txt", signature.text)}`,
        signature_as_attachment: signature.showSignature === "attach" ? true : null,
        ...(gpg !== null && {
          gpg_key: gpg.key,
          encrypt_by_default: gpg.encryptByDefault ? "all" : "none",
          sign_by_default: gpg.signByDefault,
        }),
      },
      "=",
    ),
    ended(alot.extraConfig),
    "\n[[[abook]]]\n",
    lines(alot.contactCompletion, "="),
  ].join("");
};
const ended = (text: string): string => (text === "" ? "" : text.replace(/\n?$/, "\n"));
