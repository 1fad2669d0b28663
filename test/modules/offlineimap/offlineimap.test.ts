import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import accounts from "../../../modules/accounts-email/index.ts";
import offlineimap from "../../../modules/offlineimap.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

const modules = [accounts, offlineimap];

const rich: Definitions = {
  accounts: {
    email: {
      accounts: {
        home: {
          address: "ada@home.org",
          realName: "Ada",
          primary: true,
          userName: "ada",
          passwordCommand: 'pass show "home"',
          imap: { host: "imap.home.org", port: 1143, tls: { useStartTls: true } },
          offlineimap: {
            enable: true,
            postSyncHookCommand: "notmuch new",
            extraConfig: { account: { autorefresh: 20 }, remote: { expunge: false } },
          },
        },
        work: { address: "a@gmail.com", realName: "Ada", flavor: "gmail.com", offlineimap: { enable: true } },
        idle: { address: "i@b.org", realName: "Ada" },
      },
    },
  },
  programs: {
    offlineimap: {
      enable: true,
      extraConfig: {
        general: { maxage: 30 },
        mbnames: { filename: "~/m", sep: "' '" },
        default: { a: true },
      },
    },
  },
};

test("all files of two accounts", async () => {
  const home = homeOf(modules, rich);
  expect(home.failedAssertions).toEqual([]);
  const texts = textsOf(home);
  const text = Object.keys(texts)
    .sort()
    .map((name) => `==> ${name} <==\n${texts[name]}`)
    .join("\n");
  await expect(text).toMatchFileSnapshot("golden/offlineimap.golden");
});

/** OfflineIMAP reads its file with this parser, and evaluates `remotepasseval` beside its own file. */
test.skipIf(!has("python3"))(
  "Python reads the file, and asks the command for the password (where python3 is)",
  () => {
    const home = writtenHome(modules, rich);
    const code = `
import configparser
c = configparser.RawConfigParser(); c.read(".config/offlineimap/config")
names = {"get_pass": lambda service, cmd: (service, cmd)}
print(eval(c.get("Repository home-remote", "remotepasseval"), names), c.getboolean("Repository home-remote", "starttls"))`;
    expect(askAt(home, "python3", ["-c", code]).trim()).toBe(`('home', ['pass', 'show', '"home"']) True`);
  },
);
