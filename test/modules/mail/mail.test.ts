import * as fs from "node:fs";
import { join } from "node:path";
import type { Definitions } from "lares/module";
import { describe, expect, test } from "vitest";
import accounts from "../../../modules/accounts-email/index.ts";
import aerc from "../../../modules/aerc/index.ts";
import mbsync from "../../../modules/mbsync.ts";
import msmtp from "../../../modules/msmtp.ts";
import neomutt from "../../../modules/neomutt/index.ts";
import notmuch from "../../../modules/notmuch.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

const modules = [accounts, aerc, mbsync, msmtp, neomutt, notmuch];

const rich: Definitions = {
  accounts: {
    email: {
      maildirBasePath: "Mail",
      accounts: {
        home: {
          address: "ada@home.org",
          aliases: ["a@home.org", { address: "b@home.org", realName: "Ada B." }],
          realName: "Ada L.",
          primary: true,
          userName: "ada@home.org",
          passwordCommand: "pass show home",
          imap: { host: "imap.home.org", port: 1993 },
          smtp: { host: "smtp.home.org", tls: { useStartTls: true } },
          gpg: { key: "ABCD", signByDefault: true },
          signature: { text: "--\nAda\n", showSignature: "append" },
          aerc: { enable: true, extraConfig: { ui: { "sidebar-width": 30 } }, smtpAuth: "login" },
          mbsync: { enable: true, create: "both", patterns: ["*", "[Gmail]/Sent Mail"] },
          msmtp: {
            enable: true,
            tls: {
              fingerprint:
                "00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13:14:15:16:17:18:19:1a:1b:1c:1d:1e:1f",
            },
            extraConfig: { auth: "login" },
          },
          neomutt: {
            enable: true,
            mailboxName: "Home",
            extraMailboxes: ["Sent", { mailbox: "Junk", name: "Spam", type: "imap" }],
          },
          notmuch: {
            enable: true,
            neomutt: { virtualMailboxes: [{ name: "New", query: "tag:new", limit: 5 }] },
          },
        },
        work: {
          address: "ada@work.org",
          realName: "Ada",
          userName: "ada",
          flavor: "gmail.com",
          passwordCommand: "pass show work",
          folders: { inbox: "INBOX", trash: "Bin" },
          aerc: {
            enable: true,
            imapAuth: "xoauth2",
            imapOauth2Params: { token_endpoint: "https://t.org/a?b" },
            extraBinds: { messages: { d: ":move Bin<Enter>" } },
          },
          mbsync: {
            enable: true,
            flatten: ".",
            groups: { g: { channels: { sent: { farPattern: "[Gmail]/Sent Mail", nearPattern: "Sent" } } } },
          },
          neomutt: { enable: true, mailboxType: "imap", sendMailCommand: "sendmail -t" },
          notmuch: { enable: true },
        },
        old: { enable: false, address: "x@y.org", realName: "X", aerc: { enable: true } },
      },
    },
  },
  programs: {
    aerc: {
      enable: true,
      extraConfig: { general: { "unsafe-accounts-conf": true }, filters: "text/plain=cat\ntext/*=less\n" },
      extraBinds: { global: { "<C-n>": ":next-tab<Enter>" }, messages: { q: ":quit<Enter>" } },
      extraAccounts: { Local: { source: "maildir:///var/mail", folders: ["A", "B"] } },
      stylesets: { default: { global: { "*.default": true }, ui: { "tab.fg": "red" } } },
      templates: { hello: "Hello!" },
    },
    mbsync: { enable: true, groups: { inboxes: { home: ["Inbox"] } }, extraConfig: "SyncState *" },
    msmtp: { enable: true },
    neomutt: {
      enable: true,
      vimKeys: true,
      sidebar: { enable: true },
      binds: [{ key: "j", action: "next-entry", map: ["index", "pager"] }],
      macros: [{ key: "S", action: "<sync-mailbox>", map: ["index"] }],
      settings: { mail_check: "60" },
      extraConfig: "color status cyan default",
    },
    notmuch: { enable: true, hooks: { preNew: "mbsync --all" }, extraConfig: { index: { decrypt: "true" } } },
  },
};

