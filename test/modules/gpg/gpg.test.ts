import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { DefsOf } from "lares/module";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import gpg from "../../../modules/gpg/index.ts";
import type { GpgOptions } from "../../../modules/gpg/options.ts";
import launchd from "../../../modules/launchd/index.ts";
import gpgAgent from "../../../modules/service-gpg-agent.ts";
import sshAuthSock from "../../../modules/ssh-auth-sock.ts";
import systemd from "../../../modules/systemd/index.ts";
import { askAt, has, homeOf, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const rich: DefsOf<GpgOptions> = {
  enable: true,
  settings: { "no-comments": false, "s2k-cipher-algo": "AES128", "trusted-key": ["0x1111111111111111"] },
  scdaemonSettings: { "disable-ccid": true, "reader-port": "32769" },
  dirmngrSettings: { keyserver: "ldaps://ldap.example.com" },
  gpgsmSettings: { "cipher-algo": "AES256" },
};

test("all of a rich configuration", async () => {
  const publicKeys = [
    { source: "/keys/a.asc", trust: 1 as const },
    { text: "b", trust: "full" as const },
    { text: "c" },
  ];
  const text = wholeHome([gpg], { programs: { gpg: { ...rich, publicKeys, mutableTrust: false } } });
  await expect(text).toMatchFileSnapshot("golden/gpg.golden");
});

test("a key without a source is a failed assertion", () => {
  const { failedAssertions } = homeOf([gpg], { programs: { gpg: { enable: true, publicKeys: [{}] } } });
  expect(failedAssertions).toHaveLength(1);
});

describe.skipIf(!has("gpg"))("gpg itself (needs gpg)", () => {
  const keyring = fs.mkdtempSync(path.join(tmpdir(), "lares-keys-"));
  const gpgAt = (homedir: string, ...args: string[]) =>
    askAt(homedir, "gpg", ["--homedir", homedir, "--batch", ...args]);
  const makeKey = (name: string) => {
    gpgAt(keyring, "--passphrase", "", "--quick-gen-key", `${name}@example.org`, "ed25519", "sign");
    return gpgAt(keyring, "--armor", "--export", `${name}@example.org`);
  };
  let ada = "";
  let bob = "";
  beforeAll(() => {
    fs.chmodSync(keyring, 0o700);
    ada = makeKey("ada");
    bob = makeKey("bob");
  });
  afterAll(() => {
    spawnSync("gpgconf", ["--homedir", keyring, "--kill", "all"]);
    fs.rmSync(keyring, { recursive: true });
  });

  /** A home after its activation steps. */
  const activated = (
    definitions: DefsOf<GpgOptions>,
    home = fs.mkdtempSync(path.join(tmpdir(), "lares-home-")),
  ) => {
    const described = homeOf(
      [gpg],
      { programs: { gpg: { enable: true, ...(definitions as object) } } },
      { home },
    );
    for (const { target, content } of described.description.files) {
      fs.mkdirSync(path.dirname(path.join(home, target)), { recursive: true });
      if (content.type === "text") fs.writeFileSync(path.join(home, target), content.text);
    }
    for (const { script } of described.description.activation)
      askAt(home, "sh", ["-euc", `run() { "$@"; }\n${script}`]);
    return home;
  };
  const names = (home: string) =>
    [...gpgAt(path.join(home, ".gnupg"), "--list-keys", "--with-colons").matchAll(/^uid:.*?:(\w+)@/gm)].map(
      ([, name]) => name,
    );

  test("understands every option", () => {
    const home = writtenHome([gpg], { programs: { gpg: { enable: true } } });
    expect(askAt(home, "gpg", ["--gpgconf-test"])).toBe("");
  });

  test("imports keys with their trust, into a folder of the user alone", () => {
    const home = activated({ publicKeys: [{ text: ada, trust: "marginal" }, { text: bob }] });
    expect(names(home)).toEqual(["ada", "bob"]);
    expect(gpgAt(path.join(home, ".gnupg"), "--export-ownertrust")).toMatch(/^[0-9A-F]{40}:4:$/m);
    expect(fs.statSync(path.join(home, ".gnupg")).mode & 0o777).toBe(0o700);
  });

  test("leaves other keys alone, or none beside its own", () => {
    const home = activated({ publicKeys: [{ text: ada, trust: 5 }] });
    expect(names(activated({ publicKeys: [{ text: bob }] }, home))).toEqual(["ada", "bob"]);
    const fixed: DefsOf<GpgOptions> = {
      publicKeys: [{ text: bob, trust: "full" }],
      mutableKeys: false,
      mutableTrust: false,
    };
    expect(names(activated(fixed, home))).toEqual(["bob"]);
    const trust = gpgAt(path.join(home, ".gnupg"), "--export-ownertrust");
    expect(trust.match(/^[0-9A-F]{40}:\d:$/gm)).toEqual([expect.stringMatching(/:5:$/)]);
    expect(names(activated({ mutableKeys: false }, home))).toEqual([]);
  });
});

test("a folder outside the home gets copies of its files from each switch", () => {
  const { description, failedAssertions } = homeOf([gpg, gpgAgent, systemd, launchd, sshAuthSock], {
    programs: { gpg: { enable: true, homedir: "/srv/keys" } },
    services: { "gpg-agent": { enable: true } },
  });
  expect(failedAssertions).toEqual([]);
  expect(description.files.filter(({ target }) => target.endsWith(".conf"))).toEqual([]);
  const steps = description.activation.map(({ name, script }) => `${name}: ${script}`).join("\n");
  expect(steps).toMatch(/gpgFiles: run install -m 600 \S+-gpg\.conf \/srv\/keys\/gpg\.conf/);
  expect(steps).toMatch(/gpgAgentFiles: run install -m 600 \S+-gpg-agent\.conf \/srv\/keys\/gpg-agent\.conf/);
});
