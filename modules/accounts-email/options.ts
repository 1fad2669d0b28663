/** What can be said about e-mail accounts. Programs add their own options to each account. */
import {
  type EmailAccountOptions,
  isPackage,
  option,
  type PackageReference,
  programOf,
  type TreeOf,
  type Type,
  t,
} from "lares/module";
import { type Flavor, type FlavorName, flavors } from "./flavors.ts";

/** A path, or a package that is one program. */
const program = t.coercedTo(
  { ...t.package, check: isPackage } as Type<PackageReference>,
  (one) => one.outPath ?? one.contents ?? programOf(one),
  t.path,
);

const address = t.strMatching(/.*@.*/);

const tls = t.submodule({
  enable: option(t.bool, { default: true, description: "Whether the connection is encrypted." }),
  useStartTls: option(t.bool, {
    default: false,
    description: "Whether encryption begins with STARTTLS, on a connection that is in the clear before.",
  }),
  certificatesFile: option(t.nullOr(t.path), {
    default: ({ config }) => config.accounts.email.certificatesFile,
    defaultText: "accounts.email.certificatesFile",
    description: "The certificates that the server's is checked with; null leaves it to the program.",
  }),
});

const authentication = option(t.nullOr(t.str), {
  default: null,
  description: "How to authenticate: plain, login, xoauth2, gssapi …; null leaves it to the program.",
  example: "plain",
});

const serverOptions = (protocol: string, port: number) => ({
  host: option(t.str, {
    default: "",
    defaultText: "the flavor's",
    description: `The ${protocol} server.`,
    example: `${protocol.toLowerCase()}.example.org`,
  }),
  port: option(t.nullOr(t.port), {
    default: null,
    description: "The server's port; null for the usual one.",
    example: port,
  }),
  authentication,
  tls: option(tls, { description: "How the connection is encrypted." }),
});
const server = (protocol: string, port: number) => t.submodule(serverOptions(protocol, port));
type ServerConfig = { readonly host: string; readonly port: number | null; readonly tls: Tls };
type Tls = {
  readonly enable: boolean;
  readonly useStartTls: boolean;
  readonly certificatesFile: string | null;
};

/** What an account's own words leave open, its flavor fills in. */
const filled = <S extends ServerConfig>(
  own: S | null,
  known: ReturnType<NonNullable<Flavor["smtp"]>> | undefined,
  certificatesFile: string | null,
): S | null => {
  if (known === undefined) return own;
  const said = own?.tls ?? { enable: !known.plain, useStartTls: false, certificatesFile };
  return {
    authentication: null,
    ...(own === null
      ? {}
      : { authentication: (own as unknown as { authentication: string | null }).authentication }),
    host: own?.host || known.host,
    port: own?.port ?? known.port,
    tls: {
      enable: said.enable && known.plain !== true,
      useStartTls: said.useStartTls || known.startTls === true,
      certificatesFile: said.certificatesFile,
    },
  } as unknown as S;
};

const flavorOf = ({ flavor }: { readonly flavor: FlavorName }): Flavor => flavors[flavor];

