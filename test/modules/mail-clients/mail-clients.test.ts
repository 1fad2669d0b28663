import type { Definitions } from "lares/module";
import { describe, expect, test } from "vitest";
import accounts from "../../../modules/accounts-email/index.ts";
import alot from "../../../modules/alot.ts";
import astroid from "../../../modules/astroid.ts";
import getmail from "../../../modules/getmail.ts";
import himalaya from "../../../modules/himalaya.ts";
import launchd from "../../../modules/launchd/index.ts";
import lieer from "../../../modules/lieer.ts";
import mblaze from "../../../modules/mblaze.ts";
import meli from "../../../modules/meli.ts";
import msmtp from "../../../modules/msmtp.ts";
import mu from "../../../modules/mu.ts";
import mujmap from "../../../modules/mujmap.ts";
import notmuch from "../../../modules/notmuch.ts";
import imapnotify from "../../../modules/service-imapnotify.ts";
import lieerService from "../../../modules/service-lieer.ts";
import systemd from "../../../modules/systemd/index.ts";
import { homeOf, textsOf } from "../home.ts";

const modules = [
  ...[accounts, alot, astroid, getmail, himalaya, lieer, mblaze, meli, msmtp, mu, mujmap, notmuch],
  ...[imapnotify, lieerService, systemd, launchd],
];

const rich: Definitions = {
  accounts: {
    email: {
      maildirBasePath: "Mail",
      accounts: {
        home: {
          address: "ada@home.org",
          aliases: ["a@home.org"],
          realName: "Ada L.",
          primary: true,
          userName: "ada@home.org",
          passwordCommand: "pass show home",
          imap: { host: "imap.home.org", port: 1993 },
          smtp: { host: "smtp.home.org", tls: { useStartTls: true } },
          jmap: { host: "jmap.home.org" },
          gpg: { key: "ABCD", signByDefault: true },
          signature: { text: "Ada\n", showSignature: "append" },
          alot: { extraConfig: "signature_filename = ada.txt" },
          astroid: { enable: true, extraConfig: { select_query: "tag:home" } },
          getmail: { enable: true, mailboxes: ["INBOX"], delete: true },
          himalaya: { enable: true, settings: { message: { send: { "save-copy": false } } } },
          imapnotify: {
            enable: true,
            boxes: ["Inbox"],
            onNotify: { mail: "a", expunge: "b" },
            onNotifyPost: "c",
          },
          mblaze: { enable: true, settings: { "Scan-Format": "%s" } },
          meli: { enable: true, mailboxAliases: { INBOX: { alias: "In" } } },
          mu: { enable: true },
          mujmap: { enable: true, settings: { tags: { lowercase: true }, password_command: ["a", "b"] } },
          notmuch: { enable: true },
        },
        work: {
          address: "ada@work.org",
          realName: "Ada",
          userName: "ada",
          flavor: "gmail.com",
          passwordCommand: "pass show work",
          getmail: { enable: true, destinationCommand: "/usr/bin/maildrop" },
          himalaya: { enable: true },
          lieer: { enable: true, sync: { enable: true }, settings: { ignore_tags: ["new"] } },
          mblaze: { enable: true },
          meli: { enable: true, settings: { server_port: 994 } },
          msmtp: { enable: true },
          mu: { enable: true },
        },
      },
    },
  },
  programs: {
    alot: {
      enable: true,
      bindings: { global: { q: "exit" } },
      tags: { unread: { translated: "U" } },
      hooks: "import os",
    },
    astroid: {
      enable: true,
      externalEditor: "gvim %1",
      pollScript: "mbsync home",
      extraConfig: { poll: { interval: 0 } },
    },
    himalaya: { enable: true, settings: { "downloads-dir": "/tmp" } },
    mblaze: { enable: true, editor: "vi" },
    meli: { enable: true, includes: ["a.toml"], settings: { pager: { pager_context: 3 } } },
    mu: { enable: true },
    mujmap: { enable: true },
    notmuch: { enable: true },
  },
  services: { getmail: { enable: true }, imapnotify: { enable: true }, lieer: { enable: true } },
};

describe("what mail programs are told of the accounts", () => {
  const home = homeOf(modules, rich, { os: "linux", stubs: true });

  test("files and units", async () => {
    expect(home.failedAssertions).toEqual([]);
    expect(home.description.warnings).toHaveLength(1);
    const texts = Object.entries(textsOf(home)).map(([name, text]) => `===== ${name}\n${text}`);
    await expect(texts.join("\n")).toMatchFileSnapshot("golden/files.golden");
  });

  test("mu's database is made anew when the addresses change", async () => {
    const step = home.description.activation.find(({ name }) => name === "muInit");
    await expect(step?.script).toMatchFileSnapshot("golden/mu-init.golden");
  });

  test("an account without what a program needs is a failed assertion that names it", () => {
    const lacking: Definitions = {
      accounts: {
        email: {
          accounts: { a: { address: "a@b.c", realName: "A", primary: true, getmail: { enable: true } } },
        },
      },
    };
    const { failedAssertions } = homeOf(modules, lacking, { os: "linux" });
    expect(failedAssertions).toContain("accounts.email.accounts.a.getmail needs the account's `imap`.");
  });
});
