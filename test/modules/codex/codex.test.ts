import * as fs from "node:fs";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import codex from "../../../modules/codex/index.ts";
import mcp from "../../../modules/mcp/index.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const files = path.join(import.meta.dirname, "files");

test("the whole home of a rich configuration", async () => {
  const text = wholeHome(
    [codex, mcp],
    {
      programs: {
        mcp: {
          enable: true,
          servers: {
            remote: { url: "https://example.org/mcp", headers: { KEY: "k" } },
            local: { command: "npx", args: ["-y", "server"] },
            off: { command: "off", disabled: true },
          },
        },
        codex: {
          enable: true,
          enableMcpIntegration: true,
          settings: {
            model: "gpt-5-codex",
            mcp_servers: { local: { command: "mine" } },
            profiles: { old: { model: "x" } },
          },
          profiles: { ci: { approval_policy: "never" } },
          context: "# Agents\n",
          contextOverride: `${files}/note.md`,
          hooks: `${files}/hooks`,
          rules: { default: "prefix_rule()\n" },
          skills: { inline: "# Inline\n", folder: `${files}/skill` },
          marketplaces: { theirs: "/srv/market" },
          plugins: [`${files}/skill`],
        },
      },
    },
    { here: files },
  );
  await expect(text).toMatchFileSnapshot("golden/codex.golden");
});

test("each skill of a folder is a link to its own folder", () => {
  const described = homeOf([codex], {
    home: { preferXdgDirectories: true },
    programs: { codex: { enable: true, skills: `${files}/skills` } },
  });
  expect(textsOf(described)).toEqual({ ".config/codex/skills/one": `-> ${files}/skills/one` });
  expect(described.description.sessionVariables.CODEX_HOME).toBe("/home/ada/.config/codex");
});

test.skipIf(!has("codex"))("Codex finds the servers (needs codex)", () => {
  const home = writtenHome([codex, mcp], {
    programs: {
      mcp: {
        enable: true,
        servers: {
          remote: { url: "https://example.org/mcp", headers: { KEY: "k" } },
          off: { command: "off", args: ["-y"], enabled: false },
        },
      },
      codex: { enable: true, enableMcpIntegration: true, settings: { model: "gpt-5-codex" } },
    },
  });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  const servers = JSON.parse(askAt(home, "codex", ["mcp", "list", "--json"]));
  expect(servers).toMatchObject([
    { name: "off", enabled: false, transport: { type: "stdio", command: "off", args: ["-y"] } },
    {
      name: "remote",
      enabled: true,
      transport: { url: "https://example.org/mcp", http_headers: { KEY: "k" } },
    },
  ]);
});
