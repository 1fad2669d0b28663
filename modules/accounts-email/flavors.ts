/** Servers of well-known mail providers, so that an account need only name its provider. */

export interface Server {
  readonly host: string;
  readonly port: number | null;
  /** Whether it is spoken to in the clear, inside the machine. */
  readonly plain?: boolean;
  readonly startTls?: boolean;
}

export interface Flavor {
  readonly imap?: Server;
  /** `startTls`: what the account says, since some providers have a port for each way. */
  readonly smtp?: (startTls: boolean) => Server;
  readonly jmap?: { readonly host?: string; readonly sessionUrl?: string };
  readonly ews?: { readonly host: string; readonly serviceDescriptionURL: string };
}

const imap = (host: string): Server => ({ host, port: 993 });
const smtp = (host: string) => (startTls: boolean) => ({ host, port: startTls ? 587 : 465 });

export const flavors = {
  plain: {},
  davmail: {
    imap: { host: "localhost", port: 1143, plain: true },
    smtp: () => ({ host: "localhost", port: 1025, plain: true }),
  },
  "fastmail.com": {
    imap: imap("imap.fastmail.com"),
    smtp: smtp("smtp.fastmail.com"),
    jmap: { host: "fastmail.com", sessionUrl: "https://jmap.fastmail.com/.well-known/jmap" },
  },
  "gmail.com": { imap: imap("imap.gmail.com"), smtp: smtp("smtp.gmail.com") },
  "mailbox.org": { imap: imap("imap.mailbox.org"), smtp: smtp("smtp.mailbox.org") },
  "migadu.com": { imap: imap("imap.migadu.com"), smtp: smtp("smtp.migadu.com") },
  "outlook.office365.com": {
    imap: imap("outlook.office365.com"),
    smtp: () => ({ host: "smtp.office365.com", port: 587, startTls: true }),
  },
  "outlook.office365.com-ews": {
    ews: {
      host: "outlook.office365.com",
      serviceDescriptionURL: "https://outlook.office365.com/ews/exchange.asmx",
    },
  },
  "posteo.de": { imap: imap("posteo.de"), smtp: smtp("posteo.de") },
  "runbox.com": { imap: imap("mail.runbox.com"), smtp: smtp("mail.runbox.com") },
  "yandex.com": { imap: imap("imap.yandex.com"), smtp: smtp("smtp.yandex.com") },
} as const satisfies Record<string, Flavor>;

export type FlavorName = keyof typeof flavors;
