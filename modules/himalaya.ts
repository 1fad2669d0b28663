/** himalaya, mail on the command line: `himalaya/config.toml`, from the e-mail accounts. */
import { type Context, defineProgram, formats, option, programOptions, type TreeOf, t } from "lares/module";
import {
  isIndexed,
  type MailAccount,
  mailAccounts,
  mergedTrees,
  sendsByMsmtp,
  type Tree,
} from "./accounts/mail.ts";

const options = {
  ...programOptions("himalaya, mail on the command line", "himalaya"),
  settings: formats.toml.option({
    description: "Settings for all accounts, in TOML.",
    example: { "downloads-dir": "/home/ada/downloads" },
  }),
};
export interface HimalayaOptions extends TreeOf<typeof options> {}

const accountOptions = {
  enable: option(t.bool, { default: false, description: "Whether himalaya uses this account." }),
  settings: formats.toml.option({
    description: "Settings of the account, which win over those that follow from it.",
    example: { "message.send.save-copy": false },
  }),
};
export interface HimalayaAccountOptions extends TreeOf<typeof accountOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly himalaya: HimalayaOptions;
  }
  interface EmailAccountOptions {
    readonly himalaya: HimalayaAccountOptions;
  }
}

export default defineProgram("programs.himalaya", {
  url: import.meta.url,
  options,
  more: { "accounts.email.accounts.<name>.himalaya": accountOptions },
  files: ({ settings }, { config }) => {
    const accounts = Object.fromEntries(
      mailAccounts(config, ({ himalaya }) => himalaya.enable).map((account) => [
        account.name,
        mergedTrees(accountSettings(account, config), account.himalaya.settings),
      ]),
    );
    const all = Object.keys(accounts).length > 0 ? mergedTrees({ accounts }, settings) : settings;
    return { "himalaya/config.toml": formats.toml.file(all as never) };
  },
});

const accountSettings = (account: MailAccount, config: Context["config"]): Tree => {
  const { address, realName, primary, folders, signature, smtp } = account;
  return {
    email: address,
    "display-name": realName,
    default: primary,
    folder: { aliases: withoutNull(named(folders)) },
    ...(signature.showSignature !== "none" && {
      signature: signature.text,
      "signature-delim": signature.delimiter,
    }),
    ...backend(account, config),
    ...(account.gpg !== null && { pgp: { type: "commands" } }),
    message: {
      send: {
        "save-copy": true,
        backend: sendsByMsmtp(account)
          ? { type: "sendmail", cmd: "msmtp --read-envelope-from --read-recipients" }
          : smtp === null
            ? { type: "none" }
            : { type: "smtp", ...serverSettings(account, smtp) },
      },
    },
  };
};

/** Mail that is here is read here; else the server is asked. */
const backend = (account: MailAccount, config: Context["config"]): Tree => {
  const { imap, maildir } = account;
  if (isIndexed(account))
    return { backend: { type: "notmuch", "db-path": config.accounts.email.maildirBasePath } };
  if (imap !== null) return { backend: { type: "imap", ...serverSettings(account, imap) } };
  if (maildir !== null) return { backend: { type: "maildir", "root-dir": maildir.absPath } };
  return { backend: { type: "none" } };
};

const serverSettings = (
  { userName, passwordCommand }: MailAccount,
  { host, port, tls }: NonNullable<MailAccount["imap"]> | NonNullable<MailAccount["smtp"]>,
): Tree =>
  withoutNull({
    host,
    port,
    login: userName,
    encryption: { type: !tls.enable ? "none" : tls.useStartTls ? "start-tls" : "tls" },
    auth: passwordCommand && { type: "password", command: passwordCommand.join(" ") },
  });

const named = ({ inbox, sent, drafts, trash }: MailAccount["folders"]) => ({ inbox, sent, drafts, trash });

const withoutNull = (tree: Tree): Tree =>
  Object.fromEntries(Object.entries(tree).filter(([, value]) => value !== null));
