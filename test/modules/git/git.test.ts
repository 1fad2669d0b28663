import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type Definitions, type DefsOf, mkForce, mkMerge, packageNamed } from "lares/module";
import { describe, expect, test } from "vitest";
import accounts from "../../../modules/accounts-email/index.ts";
import git from "../../../modules/git/index.ts";
import type { GitOptions } from "../../../modules/git/options.ts";
import launchd from "../../../modules/launchd/index.ts";
import msmtp from "../../../modules/msmtp.ts";
import systemd from "../../../modules/systemd/index.ts";
import { askAt, type Given, has, homeOf, textsOf, writtenHome } from "../home.ts";

type Git = DefsOf<GitOptions>;
const home = (definitions: Git, given?: Given) =>
  homeOf([git, systemd, launchd], { programs: { git: mkMerge([{ enable: true }, definitions]) } }, given);
const config = (definitions: Git, given?: Given) => textsOf(home(definitions, given))[".config/git/config"];

const rich: Git = {
  settings: {
    user: { name: 'Ada "Lace" Byron', email: "ada@example.org" },
    core: { pager: "less -FR", whitespace: ["trailing-space", "tab-in-indent"] },
    init: { defaultBranch: "main" },
    pull: { rebase: true },
    url: { "ssh://git@host": { insteadOf: "otherhost" } },
    alias: { l: "log --oneline", wip: '!git commit -am "wip # not done"' },
  },
  signing: { key: "ABCD", format: "ssh", signByDefault: true },
  lfs: { enable: true },
  ignores: ["*~", ".direnv/"],
  attributes: ["*.pdf diff=pdf"],
  includes: [
    { path: "~/private.inc" },
    { condition: "gitdir:~/work/", contents: { user: { email: "ada@work.example" } } },
  ],
  maintenance: { enable: true, repositories: ["/src/big"] },
};

test("the whole files of a rich configuration", async () => {
  const texts = textsOf(home(rich, { stubs: true }));
  await expect(`${JSON.stringify(texts, null, 2)}\n`).toMatchFileSnapshot("golden/rich.json");
  await expect(texts[".config/git/config"]).toMatchFileSnapshot("golden/config.golden");
});

test("nothing is written unless Git is enabled", () => {
  expect(
    textsOf(homeOf([git, systemd, launchd], { programs: { git: { settings: { user: { name: "x" } } } } })),
  ).toEqual({});
});

test("packages: Git, and git-lfs where it is used; null installs none", () => {
  const names = (definitions: Git) => home(definitions).description.packages.map(({ name }) => name);
  expect(names({})).toEqual(["git"]);
  expect(names({ lfs: { enable: true } })).toEqual(["git", "git-lfs"]);
  expect(names({ package: null, lfs: { enable: true, package: null } })).toEqual([]);
});

test("programs are named bare while no store has them", () => {
  const text = config({ lfs: { enable: true, skipSmudge: true }, signing: { format: "openpgp" } });
  expect(text).toContain('clean = "git-lfs clean -- %f"');
  expect(text).toContain('smudge = "git-lfs smudge --skip -- %f"');
  expect(text).toContain('process = "git-lfs filter-process --skip"');
  expect(text).toContain('[gpg "openpgp"]\n\tprogram = "gpg"');
});

describe("signing", () => {
  test("says nothing by default, nor a signer without a format", () => {
    expect(config({})).toBe("");
    expect(config({ signing: { signer: "gpg2" } })).toBe("");
  });

  test.each([
    ["openpgp", "@gnupg@/bin/gpg"],
    ["x509", "@gnupg@/bin/gpgsm"],
    ["ssh", "@openssh@/bin/ssh-keygen"],
  ] as const)("%s is done by %s", (format, program) => {
    expect(config({ signing: { format } }, { stubs: true })).toContain(
      `[gpg]\n\tformat = "${format}"\n\n[gpg "${format}"]\n\tprogram = "${program}"\n`,
    );
  });

  test("a plain setting wins over the option", () => {
    const text = config({ signing: { signByDefault: true }, settings: { commit: { gpgSign: false } } });
    expect(text).toBe("[commit]\n\tgpgSign = false\n\n[tag]\n\tgpgSign = true\n");
  });
});

