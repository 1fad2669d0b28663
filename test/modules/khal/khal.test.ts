import * as fs from "node:fs";
import type { Definitions } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import calendars from "../../../modules/accounts-calendar.ts";
import contacts from "../../../modules/accounts-contact.ts";
import khal from "../../../modules/khal.ts";
import khard from "../../../modules/khard.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

const rich: Definitions = {
  accounts: {
    calendar: {
      basePath: ".calendars",
      accounts: {
        work: {
          primary: true,
          khal: { enable: true, color: "#ff0000", readOnly: true, addresses: ["a@b", "c@d"] },
        },
        many: { khal: { enable: true, type: "discover", glob: "*/" } },
        one: { local: { type: "singlefile", path: "/x/one.ics" }, khal: { enable: true, priority: 20 } },
        other: {},
      },
    },
    contact: {
      basePath: ".contacts",
      accounts: {
        friends: {
          khal: { enable: true, collections: ["b", "a"] },
          khard: { enable: true, addressbooks: ["a", "b"] },
        },
        all: { khal: { enable: true }, khard: { enable: true, type: "discover" } },
      },
    },
  },
  programs: {
    khal: {
      enable: true,
      locale: { firstweekday: 6, local_timezone: "Europe/Berlin" },
      settings: { default: { timedelta: "5d" }, view: { theme: "dark" } },
    },
    khard: {
      enable: true,
      settings: {
        general: { editor: ["vim", "-i", "NONE"] },
        vcard: { private_objects: ["Jabber"], preferred_version: "3.0" },
      },
    },
  },
};

test("khal and khard show what the accounts say", async () => {
  const home = homeOf([calendars, contacts, khal, khard], rich);
  expect(home.failedAssertions).toEqual([]);
  const texts = textsOf(home);
  await expect(texts[".config/khal/config"]).toMatchFileSnapshot("golden/khal.golden");
  await expect(texts[".config/khard/khard.conf"]).toMatchFileSnapshot("../khard/golden/khard.golden");
});

/** Calendars and address books that are there to be read. */
const small = {
  accounts: {
    calendar: {
      basePath: "calendars",
      accounts: { work: { primary: true, khal: { enable: true, color: "#ff0000" } } },
    },
    contact: { basePath: "contacts", accounts: { all: { khard: { enable: true } } } },
  },
  programs: rich.programs,
} as Definitions;

const withFolders = (): string => {
  const home = writtenHome([calendars, contacts, khal, khard], small);
  for (const folder of ["calendars/work", "contacts/all"])
    fs.mkdirSync(`${home}/${folder}`, { recursive: true });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  return home;
};

test.skipIf(!has("khal"))("khal finds the calendar (needs khal)", () => {
  expect(askAt(withFolders(), "khal", ["printcalendars"])).toBe("work\n");
});

test.skipIf(!has("khard"))("khard takes the settings, and finds the address book (needs khard)", () => {
  expect(askAt(withFolders(), "khard", ["addressbooks"])).toBe("all\n");
});
