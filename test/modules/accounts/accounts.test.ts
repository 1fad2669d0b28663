import type { Config, DefsOf, EmailAccountOptions } from "lares/module";
import { expect, test } from "vitest";
import calendar from "../../../modules/accounts-calendar.ts";
import contact from "../../../modules/accounts-contact.ts";
import email from "../../../modules/accounts-email/index.ts";
import { homeOf, textsOf } from "../home.ts";

const modules = [calendar, contact, email];
const alice = { address: "alice@example.org", realName: "Alice", primary: true };

/** What programs read of one account. */
const read = (account: DefsOf<EmailAccountOptions>, what: (found: Account) => unknown): unknown =>
  shown({ accounts: { email: { accounts: { work: { ...alice, ...account } } } } }, (config) =>
    what(config.accounts.email.accounts.work!),
  );
type Account = Config["accounts"]["email"]["accounts"][string];

const shown = (definitions: object, what: (config: Config) => unknown): unknown => {
  const file = { shown: { text: ({ config }: { config: Config }) => JSON.stringify(what(config)) } };
  return JSON.parse(textsOf(homeOf(modules, { ...definitions, home: { file } } as never)).shown!);
};

test("a flavor knows the servers, and the account has the last word", () => {
  const servers = ({ imap, smtp, userName }: Account) => ({ imap, smtp, userName });
  expect(read({ flavor: "gmail.com" }, servers)).toMatchObject({
    imap: { host: "imap.gmail.com", port: 993, tls: { enable: true, useStartTls: false } },
    smtp: { host: "smtp.gmail.com", port: 465 },
    userName: "alice@example.org",
  });
  expect(
    read(
      { flavor: "gmail.com", userName: "me", imap: { port: 1 }, smtp: { tls: { useStartTls: true } } },
      servers,
    ),
  ).toMatchObject({
    imap: { host: "imap.gmail.com", port: 1 },
    smtp: { host: "smtp.gmail.com", port: 587, tls: { useStartTls: true } },
    userName: "me",
  });
  expect(read({ flavor: "davmail" }, ({ imap }) => imap)).toMatchObject({
    port: 1143,
    tls: { enable: false },
  });
});

test("without a flavor there is what the account says", () => {
  const found = read({ imap: { host: "mail.example.org" }, passwordCommand: "pass show mail" }, (account) => [
    account.imap?.host,
    account.smtp,
    account.userName,
    account.passwordCommand,
    account.maildir,
    account.name,
  ]);
  expect(found).toEqual([
    "mail.example.org",
    null,
    null,
    ["pass", "show", "mail"],
    { path: "work", absPath: "/home/ada/Maildir/work" },
    "work",
  ]);
  expect(read({ maildir: null }, ({ maildir }) => maildir)).toBeNull();
});

test("exactly one account that is used is primary", () => {
  const failures = (accounts: object) =>
    homeOf(modules, { accounts: { email: { accounts } } } as never).failedAssertions;
  expect(failures({})).toEqual([]);
  expect(failures({ a: alice })).toEqual([]);
  expect(failures({ a: { ...alice, primary: false } })).toEqual([expect.stringContaining("None")]);
  expect(failures({ a: alice, b: alice })).toEqual([expect.stringContaining("More than one")]);
  expect(failures({ a: alice, b: { ...alice, enable: false } })).toEqual([]);
});

test("calendars and contacts are kept in folders of their names", () => {
  const definitions = {
    accounts: { calendar: { basePath: ".cal", accounts: { a: {} } }, contact: { accounts: { b: {} } } },
  };
  expect(
    shown(definitions, ({ accounts }) => [
      accounts.calendar.accounts.a?.local,
      accounts.contact.accounts.b?.local?.path,
    ]),
  ).toEqual([
    { type: "filesystem", path: "/home/ada/.cal/a", fileExt: ".ics", encoding: null },
    "/home/ada/.local/share/contacts/b",
  ]);
});