describe("settings in pieces", () => {
  const helper = (value: string) => ({ credential: { "https://example.com": { helper: value } } });

  test("are written one after the other, after what options say", () => {
    const text = config({ settings: [helper(""), helper("oauth")], signing: { key: "K" } });
    expect(text).toBe(
      [
        '[user]\n\tsigningKey = "K"\n',
        '[credential "https://example.com"]\n\thelper = ""\n',
        '[credential "https://example.com"]\n\thelper = "oauth"\n',
      ].join("\n"),
    );
  });

  test("from several definitions are joined in order", () => {
    const text = config(mkMerge([{ settings: [helper("a")] }, { settings: [helper("b")] }]) as Git);
    expect(text?.match(/helper = .*/g)).toEqual(['helper = "a"', 'helper = "b"']);
  });
});

test("former names count, with a warning each", () => {
  const { description } = home({
    userName: "Ada",
    userEmail: "ada@example.org",
    aliases: { st: "status" },
    extraConfig: { pull: { rebase: true } },
    signing: { gpgPath: "/bin/gpg", format: "openpgp" },
  });
  expect(description.warnings).toHaveLength(5);
  const text = textsOf({ description } as never)[".config/git/config"];
  for (const line of [
    'st = "status"',
    'name = "Ada"',
    'email = "ada@example.org"',
    "rebase = true",
    'program = "/bin/gpg"',
  ])
    expect(text).toContain(line);
});

test("an include needs exactly one of path and contents", () => {
  expect(home({ includes: [{ path: "a" }] }).failedAssertions).toEqual([]);
  expect(home({ includes: [{}] }).failedAssertions).toHaveLength(1);
  expect(home({ includes: [{ path: "a", contents: { a: { b: 1 } } }] }).failedAssertions).toHaveLength(1);
});

test("maintenance needs a Git to run", () => {
  expect(home({ maintenance: { enable: true }, package: null }).failedAssertions).toHaveLength(1);
  expect(home({ maintenance: { enable: true } }).failedAssertions).toEqual([]);
});

test("on macOS maintenance is three agents, on Git's own timetable", async () => {
  const { description, failedAssertions } = home(
    { maintenance: { enable: true } },
    { os: "darwin", stubs: true },
  );
  expect(failedAssertions).toEqual([]);
  const agents = Object.keys(description.generationFiles);
  expect(agents.map((name) => name.replace(/^.*git-maintenance-/, ""))).toEqual([
    "hourly.plist",
    "daily.plist",
    "weekly.plist",
  ]);
  const weekly = textsOf(home({ maintenance: { enable: true } }, { os: "darwin" }))[
    "Library/LaunchAgents/org.nix-community.home.git-maintenance-weekly.plist"
  ];
  await expect(weekly).toMatchFileSnapshot("golden/maintenance-weekly.plist");
});

test("a timer of one's own joins the timetable; mkForce replaces it", () => {
  const units = (definitions: Git) =>
    Object.keys(textsOf(home(definitions))).filter((name) => name.endsWith(".timer"));
  expect(units({ maintenance: { enable: true } })).toHaveLength(6);
  expect(units({ maintenance: { enable: true, timers: mkForce({ weekly: "Sun 3:00" }) } })).toEqual([
    ".config/systemd/user/git-maintenance@weekly.timer",
    ".config/systemd/user/timers.target.wants/git-maintenance@weekly.timer",
  ]);
});

