import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import type { Definitions } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import accounts from "../../../modules/accounts-email/index.ts";
import mbsync from "../../../modules/mbsync.ts";
import { has, homeOf, textsOf, writtenHome } from "../home.ts";

const authenticating = (authentication: string | null, extra = {}): Definitions =>
  ({
    accounts: {
      email: {
        accounts: {
          work: {
            address: "ada@example.org",
            realName: "Ada",
            primary: true,
            userName: "ada",
            passwordCommand: "echo secret",
            imap: { host: "imap.example.org", authentication },
            mbsync: { enable: true, extraConfig: { account: extra } },
          },
        },
      },
    },
    programs: { mbsync: { enable: true } },
  }) as Definitions;

const line = (authentication: string | null, extra = {}) =>
  textsOf(homeOf([accounts, mbsync], authenticating(authentication, extra)))[".config/isyncrc"]?.match(
    /^AuthMechs .*$/m,
  )?.[0];

test("how the account authenticates is told by SASL's names, and one's own setting wins", () => {
  expect(line(null)).toBeUndefined();
  expect(line("xoauth2")).toBe("AuthMechs XOAUTH2");
  expect(line("cram_md5")).toBe("AuthMechs CRAM-MD5");
  expect(line("clear")).toBe("AuthMechs LOGIN");
  expect(line("plain", { AuthMechs: "GSSAPI" })).toBe("AuthMechs GSSAPI");
});

/** Versions before 1.5 say SSLType for TLSType; that one complaint is left out. */
const complaints = (extra = {}): readonly string[] => {
  const home = writtenHome([accounts, mbsync], authenticating("cram_md5", extra));
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  const { stderr } = spawnSync("mbsync", ["--config", `${home}/.config/isyncrc`, "nothing"], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, HOME: home },
  });
  return stderr.split("\n").filter((said) => said.includes("isyncrc:") && !said.includes("'TLSType'"));
};

test.skipIf(!has("mbsync"))("mbsync knows what is written, and would tell of else (needs mbsync)", () => {
  expect(complaints()).toEqual([]);
  expect(complaints({ Nonsense: 1 })).toEqual([expect.stringContaining("Nonsense")]);
});
