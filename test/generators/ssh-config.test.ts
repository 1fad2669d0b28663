import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sshBlock, sshLines } from "../../src/generators/ssh-config.ts";
import { ask, fileWith, has } from "./real-programs.ts";

test("the whole file", async () => {
  const block = sshBlock("Host example", {
    User: "me",
    Port: 2222,
    IdentitiesOnly: true,
    IdentityFile: ["~/.ssh/a", "~/.ssh/b"],
    ProxyJump: ["one", "two"],
    SendEnv: ["LANG", "LC_*"],
    SetEnv: { FOO: "foo", BAR: 'a "b" \\c' },
    IgnoreUnknown: ["UseKeychain", "X"],
    AddressFamily: null,
    Ciphers: [],
    LocalForward: [
      { bind: { port: 8080 }, host: { address: "10.0.0.1", port: 80 } },
      { bind: { address: "/run/a.sock" }, host: { address: "/run/b.sock" } },
      "9000 10.0.0.2:90",
    ],
    RemoteForward: [{ bind: { address: "localhost", port: 1080 } }],
    DynamicForward: [{ address: "127.0.0.1", port: 3000 }, { address: "/run/s" }, 1081],
  });
  await expect(block).toMatchFileSnapshot("golden/ssh-config.golden");
});

describe.skipIf(!has("ssh"))("ssh reads it (needs ssh)", () => {
  const understood = (text: string) =>
    ask("ssh", ["-G", "-F", fileWith(text), "target"], { HOME: "/root" }).split("\n");

  test("forwardings, lists and environment", () => {
    const lines = understood(
      sshBlock("Host target", {
        LocalForward: [{ bind: { port: 8080 }, host: { address: "10.0.0.1", port: 80 } }],
        DynamicForward: [{ address: "127.0.0.1", port: 3000 }],
        SetEnv: { FOO: 'a "b" \\c' },
        Ciphers: ["aes256-ctr", "aes128-ctr"],
        ProxyJump: ["one", "two"],
        CanonicalDomains: ["a.example", "b.example"],
      }),
    );
    expect(lines).toContain("localforward [localhost]:8080 [10.0.0.1]:80");
    expect(lines).toContain("dynamicforward [127.0.0.1]:3000");
    expect(lines).toContain('setenv FOO=a "b" \\c');
    expect(lines).toContain("ciphers aes256-ctr,aes128-ctr");
    expect(lines).toContain("proxyjump one,two");
    expect(lines).toContain("canonicaldomains a.example b.example");
  });

  test("names and numbers, whatever they are", () => {
    const name = fc.string({ unit: fc.constantFrom(..."abcxyz019.-_"), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(name, fc.integer({ min: 1, max: 65535 }), fc.boolean(), (HostName, Port, Compression) => {
        const lines = understood(`${sshLines({ HostName: `h${HostName}`, Port, Compression }).join("\n")}\n`);
        expect(lines).toContain(`hostname h${HostName}`);
        expect(lines).toContain(`port ${Port}`);
        expect(lines).toContain(`compression ${Compression ? "yes" : "no"}`);
      }),
      { numRuns: 15 },
    );
  });
});
