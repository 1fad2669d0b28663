import * as fs from "node:fs";
import * as path from "node:path";
import { type DefsOf, packageNamed } from "lares/module";
import { expect, onTestFinished, test } from "vitest";
import claudeCode from "../../../modules/claude-code/index.ts";
import type { ClaudeCodeOptions } from "../../../modules/claude-code/options.ts";
import mcp from "../../../modules/mcp/index.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const files = path.join(import.meta.dirname, "files");
type Claude = DefsOf<ClaudeCodeOptions>;
const home = (definitions: Claude) =>
  homeOf([claudeCode, mcp], { programs: { "claude-code": { enable: true, ...definitions } } });

test("the whole home of a rich configuration", async () => {
  const text = wholeHome(
    [claudeCode, mcp],
    {
      home: { preferXdgDirectories: true },
      programs: {
        mcp: {
          enable: true,
          servers: {
            shared: { command: "npx", env: { TOKEN: { file: "/run/token" } } },
            github: { url: "https://example.org/not-this" },
            off: { command: "off", enabled: false },
          },
        },
        "claude-code": {
          enable: true,
          enableMcpIntegration: true,
          settings: { theme: "dark", permissions: { allow: ["Edit"] } },
          marketplaces: { mine: `${files}/plugin` },
          context: "# Memory\n",
          agents: { reviewer: "Review.\n", file: `${files}/note.md` },
          commandsDir: `${files}/skill`,
          hooks: { "pre-edit": "#!/bin/sh\necho edit\n" },
          rules: { style: "Be brief.\n" },
          outputStyles: { plain: "Plain.\n" },
          skills: { inline: "Do it.\n", file: `${files}/note.md`, folder: `${files}/skill` },
          mcpServers: { github: { type: "http", url: "https://api.githubcopilot.com/mcp/" } },
          lspServers: { go: { command: "gopls" } },
          plugins: { whole: `${files}/plugin`, bare: `${files}/bare` },
        },
      },
    },
    { here: files },
  );
  await expect(text).toMatchFileSnapshot("golden/claude-code.golden");
});

test("hooks can be executed", () => {
  const { description } = home({ hooks: { run: "#!/bin/sh\n", file: `${files}/note.md` } });
  expect(description.files.map(({ content }) => content.type !== "symlink" && content.executable)).toEqual([
    true,
    true,
  ]);
});

test("names that would meet in one folder are refused", () => {
  expect(home({ plugins: { a: "/a" }, skills: { a: "A" } }).failedAssertions).toHaveLength(1);
  const lists = home({ plugins: ["/x/a", "/y/a"] });
  expect(lists.failedAssertions).toHaveLength(1);
  expect(lists.description.warnings).toHaveLength(1);
  expect(home({ agents: { a: "A" }, agentsDir: "/agents" }).failedAssertions).toHaveLength(1);
  expect(home({ skills: `${files}/note.md` }).failedAssertions).toHaveLength(1);
});

test("the former names of the context still count", () => {
  const described = home({ memory: { text: "# Old\n" } });
  expect(textsOf(described)).toEqual({ ".claude/CLAUDE.md": "# Old\n" });
  expect(described.description.warnings).toHaveLength(1);
});

test("versions that look for plugins elsewhere are told of", () => {
  const warnings = (version: string, more: Claude = { lspServers: { go: { command: "gopls" } } }) =>
    home({ package: { ...packageNamed("claude-code"), version }, ...more }).description.warnings;
  expect(warnings("2.1.99")).toEqual([expect.stringContaining("2.1.157")]);
  expect(warnings("2.1.99", { context: "hello" })).toEqual([]);
  expect(warnings("2.1.157")).toEqual([]);
});

test.skipIf(!has("claude"))("Claude Code finds plugins and servers (needs claude)", () => {
  const at = writtenHome([claudeCode, mcp], {
    programs: {
      "claude-code": {
        enable: true,
        mcpServers: { server: { type: "stdio", command: "true" } },
        plugins: { bare: `${files}/bare` },
      },
    },
  });
  onTestFinished(() => fs.rmSync(at, { recursive: true }));
  const listed = askAt(at, "claude", ["plugin", "list"]);
  expect(listed).toMatch(/hm@skills-dir[^❯]*loaded/);
  expect(listed).toMatch(/bare@skills-dir[^❯]*loaded/);
  expect(askAt(at, "claude", ["mcp", "list"])).toContain("plugin:hm:server: true");
});