test.skipIf(!has("git"))("Git understands all of it (needs git)", () => {
  const at = writtenHome([git, systemd, launchd], {
    programs: { git: { enable: true, ...(rich as object) } },
  });
  fs.writeFileSync(path.join(at, "private.inc"), "[user]\n\tname = Private\n");
  fs.mkdirSync(path.join(at, "work"));
  askAt(at, "git", ["init", "-q", "work/repo"]);
  const value = (key: string, folder = at) =>
    askAt(at, "git", ["-C", folder, "config", "--get-all", key]).trimEnd();
  expect(value("alias.wip")).toBe('!git commit -am "wip # not done"');
  expect(value("core.whitespace")).toBe("trailing-space\ntab-in-indent");
  expect(value("url.ssh://git@host.insteadof")).toBe("otherhost");
  expect(value("user.name")).toBe('Ada "Lace" Byron\nPrivate');
  expect(value("user.email", path.join(at, "work/repo"))).toBe("ada@example.org\nada@work.example");
  expect(value("maintenance.repo")).toBe("/src/big");
  expect(value("filter.lfs.required")).toBe("true");
  fs.writeFileSync(path.join(at, "work/repo/x~"), "");
  expect(askAt(at, "git", ["-C", "work/repo", "status", "--porcelain"])).toBe("");
  expect(askAt(at, "git", ["-C", "work/repo", "check-attr", "diff", "a.pdf"])).toContain("diff: pdf");
  expect(askAt(at, "git", ["-C", "work/repo", "config", "init.defaultBranch"])).toBe("main\n");
});

const mail: Definitions = {
  accounts: {
    email: {
      accounts: {
        work: {
          address: "ada@work.example",
          realName: "Ada",
          primary: true,
          userName: "ada",
          smtp: { host: "smtp.work.example", port: 587, tls: { useStartTls: true } },
        },
        open: {
          address: "ada@open.example",
          realName: "Ada",
          smtp: { host: "localhost", tls: { enable: false } },
        },
        queued: {
          address: "ada@queued.example",
          realName: "Ada",
          smtp: { host: "smtp.queued.example" },
          msmtp: { enable: true },
        },
        "read only": { address: "ada@lists.example", realName: "Ada", imap: { host: "imap.lists.example" } },
        former: {
          enable: false,
          address: "ada@former.example",
          realName: "Ada",
          smtp: { host: "smtp.former.example" },
        },
      },
    },
  },
  programs: { git: { enable: true, settings: { sendemail: { work: { smtpUser: "lace" } } } } },
} as Definitions;

test("accounts that send mail are identities of git send-email", async () => {
  const text = textsOf(homeOf([git, systemd, launchd, accounts, msmtp], mail, { stubs: true }))[
    ".config/git/config"
  ];
  await expect(text).toMatchFileSnapshot("golden/send-email.golden");
});

test("a hook may be a package", () => {
  const hooks = { "pre-commit": packageNamed("hook", { outPath: "/store/hook" }) };
  expect(textsOf(home({ hooks }))[".config/git/hooks/pre-commit"]).toBe("-> /store/hook");
});

test.skipIf(!has("git"))("Git runs the hooks (needs git)", () => {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "lares-hook-"));
  const source = path.join(folder, "hook.sh");
  fs.writeFileSync(source, "#!/bin/sh\necho the hook ran >&2\nexit 1\n");
  const user = { name: "Ada", email: "ada@example.org" };
  const at = writtenHome([git, systemd, launchd], {
    programs: { git: { enable: true, settings: { user }, hooks: { "pre-commit": source } } },
  });
  askAt(at, "git", ["init", "-q", "repo"]);
  expect(() => askAt(at, "git", ["-C", "repo", "commit", "--allow-empty", "-m", "x"])).toThrow(
    "the hook ran",
  );
});

test.skipIf(!has("systemd-analyze"))("systemd takes the units (needs systemd-analyze)", () => {
  const at = writtenHome([git, systemd, launchd], {
    programs: { git: { enable: true, maintenance: { enable: true } } },
  });
  const units = ["hourly", "daily", "weekly"].map(
    (name) => `${at}/.config/systemd/user/git-maintenance@${name}.timer`,
  );
  const child = spawnSync("systemd-analyze", ["--user", "verify", ...units], {
    encoding: "utf8",
    env: { ...process.env, HOME: at, XDG_RUNTIME_DIR: at },
  });
  expect(child.stderr).not.toMatch(/Unknown|Failed|Invalid|git-maintenance/);
});
