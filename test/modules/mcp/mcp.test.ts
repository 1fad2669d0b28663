import { expect, test } from "vitest";
import mcp from "../../../modules/mcp/index.ts";
import { plainServer, withEnabled, withFilesRead } from "../../../modules/mcp/servers.ts";
import { homeOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const servers = {
  remote: { url: "https://example.org/mcp", headers: { KEY: "{env:KEY}" } },
  local: { command: "npx", args: ["-y", "server"], env: { A: "1", TOKEN: { file: "/run/a token" } } },
  off: { command: "off", disabled: true },
  other: { url: "https://example.org/sse", type: "sse" },
};

test("the whole file of a rich configuration", async () => {
  const text = wholeHome([mcp], { programs: { mcp: { enable: true, servers } } });
  await expect(text).toMatchFileSnapshot("golden/mcp.golden");
});

test("a server cannot be both on and off, nor both run and reached", () => {
  const wrong = {
    a: { command: "a", enabled: true, disabled: true },
    b: { command: "b", url: "https://example.org" },
    c: { command: "c", enabled: false, disabled: true },
  };
  const { failedAssertions } = homeOf([mcp], { programs: { mcp: { enable: true, servers: wrong } } });
  expect(failedAssertions).toHaveLength(2);
  expect(failedAssertions[0]).toContain("servers.a ");
  expect(failedAssertions[1]).toContain("servers.b ");
});

test("a shell reads the files of variables where a program cannot", () => {
  expect(withFilesRead(plainServer({ ...servers.local, enabled: null }))).toEqual({
    command: "sh",
    args: ["-c", `TOKEN="$(cat '/run/a token')"; export TOKEN; exec "$@"`, "sh", "npx", "-y", "server"],
    env: { A: "1" },
  });
});

test("whether a server is enabled is told only where it was said", () => {
  expect(withEnabled({ command: "a" })).toEqual({ command: "a" });
  expect(withEnabled({ command: "a", disabled: true })).toEqual({ command: "a", enabled: false });
  expect(withEnabled({ command: "a", enabled: true })).toEqual({ command: "a", enabled: true });
});
