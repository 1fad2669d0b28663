/** Accounts as Thunderbird's preferences. */
import { type Context, sha256, sortedEntries } from "lares/module";
import type { Preferences } from "../mozilla/preferences.ts";

type Accounts = Context["config"]["accounts"];
export type MailAccount = Accounts["email"]["accounts"][string];
type Alias = MailAccount["aliases"][number];
export type Calendar = Accounts["calendar"]["accounts"][string];
export type Contacts = Accounts["contact"]["accounts"][string];
type Server = NonNullable<MailAccount["imap"]>;

/** Ids must stay the same from switch to switch: Thunderbird keeps mail below them. */
export const idOf = (name: string): string => sha256(name, "hex");

const idOfAddress = ({ name }: MailAccount, alias: Alias | null): string =>
  idOf(alias === null ? name : typeof alias === "string" ? alias : alias.address + alias.realName);

/** How Thunderbird numbers ways to authenticate; undefined for one that it does not know. */
const methodOf = (authentication: string | null): number | undefined =>
  ({
    anonymous: 1,
    clear: 3,
    plain: 3,
    login: 3,
    digest_md5: 4,
    cram_md5: 4,
    gssapi: 5,
    ntlm: 6,
    tls_external: 7,
    external: 7,
    xoauth2: 10,
  })[authentication ?? "plain"];

const method = (authentication: string | null): number => methodOf(authentication) ?? 3;

const socketType = ({ tls }: Pick<Server, "tls">): number => (tls.enable ? (tls.useStartTls ? 2 : 3) : 0);

/** `below` puts the keys of a group of preferences under its name. */
const below = (
  prefix: string,
  values: Readonly<Record<string, string | number | boolean | null | undefined>>,
): Preferences =>
  Object.fromEntries(
    Object.entries(values)
      .filter(
        (entry): entry is [string, string | number | boolean] => entry[1] !== null && entry[1] !== undefined,
      )
      .map(([key, value]) => [`${prefix}.${key}`, value]),
  );

/** `folder`: that of the profile, absolute. */
export const mailPreferences = (account: MailAccount, folder: string): Preferences => {
  const id = idOf(account.name);
  const addresses = [null, ...account.aliases];
  return {
    ...below(`mail.account.account_${id}`, {
      identities: addresses.map((alias) => `id_${idOfAddress(account, alias)}`).join(","),
      server: `server_${id}`,
    }),
    ...(account.primary && { "mail.accountmanager.defaultaccount": `account_${id}` }),
    ...(account.primary && account.smtp !== null && { "mail.smtp.defaultserver": `smtp_${id}` }),
    ...receiving(account, folder),
    ...Object.assign({}, ...addresses.map((alias) => identity(account, alias))),
    ...account.thunderbird.settings(...([id] as never[])),
  };
};

const receiving = (account: MailAccount, folder: string): Preferences => {
  const { imap, ews, name, userName } = account;
  const id = idOf(name);
  const prefix = `mail.server.server_${id}`;
  const shared = { login_at_startup: true, name, userName };
  if (imap !== null)
    return below(prefix, {
      ...shared,
      type: "imap",
      directory: `${folder}/ImapMail/${id}`,
      "directory-rel": `[ProfD]ImapMail/${id}`,
      hostname: imap.host,
      port: imap.port ?? 143,
      socketType: socketType(imap),
      authMethod: method(imap.authentication),
    });
  if (ews === null) return {};
  return below(prefix, {
    ...shared,
    type: "ews",
    directory: `${folder}/EwsMail/${id}`,
    "directory-rel": `[ProfD]EwsMail/${id}`,
    hostname: ews.host,
    ews_url: ews.serviceDescriptionURL,
    socketType: socketType(ews),
    authMethod: method(ews.authentication),
  });
};

/** An address of the account; null stands for the account's own. */
const identity = (account: MailAccount, alias: Alias | null): Preferences => {
  const id = idOfAddress(account, alias);
  const { gpg, signature } = account;
  return {
    ...below(`mail.identity.id_${id}`, {
      fullName: alias === null || typeof alias === "string" ? account.realName : alias.realName,
      useremail: alias === null ? account.address : typeof alias === "string" ? alias : alias.address,
      valid: true,
      htmlSigText: signature.showSignature === "none" ? "" : signature.text,
      htmlSigFormat: signature.showSignature !== "none" && signature.htmlFormat ? true : null,
      ...(gpg !== null && {
        attachPgpKey: false,
        autoEncryptDrafts: true,
        e2etechpref: 0,
        encryptionpolicy: gpg.encryptByDefault ? 2 : 0,
        is_gnupg_key_id: true,
        last_entered_external_gnupg_key_id: gpg.key,
        openpgp_key_id: gpg.key,
        protectSubject: true,
        sign_mail: gpg.signByDefault,
      }),
    }),
    ...sending(account, alias),
    ...account.thunderbird.perIdentitySettings(...([id] as never[])),
  };
};