const accountOptions = {
  enable: option(t.bool, { default: true, description: "Whether programs use this account." }),
  name: option(t.str, {
    default: ({ name }) => name,
    defaultText: "the account's name",
    readOnly: true,
    description: "The account's name.",
  }),
  primary: option(t.bool, {
    default: false,
    description: "Whether this account is the one that programs use unless told otherwise. Exactly one is.",
  }),
  flavor: option(t.enum(...(Object.keys(flavors) as FlavorName[])), {
    default: "plain",
    description: "The provider, whose servers are then known.",
  }),
  address: option(address, { description: "The address.", example: "alice@example.org" }),
  aliases: option(
    t.listOf(
      t.oneOf(
        address,
        t.submodule({
          address: option(address, { description: "The other address.", example: "info@example.org" }),
          realName: option(t.str, { description: "The name that goes with it.", example: "The Example" }),
          smtp: option(t.nullOr(server("SMTP", 465)), {
            default: null,
            description: "The server that its mail is sent by; null for the account's.",
          }),
        }),
      ),
    ),
    { default: [], description: "Other addresses of the account.", example: ["webmaster@example.org"] },
  ),
  realName: option(t.str, { description: "The person's name.", example: "Alice Example" }),
  userName: option(t.nullOr(t.str), {
    default: ({ self }) => (self.flavor === "plain" ? null : self.address),
    defaultText: "the address, for a flavor; else null",
    description: "The name at the servers.",
  }),
  passwordCommand: option(
    t.nullOr(t.coercedTo(t.str, (command: string) => command.split(" "), t.listOf(t.str))),
    {
      default: null,
      description:
        "The command that prints the password. Passwords themselves have no place in a configuration.",
      example: "secret-tool lookup email alice@example.org",
    },
  ),
  imap: option(t.nullOr(server("IMAP", 993)), {
    default: null,
    apply: (own, { self, config }) =>
      filled(own, flavorOf(self).imap, config.accounts.email.certificatesFile),
    description: "The server that mail is read from.",
  }),
  smtp: option(t.nullOr(server("SMTP", 465)), {
    default: null,
    apply: (own, { self, config }) =>
      filled(
        own,
        flavorOf(self).smtp?.(own?.tls.useStartTls ?? false),
        config.accounts.email.certificatesFile,
      ),
    description: "The server that mail is sent by.",
  }),
  jmap: option(
    t.nullOr(
      t.submodule({
        host: option(t.nullOr(t.str), {
          default: null,
          description: "The JMAP server.",
          example: "jmap.example.org",
        }),
        sessionUrl: option(t.nullOr(t.str), {
          default: null,
          description: "The address at which a session begins.",
          example: "https://jmap.example.org/.well-known/jmap",
        }),
      }),
    ),
    {
      default: null,
      apply: (own, { self }) => {
        const known = flavorOf(self).jmap;
        if (known === undefined) return own;
        return {
          host: own?.host ?? known.host ?? null,
          sessionUrl: own?.sessionUrl ?? known.sessionUrl ?? null,
        };
      },
      description: "The server that is spoken to by JMAP.",
    },
  ),
  ews: option(
    t.nullOr(
      t.submodule({
        host: option(t.str, { default: "", description: "The EWS server.", example: "ews.example.org" }),
        serviceDescriptionURL: option(t.str, {
          default: "",
          description: "The address of the service.",
          example: "https://ews.example.org/ews/exchange.asmx",
        }),
        authentication,
        tls: option(tls, { description: "How the connection is encrypted." }),
      }),
    ),
    {
      default: null,
      apply: (own, { self, config }) => {
        const known = flavorOf(self).ews;
        if (known === undefined) return own;
        const { certificatesFile } = config.accounts.email;
        return {
          host: own?.host || known.host,
          serviceDescriptionURL: own?.serviceDescriptionURL || known.serviceDescriptionURL,
          authentication: own?.authentication ?? null,
          tls: own?.tls ?? { enable: true, useStartTls: false, certificatesFile },
        };
      },
      description: "The server that is spoken to by Exchange Web Services.",
    },
  ),
  folders: option(
    t.submodule({
      inbox: option(t.str, { default: "Inbox", description: "The folder of new mail." }),
      sent: option(t.nullOr(t.str), {
        default: "Sent",
        description: "The folder of sent mail; null for none.",
      }),
      drafts: option(t.nullOr(t.str), {
        default: "Drafts",
        description: "The folder of drafts; null for none.",
      }),
      trash: option(t.str, { default: "Trash", description: "The folder of deleted mail." }),
    }),
    { description: "The names of the usual folders." },
  ),
  maildir: option(
    t.nullOr(
      t.submodule({
        path: option(t.str, {
          default: "",
          defaultText: "the account's name",
          description: "The folder, below `accounts.email.maildirBasePath`.",
        }),
        absPath: option(t.str, {
          default: "",
          readOnly: true,
          internal: true,
          description: "The folder, absolute.",
        }),
      }),
    ),
    {
      default: () => ({ path: "", absPath: "" }),
      defaultText: "a folder of the account's name",
      apply: (own, { name, config }) => {
        if (own === null) return null;
        const path = own.path || name;
        return { path, absPath: `${config.accounts.email.maildirBasePath}/${path}` };
      },
      description: "Where the account's mail is kept here; null for nowhere.",
    },
  ),
  gpg: option(
    t.nullOr(
      t.submodule({
        key: option(t.str, { description: "The key, as `gpg --list-keys` prints it." }),
        signByDefault: option(t.bool, {
          default: false,
          description: "Whether mail is signed unless said otherwise.",
        }),
        encryptByDefault: option(t.bool, {
          default: false,
          description: "Whether mail is encrypted unless said otherwise.",
        }),
      }),
    ),
    { default: null, description: "The account's key; null for none." },
  ),
  signature: option(
    t.submodule({
      text: option(t.str, { default: "", description: "The signature.", example: "--\nAlice\n" }),
      delimiter: option(t.str, {
        default: "--\n",
        description: "What stands between a mail and its signature.",
      }),
      command: option(t.nullOr(program), {
        default: null,
        description: "A program that prints the signature, instead of `text`.",
      }),
      showSignature: option(t.enum("append", "attach", "none"), {
        default: "none",
        description: "Whether the signature is at the end of a mail, beside it, or nowhere.",
      }),
      htmlFormat: option(t.bool, { default: false, description: "Whether the signature is HTML." }),
    }),
    { description: "What mails end with." },
  ),
};
type AccountTree = typeof accountOptions;

declare module "lares/module" {
  /** Programs add theirs: `interface EmailAccountOptions { readonly aerc: … }`. */
  interface EmailAccountOptions extends AccountTree {}
  interface AccountsOptions {
    readonly email: EmailOptions;
  }
  interface Options {
    readonly accounts: AccountsOptions;
  }
}

const emailOptions = {
  certificatesFile: option(t.nullOr(t.path), {
    default: "/etc/ssl/certs/ca-certificates.crt",
    description: "The certificates that servers are checked with; null leaves it to the programs.",
  }),
  maildirBasePath: option(t.str, {
    default: ({ config }) => `${config.home.homeDirectory}/Maildir`,
    defaultText: "~/Maildir",
    apply: (path, { config }) => (path.startsWith("/") ? path : `${config.home.homeDirectory}/${path}`),
    description: "The folder of all accounts' mail; a relative path lies in the home.",
  }),
  accounts: option(t.attrsOf(t.submodule(accountOptions as EmailAccountOptions)), {
    default: {},
    description: "E-mail accounts, by name.",
    example: {
      work: { address: "alice@example.org", realName: "Alice", primary: true, flavor: "fastmail.com" },
    },
  }),
};
export interface EmailOptions extends TreeOf<typeof emailOptions> {}
export const options: EmailOptions = emailOptions;
