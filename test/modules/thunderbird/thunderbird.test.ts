import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import calendars from "../../../modules/accounts-calendar.ts";
import contacts from "../../../modules/accounts-contact.ts";
import accounts from "../../../modules/accounts-email/index.ts";
import mozilla from "../../../modules/mozilla/index.ts";
import thunderbird from "../../../modules/thunderbird/index.ts";
import { homeOf, textsOf } from "../home.ts";

const modules = [accounts, calendars, contacts, mozilla, thunderbird];

const rich: Definitions = {
  accounts: {
    email: {
      accounts: {
        home: {
          address: "ada@home.org",
          aliases: [
            "a@home.org",
            { address: "b@home.org", realName: "Ada B.", smtp: { host: "smtp.b.org" } },
          ],
          realName: "Ada L.",
          primary: true,
          userName: "ada",
          imap: { host: "imap.home.org", port: 993 },
          smtp: { host: "smtp.home.org", authentication: "xoauth2", tls: { useStartTls: true } },
          gpg: { key: "ABCD", signByDefault: true },
          signature: { text: "Ada", showSignature: "append" },
          thunderbird: {
            enable: true,
            settings: (id: string) => ({ [`mail.server.server_${id}.check_new_mail`]: false }),
            messageFilters: [
              { name: "Read", type: "17", action: "Mark read", condition: "ALL" },
              { name: "Raw", type: "1", action: "", condition: "", text: 'name="Raw"' },
            ],
          },
        },
        work: {
          address: "ada@work.org",
          realName: "Ada",
          flavor: "outlook.office365.com-ews",
          thunderbird: { enable: true, profiles: ["work"] },
        },
      },
    },
    calendar: {
      accounts: {
        days: {
          primary: true,
          remote: { type: "caldav", url: "https://c.org/d", userName: "ada" },
          thunderbird: { enable: true, color: "#ff0000" },
        },
      },
    },
    contact: {
      accounts: {
        people: { remote: { type: "carddav", url: "https://c.org/p" }, thunderbird: { enable: true } },
      },
    },
  },
  programs: {
    thunderbird: {
      enable: true,
      languagePacks: ["de"],
      settings: { "general.useragent.override": "", shared: 1 },
      profiles: {
        main: {
          isDefault: true,
          settings: { shared: 2 },
          extraConfig: "// end",
          accountsOrder: ["news"],
          feedAccounts: { news: {} },
          userChrome: "* { color: red }",
          withExternalGnupg: true,
        },
        work: { search: { default: "ddg" } },
      },
    },
  },
};

test("all files of two profiles", async () => {
  const home = homeOf(modules, rich);
  expect(home.failedAssertions).toEqual([]);
  expect(home.description.warnings).toEqual([]);
  const texts = textsOf(home);
  const text = Object.keys(texts)
    .sort()
    .map((name) => `==> ${name} <==\n${texts[name]}`)
    .join("\n");
  await expect(text).toMatchFileSnapshot("golden/thunderbird.golden");
});

test("what is wrong is said", () => {
  const account = { address: "a@b.org", realName: "A", primary: true };
  const home = homeOf(modules, {
    accounts: {
      email: {
        accounts: {
          a: {
            ...account,
            imap: { host: "i.org", authentication: "oauthbearer" },
            thunderbird: { enable: true, profiles: ["none"] },
          },
        },
      },
    },
    programs: { thunderbird: { enable: true, profiles: { p: {} } } },
  });
  expect(home.failedAssertions).toEqual([
    expect.stringContaining("isDefault"),
    expect.stringContaining("none"),
  ]);
  expect(home.description.warnings).toEqual([expect.stringContaining("oauthbearer")]);
});