/** An alias is sent by the account's server, unless it has one of its own. */
const sending = (account: MailAccount, alias: Alias | null): Preferences => {
  const { ews, userName } = account;
  const own = alias === null ? account.smtp : typeof alias === "string" ? null : alias.smtp;
  const id = idOfAddress(account, alias);
  const server = own === null ? idOf(account.name) : id;
  if (own === null && account.smtp === null) {
    if (ews === null) return {};
    return {
      ...below(`mail.identity.id_${id}`, { smtpServer: `ews_${server}` }),
      ...below(`mail.outgoingserver.ews_${server}`, {
        type: "ews",
        auth_method: method(ews.authentication),
        description: account.name,
        ews_url: ews.serviceDescriptionURL,
        username: userName,
      }),
    };
  }
  return {
    ...below(`mail.identity.id_${id}`, { smtpServer: `smtp_${server}` }),
    ...(own !== null &&
      below(`mail.smtpserver.smtp_${server}`, {
        authMethod: method(own.authentication),
        hostname: own.host,
        port: own.port ?? 587,
        try_ssl: socketType(own),
        username: userName,
      })),
  };
};

/** The servers that an account's mail is sent by, as `mail.smtpservers` lists them. */
export const sendersOf = (account: MailAccount): readonly string[] => [
  ...(account.smtp !== null
    ? [`smtp_${idOf(account.name)}`]
    : account.ews !== null
      ? [`ews_${idOf(account.name)}`]
      : []),
  ...account.aliases
    .filter((alias) => typeof alias !== "string" && alias.smtp !== null)
    .map((alias) => `smtp_${idOfAddress(account, alias)}`),
];

/** The parts of an account that authenticate in ways Thunderbird does not know. */
export const unknownMethods = ({ name, imap, smtp, ews, aliases }: MailAccount): readonly string[] => {
  const where = `accounts.email.accounts.${name}`;
  const servers = [
    [`${where}.imap`, imap],
    [`${where}.smtp`, smtp],
    [`${where}.ews`, ews],
    ...aliases.map((alias) =>
      typeof alias === "string"
        ? ([where, null] as const)
        : ([`${where}.aliases.${alias.address}.smtp`, alias.smtp] as const),
    ),
  ] as const;
  return servers
    .filter(([, server]) => server !== null && methodOf(server.authentication) === undefined)
    .map(([place, server]) => `${place} authenticates by \`${server!.authentication}\``);
};

export const feedPreferences = (name: string, folder: string): Preferences => {
  const id = idOf(name);
  return {
    ...below(`mail.account.account_${id}`, { server: `server_${id}` }),
    ...below(`mail.server.server_${id}`, {
      type: "rss",
      name,
      hostname: `Feeds-${id}`,
      userName: "nobody",
      directory: `${folder}/Mail/Feeds-${id}`,
      "directory-rel": `[ProfD]Mail/Feeds-${id}`,
    }),
  };
};

export const calendarPreferences = (account: Calendar): Preferences => {
  const id = idOf(account.name);
  const { remote, local, thunderbird, primary } = account;
  return {
    ...below(`calendar.registry.${id}`, {
      name: account.name,
      type: remote?.type === "caldav" ? "caldav" : "ics",
      uri: remote?.url ?? (local === null ? null : `file://${local.path}`),
      username: remote?.userName,
      color: thunderbird.color === "" ? null : thunderbird.color,
      "cache.enabled": remote?.type === "caldav" ? true : null,
      "calendar-main-default": primary,
      "calendar-main-in-composite": true,
      disabled: false,
      readOnly: thunderbird.readOnly,
    }),
    ...thunderbird.settings(...([id] as never[])),
  };
};

/** Thunderbird takes address books of servers only. */
export const contactPreferences = ({ name, remote, thunderbird }: Contacts): Preferences => {
  const id = idOf(name);
  return below(`ldap_2.servers.${id}`, {
    "carddav.url": remote?.url,
    "carddav.username": remote?.userName,
    "carddav.token": thunderbird.token,
    description: name,
    dirType: 102,
    filename: `abook-${id}.sqlite`,
  });
};

export const enabledIn = <
  A extends {
    readonly name: string;
    readonly thunderbird: { readonly enable: boolean; readonly profiles: readonly string[] };
  },
>(
  accounts: Readonly<Record<string, A>>,
  profile: string,
): readonly A[] =>
  sortedEntries(accounts)
    .map(([, account]) => account as A)
    .filter(({ thunderbird }) => thunderbird?.enable)
    .filter(({ thunderbird }) => thunderbird.profiles.length === 0 || thunderbird.profiles.includes(profile));

/** Those that are named come first, in that order. */
export const ordered = (names: readonly string[], first: readonly string[]): readonly string[] => [
  ...first.filter((name) => names.includes(name)),
  ...names.filter((name) => !first.includes(name)),
];
