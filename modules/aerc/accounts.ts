/** An account's section of `accounts.conf`. */
import { type Context, optionValues, type Scalar, sortedEntries } from "lares/module";

export type Account = Context["config"]["accounts"]["email"]["accounts"][string];
export type Values = Readonly<Record<string, Scalar | readonly Scalar[]>>;

/** The primary one first, as aerc opens the first. */
export const accountsOf = (config: Context["config"]): readonly Account[] => {
  const accounts = sortedEntries(config.accounts.email.accounts)
    .map(([, account]) => account)
    .filter((account) => account.enable && account.aerc.enable);
  return [...accounts.filter(({ primary }) => primary), ...accounts.filter(({ primary }) => !primary)];
};

export const accountValues = (account: Account): Values => ({
  from: `${account.realName} <${account.address}>`,
  ...said("copy-to", account.folders.sent),
  ...said("default", account.folders.inbox),
  ...said("postpone", account.folders.drafts),
  ...said("aliases", account.aliases.map(aliasText).join(",")),
  ...source(account),
  ...outgoing(account),
  ...(account.gpg !== null && {
    "pgp-key-id": account.gpg.key,
    "pgp-auto-sign": account.gpg.signByDefault,
    "pgp-opportunistic-encrypt": account.gpg.encryptByDefault,
  }),
  ...account.aerc.extraAccounts,
});

const said = (key: string, value: string | null): Values =>
  value === null || value === "" ? {} : { [key]: value };

const aliasText = (alias: Account["aliases"][number]): string =>
  typeof alias === "string" ? alias : `${alias.realName} <${alias.address}>`;

/** Synchronisers are modules of their own, whose options are there only where the home uses them. */
interface Synchronised {
  readonly mbsync?: {
    readonly enable: boolean;
    readonly flatten: string | null;
    readonly subFolders: string;
  };
  readonly offlineimap?: { readonly enable: boolean };
  readonly msmtp?: { readonly enable: boolean };
}

const source = (account: Account): Values => {
  const { mbsync, offlineimap } = account as unknown as Synchronised;
  const { maildir, imap, aerc } = account;
  if (mbsync?.enable && mbsync.flatten === null && mbsync.subFolders === "Maildir++")
    return { source: `maildirpp://${maildir?.absPath}/Inbox` };
  if (mbsync?.enable || offlineimap?.enable) return { source: `maildir://${maildir?.absPath}` };
  if (imap === null) return {};
  const protocol = imap.tls.enable ? (imap.tls.useStartTls ? "imap" : "imaps") : "imap+insecure";
  const address = serverAddress(protocol, aerc.imapAuth, account, imap);
  return {
    source: `${address}${oauthQuery(aerc.imapAuth, aerc.imapOauth2Params)}`,
    ...command("source", account),
  };
};

const outgoing = (account: Account): Values => {
  const { smtp, aerc } = account;
  if ((account as unknown as Synchronised).msmtp?.enable)
    return { outgoing: "msmtpq --read-envelope-from --read-recipients" };
  if (smtp === null) return {};
  const protocol = smtp.tls.enable ? (smtp.tls.useStartTls ? "smtp" : "smtps") : "smtp+insecure";
  const address = serverAddress(protocol, aerc.smtpAuth, account, smtp);
  return {
    outgoing: `${address}${oauthQuery(aerc.smtpAuth, aerc.smtpOauth2Params)}`,
    ...command("outgoing", account),
  };
};

interface Server {
  readonly host: string;
  readonly port: number | null;
}

const serverAddress = (
  protocol: string,
  login: string | null,
  { userName }: Account,
  { host, port }: Server,
): string =>
  [
    protocol,
    login === null ? "" : `+${login}`,
    "://",
    userName === null ? "" : `${encodeURIComponent(userName)}@`,
    host,
    port === null ? "" : `:${port}`,
  ].join("");

const oauthQuery = (login: string | null, parameters: object | null): string => {
  if (parameters === null || (login !== "oauthbearer" && login !== "xoauth2")) return "";
  const given = sortedEntries(optionValues(parameters)).filter(([, value]) => value !== null);
  const query = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&");
  return query === "" ? "" : `?${query}`;
};

const command = (what: string, { passwordCommand }: Account): Values =>
  passwordCommand === null ? {} : { [`${what}-cred-cmd`]: passwordCommand.join(" ") };