test("all files of two accounts", async () => {
  const home = homeOf(modules, rich);
  expect(home.failedAssertions).toEqual([]);
  expect(home.description.warnings).toEqual([]);
  const texts = textsOf(home);
  const text = Object.keys(texts)
    .sort()
    .map((name) => `==> ${name} <==\n${texts[name]}`)
    .join("\n");
  await expect(text).toMatchFileSnapshot("golden/mail.golden");
});

describe("checks", () => {
  const withAccount = (account: object, programs: object) =>
    homeOf(modules, {
      accounts: {
        email: { accounts: { a: { address: "a@b.org", realName: "A", primary: true, ...account } } },
      },
      programs,
    } as Definitions);

  test("aerc: only `ui` for one account, and a warning where it would not start", () => {
    const home = withAccount(
      { aerc: { enable: true, extraConfig: { general: { x: 1 } } } },
      { aerc: { enable: true } },
    );
    expect(home.failedAssertions).toEqual([expect.stringContaining("`ui`")]);
    expect(home.description.warnings).toEqual([expect.stringContaining("unsafe-accounts-conf")]);
  });

  test("mbsync and msmtp say what an account lacks", () => {
    expect(withAccount({ mbsync: { enable: true } }, { mbsync: { enable: true } }).failedAssertions).toEqual(
      ["imap", "userName", "passwordCommand"].map((what) => expect.stringContaining(`\`${what}\``)),
    );
    expect(
      withAccount({ msmtp: { enable: true } }, { msmtp: { enable: true } }).failedAssertions,
    ).toHaveLength(1);
  });

  test("NeoMutt: one menu by itself is deprecated; without TLS it is told not to insist on it", () => {
    const home = withAccount(
      {
        maildir: null,
        imap: { host: "a", tls: { enable: false } },
        neomutt: { enable: true, mailboxType: "imap" },
      },
      { neomutt: { enable: true, binds: [{ key: "x", action: "y", map: "editor" }] } },
    );
    expect(home.description.warnings).toEqual([expect.stringContaining("`map`")]);
    expect(textsOf(home)[".config/neomutt/neomuttrc"]).toContain('\nbind editor x "y"\n');
    expect(textsOf(home)[".config/neomutt/a"]).toContain("set ssl_force_tls = no\n");
    expect(textsOf(home)[".config/neomutt/a"]).toContain("set mbox_type = mbox\n");
  });

  test("notmuch needs the primary account", () => {
    expect(withAccount({}, { notmuch: { enable: true } }).failedAssertions).toHaveLength(1);
  });
});

test.skipIf(!has("msmtp"))("msmtp understands its file (where msmtp is)", () => {
  const home = writtenHome(modules, rich);
  fs.writeFileSync(join(home, "pass"), "#!/bin/sh\necho secret\n", { mode: 0o755 });
  const words = [`PATH=${home}:${process.env.PATH}`, "msmtp", "--pretend", "-a", "b@home.org", "x@y.org"];
  expect(askAt(home, "env", words, "")).toContain("smtp.home.org");
});

test.skipIf(!has("neomutt"))("NeoMutt takes every line (needs neomutt)", () => {
  const home = writtenHome(modules, rich);
  for (const folder of ["Inbox", "Sent", "Drafts", "Trash"])
    for (const part of ["cur", "new", "tmp"])
      fs.mkdirSync(join(home, "Mail/home", folder, part), { recursive: true });
  const said = askAt(home, "neomutt", ["-D"]);
  expect(said).toContain('\nset real_name = "Ada L."\n');
  expect(said).toContain('\nset pgp_default_key = "ABCD"\n');
  expect(said).toContain("\nset mail_check = 60\n");
  fs.appendFileSync(join(home, ".config/neomutt/home"), "set from = 'other@home.org'\n");
  expect(askAt(home, "neomutt", ["-D"])).toContain('\nset from = "other@home.org"\n');
});
