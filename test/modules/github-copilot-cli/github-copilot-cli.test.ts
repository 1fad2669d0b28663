import * as path from "node:path";
import { expect, test } from "vitest";
import copilot from "../../../modules/github-copilot-cli.ts";
import mcp from "../../../modules/mcp/index.ts";
import { wholeHome } from "../whole-home.ts";

const files = path.join(import.meta.dirname, "files");

test("the whole home of a rich configuration", async () => {
  const text = wholeHome(
    [copilot, mcp],
    {
      home: { preferXdgDirectories: true },
      programs: {
        mcp: {
          enable: true,
          servers: {
            remote: { url: "https://example.org/mcp", headers: { KEY: "k" } },
            local: { command: "npx", env: { A: "1", TOKEN: { file: "/run/token" } } },
            off: { command: "off", enabled: false },
          },
        },
        "github-copilot-cli": {
          enable: true,
          enableMcpIntegration: true,
          settings: { model: "claude-sonnet-4-5" },
          context: `${files}/note.md`,
          agents: { reviewer: "Review.\n" },
          skills: { inline: "# Inline\n", file: `${files}/note.md`, folder: `${files}/skill` },
          mcpServers: { own: { type: "local", command: "own", args: [], tools: ["a"] } },
          lspServers: { go: { command: "gopls" } },
        },
      },
    },
    { here: files },
  );
  await expect(text).toMatchFileSnapshot("golden/github-copilot-cli.golden");
});
