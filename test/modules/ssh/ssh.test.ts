import { type DefsOf, mkMerge } from "lares/module";
import { describe, expect, test } from "vitest";
import ssh from "../../../modules/ssh/index.ts";
import type { SshOptions } from "../../../modules/ssh/options.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

type Ssh = DefsOf<SshOptions>;
const home = (definitions: Ssh) =>
  homeOf([ssh], {
    programs: { ssh: mkMerge([{ enable: true, enableDefaultConfig: false }, definitions]) },
  });
const config = (definitions: Ssh) => textsOf(home(definitions))[".ssh/config"];

const rich = {
  extraOptionOverrides: { ForwardAgent: false, IgnoreUnknown: ["UseKeychain"] },
  includes: ["work.conf", "~/.ssh/more/*"],
  settings: {
    "*": { ServerAliveInterval: 60, UserKnownHostsFile: ["~/.ssh/known_hosts", "~/.ssh/known_hosts2"] },
    github: {
      HostName: "github.com",
      User: "git",
      IdentityFile: ["~/.ssh/a", "~/.ssh/b"],
      IdentitiesOnly: true,
    },
    "Host *.corp !bastion.corp": {
      before: ["github"],
      data: { ProxyJump: ["one.corp", "two.corp"], Port: 2222 },
    },
    "corp-user": {
      after: ["github"],
      data: { header: "Match host *.corp", User: "ada", SetEnv: { FOO: "a b", BAR: 'say "hi"' } },
    },
    forwarder: {
      LocalForward: [
        { bind: { port: 8080 }, host: { address: "10.0.0.1", port: 80 } },
        { bind: { address: "/run/a.sock" }, host: { address: "/run/b.sock" } },
      ],
      RemoteForward: [{ bind: { port: 1080 } }],
      DynamicForward: [{ address: "127.0.0.1", port: 3000 }],
    },
  },
  extraConfig: "VisualHostKey yes\n",
} satisfies Ssh;

test("the whole file of a rich configuration", async () => {
  await expect(config(rich)).toMatchFileSnapshot("golden/config.golden");
});

test("nothing is written unless ssh is enabled, and no package installed unless asked for", () => {
  expect(textsOf(homeOf([ssh], { programs: { ssh: { settings: rich.settings } } }))).toEqual({});
  expect(home({}).description.packages).toEqual([]);
  expect(home({ package: "openssh" }).description.packages).toHaveLength(1);
});

describe("defaults", () => {
  test("are written with a warning, and give way to plain settings", async () => {
    const described = homeOf([ssh], {
      programs: { ssh: { enable: true, settings: { "*": { ForwardAgent: true } }, serverAliveInterval: 9 } },
    });
    await expect(textsOf(described)[".ssh/config"]).toMatchFileSnapshot("golden/defaults.golden");
    expect(described.description.warnings).toEqual([
      expect.stringContaining("enableDefaultConfig"),
      expect.stringContaining("serverAliveInterval"),
    ]);
  });

  test("are absent without a warning where they are not wanted", () => {
    expect(home({}).description.warnings).toEqual([]);
    expect(config({})).toBe("");
  });
});

test("the block for all hosts comes last, whatever its place says", () => {
  const text = config({ settings: { "*": { before: ["a"], data: { Port: 1 } }, a: { Port: 2 } } });
  expect(text).toBe("Host a\n  Port 2\n\nHost *\n  Port 1\n");
});

test("matchBlocks still count, with warnings, and say the same", async () => {
  const described = home({
    matchBlocks: {
      old: {
        hostname: "example.org",
        user: "typed",
        port: 22,
        identityFile: "~/.ssh/id",
        certificateFile: null,
        forwardX11: true,
        checkHostIP: false,
        sendEnv: ["LANG"],
        setEnv: { A: 1 },
        kexAlgorithms: ["a", "b"],
        localForwards: [{ bind: { port: 80 }, host: { address: "x", port: 81 } }],
        remoteForwards: [{ bind: { port: 82 } }],
        dynamicForwards: [{ port: 83 }],
        extraOptions: { User: "extra" },
      },
      matching: { match: "host *.corp", user: "corp" },
      named: { host: "a b", compression: true },
    },
  });
  expect(described.description.warnings).toHaveLength(2);
  await expect(textsOf(described)[".ssh/config"]).toMatchFileSnapshot("golden/match-blocks.golden");
});

