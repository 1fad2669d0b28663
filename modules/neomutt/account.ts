/** An account in NeoMutt: its own file, and the mailboxes that the main file registers. */
import { type Context, sortedEntries } from "lares/module";

export type Account = Context["config"]["accounts"]["email"]["accounts"][string];
type Config = Context["config"];

export const accountsOf = (config: Config): readonly Account[] =>
  sortedEntries(config.accounts.email.accounts)
    .map(([, account]) => account)
    .filter((account) => account.enable && account.neomutt.enable);

/** Lines of `set` and the like; the parts are apart by blank lines. */
export const accountText = (account: Account, config: Config, signatureFile: string): string =>
  [
    tlsLines(account),
    [
      "# GPG section",
      ...(account.gpg === null ? [] : [`set pgp_default_key = ${account.gpg.key}`]),
      `set crypt_autosign = ${yesNo(account.gpg?.signByDefault ?? false)}`,
      `set crypt_opportunistic_encrypt = ${yesNo(account.gpg?.encryptByDefault ?? false)}`,
      "set pgp_use_gpg_agent = yes",
      `set mbox_type = ${account.maildir === null ? "mbox" : "Maildir"}`,
      `set sort = "${config.programs.neomutt.sort}"`,
    ],
    ["# MTA section", ...settings(sendingOf(account))],
    ["# MRA section", ...settings(readingOf(account, config))],
    ["# Extra configuration", account.neomutt.extraConfig.trimEnd()],
    [signatureLine(account, signatureFile)],
    notmuchLines(account, config),
  ]
    .map((lines) => lines.filter((line) => line !== ""))
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");

/** NeoMutt insists on TLS unless it is told otherwise. */
const tlsLines = ({ imap, smtp }: Account): readonly string[] => {
  const certificates = imap?.tls.certificatesFile ?? smtp?.tls.certificatesFile ?? null;
  return [
    imap === null && smtp === null
      ? ""
      : `set ssl_force_tls = ${yesNo((imap?.tls.enable ?? false) || (smtp?.tls.enable ?? false))}`,
    certificates === null ? "" : `set certificate_file=${certificates}`,
  ];
};

const settings = (values: Readonly<Record<string, string | undefined>>): readonly string[] =>
  sortedEntries(values).map(([name, value]) => `set ${name}=${value}`);

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const passwordOf = ({ passwordCommand }: Account): string | undefined =>
  passwordCommand === null ? undefined : `"\`${passwordCommand.join(" ")}\`"`;

const sendingOf = (account: Account): Readonly<Record<string, string | undefined>> => {
  const { smtp, neomutt } = account;
  const msmtp =
    (account as unknown as { readonly msmtp?: { readonly enable: boolean } }).msmtp?.enable === true;
  const command = neomutt.sendMailCommand ?? (msmtp ? "msmtpq --read-envelope-from --read-recipients" : null);
  if (command !== null) return { sendmail: quoted(command) };
  if (smtp === null) return {};
  const protocol = smtp.tls.enable && !smtp.tls.useStartTls ? "smtps" : "smtp";
  return { smtp_url: quoted(serverAddress(protocol, account, smtp)), smtp_pass: passwordOf(account) };
};

interface Server {
  readonly host: string;
  readonly port: number | null;
}

const serverAddress = (protocol: string, { userName }: Account, { host, port }: Server): string =>
  `${protocol}://${userName === null ? "" : `${userName.replaceAll("@", "%40")}@`}${host}${port === null ? "" : `:${port}`}`;

/** Where the account's mail is: a folder, or a server. */
const rootOf = (account: Account, type: "maildir" | "imap"): string => {
  const { imap, maildir } = account;
  if (type === "maildir" || imap === null) return maildir?.absPath ?? "";
  return serverAddress(imap.tls.enable && !imap.tls.useStartTls ? "imaps" : "imap", account, imap);
};

const readingOf = (account: Account, config: Config): Readonly<Record<string, string | undefined>> => {
  const { address, realName, folders, neomutt } = account;
  const folder = (name: string | null) => (name === null ? undefined : quoted(`+${name}`));
  return {
    ...(config.programs.neomutt.changeFolderWhenSourcingAccount && {
      folder: quoted(rootOf(account, neomutt.mailboxType)),
    }),
    from: quoted(address),
    realname: quoted(realName),
    spoolfile: folder(folders.inbox),
    postponed: folder(folders.drafts),
    record: folder(folders.sent),
    trash: folder(folders.trash),
    ...(neomutt.mailboxType === "imap" && {
      imap_user: account.userName === null ? undefined : quoted(account.userName),
      imap_pass: passwordOf(account),
    }),
  };
};

const signatureLine = ({ signature }: Account, file: string): string => {
  if (signature.showSignature !== "append") return "unset signature";
  return signature.command === null ? `set signature = ${file}` : `set signature = "${signature.command}|"`;
};

export const hasSignatureText = ({ signature }: Account): boolean =>
  signature.showSignature === "append" && signature.command === null;

/** notmuch is a module of its own, whose options are there only where the home uses it. */
const notmuchLines = (account: Account, config: Config): readonly string[] => {
  const notmuch = account.notmuch as Account["notmuch"] | undefined;
  if (!notmuch?.enable || !notmuch.neomutt.enable) return [];
  return [
    "# notmuch section",
    `set nm_default_uri = "notmuch://${config.accounts.email.maildirBasePath}"`,
    ...notmuch.neomutt.virtualMailboxes.map(({ name, query, limit, type }) => {
      const parameters = [
        `query=${encodeURIComponent(query)}`,
        ...(limit === null ? [] : [`limit=${limit}`]),
        ...(type === null ? [] : [`type=${type}`]),
      ];
      return `virtual-mailboxes "${name}" "notmuch://?${parameters.join("&")}"`;
    }),
  ];
};

/** What the main file says of the account; `file` holds its settings. */
export const registration = (account: Account, file: string, config: Config): string => {
  const { name, folders, neomutt } = account;
  const inbox = { mailbox: folders.inbox, name: neomutt.mailboxName, type: null };
  const mailboxes = [...(neomutt.showDefaultMailbox ? [inbox] : []), ...neomutt.extraMailboxes];
  const { unmailboxes } = config.programs.neomutt;
  const root = rootOf(account, neomutt.mailboxType);
  return [
    `## register account ${name}`,
    ...mailboxes.map((one) => {
      const path = `"${rootOf(account, one.type ?? neomutt.mailboxType)}/${one.mailbox}"`;
      return one.name === null ? `mailboxes ${path}` : `named-mailboxes "${one.name}" ${path}`;
    }),
    "",
    `folder-hook ${root}/ " \\`,
    ...(unmailboxes ? ["    unmailboxes * ; \\"] : []),
    `    source ${file} "`,
    "",
  ].join("\n");
};

export const usesServer = ({ neomutt }: Account): boolean =>
  neomutt.mailboxType === "imap" || neomutt.extraMailboxes.some(({ type }) => type === "imap");

const yesNo = (value: boolean): string => (value ? "yes" : "no");