test("former options are directives for all hosts, with a warning each", () => {
  const described = home({
    forwardAgent: true,
    addKeysToAgent: "yes",
    compression: true,
    serverAliveInterval: 1,
    serverAliveCountMax: 2,
    hashKnownHosts: true,
    userKnownHostsFile: "~/.ssh/mine",
    controlMaster: "yes",
    controlPath: "~/.ssh/%C",
    controlPersist: "10m",
  });
  expect(described.description.warnings).toHaveLength(10);
  expect(textsOf(described)[".ssh/config"]).toBe(`Host *
  AddKeysToAgent yes
  Compression yes
  ControlMaster yes
  ControlPath ~/.ssh/%C
  ControlPersist 10m
  ForwardAgent yes
  HashKnownHosts yes
  ServerAliveCountMax 2
  ServerAliveInterval 1
  UserKnownHostsFile ~/.ssh/mine
`);
});

describe("assertions", () => {
  const socket = { address: "/run/s", port: 1 };
  const there = { address: "there", port: 2 };
  test.each<[string, Ssh]>([
    ["DynamicForward", { settings: { a: { DynamicForward: [socket] } } }],
    ["LocalForward from", { settings: { a: { LocalForward: [{ bind: socket, host: there }] } } }],
    ["LocalForward to", { settings: { a: { LocalForward: { bind: there, host: socket } } } }],
    ["RemoteForward to", { settings: { a: { RemoteForward: [{ bind: there, host: socket }] } } }],
    ["matchBlocks", { matchBlocks: { a: { remoteForwards: [{ bind: socket, host: there }] } } }],
  ])("%s a socket with a port is refused", (_, definitions) => {
    expect(home(definitions).failedAssertions).toEqual([expect.stringContaining("Unix socket")]);
  });

  test("forwardings that are as they should be are not", () => {
    expect(home(rich).failedAssertions).toEqual([]);
    expect(
      home({ settings: { a: { DynamicForward: [{ address: "/run/s" }, 1080, "x:1"] } } }).failedAssertions,
    ).toEqual([]);
  });

  test("extraConfig needs the block that it belongs to", () => {
    expect(home({ extraConfig: "Port 1" }).failedAssertions).toEqual([
      expect.stringContaining('settings."*"'),
    ]);
  });
});

describe.skipIf(!has("ssh"))("ssh itself (needs ssh)", () => {
  const at = writtenHome([ssh], {
    programs: {
      ssh: { enable: true, enableDefaultConfig: false, ...rich, includes: [] },
    },
  });
  const understood = (host: string) => askAt(at, "ssh", ["-G", "-F", `${at}/.ssh/config`, host]).split("\n");

  test("finds a host's own settings, then those for all", () => {
    const lines = understood("github");
    for (const line of [
      "hostname github.com",
      "user git",
      "identitiesonly yes",
      "identityfile ~/.ssh/a",
      "identityfile ~/.ssh/b",
      "serveraliveinterval 60",
      "forwardagent no",
      "visualhostkey yes",
    ])
      expect(lines).toContain(line);
    expect(lines.join("\n")).toMatch(/^userknownhostsfile .*\/known_hosts .*\/known_hosts2$/m);
  });

  test("matches hosts by pattern", () => {
    const lines = understood("box.corp");
    for (const line of [
      "port 2222",
      "user ada",
      "proxyjump one.corp,two.corp",
      "setenv FOO=a b",
      'setenv BAR=say "hi"',
    ])
      expect(lines).toContain(line);
    expect(understood("bastion.corp")).not.toContain("port 2222");
  });

  test("takes the forwardings", () => {
    const lines = understood("forwarder");
    for (const line of [
      "localforward [localhost]:8080 [10.0.0.1]:80",
      "localforward /run/a.sock /run/b.sock",
      "dynamicforward [127.0.0.1]:3000",
    ])
      expect(lines).toContain(line);
  });
});
