import * as path from "node:path";
import { expect, test } from "vitest";
import launchd from "../../../modules/launchd/index.ts";
import mcp from "../../../modules/mcp/index.ts";
import opencode from "../../../modules/opencode/index.ts";
import systemd from "../../../modules/systemd/index.ts";
import { homeOf, textsOf } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const files = path.join(import.meta.dirname, "files");
const web = { enable: true, extraArgs: ["--port", "4096"], environmentFile: "/run/keys" };

test("the whole home of a rich configuration", async () => {
  const text = wholeHome(
    [opencode, mcp, systemd, launchd],
    {
      programs: {
        mcp: {
          enable: true,
          servers: {
            remote: { url: "https://example.org/mcp", headers: { KEY: "k" } },
            local: { command: "npx", args: ["-y", "server"], env: { TOKEN: { file: "/run/token" } } },
            off: { command: "off", disabled: true },
          },
        },
        opencode: {
          enable: true,
          enableMcpIntegration: true,
          extraPackages: ["gopls"],
          settings: { model: "m", mcp: { remote: { type: "remote", url: "https://example.org/mine" } } },
          tui: { theme: "system" },
          context: "# Rules\n",
          agents: { reviewer: "Review.\n" },
          commands: { commit: `${files}/note.md` },
          tools: { count: "export default 1;\n" },
          skills: { inline: "# Inline\n", folder: `${files}/skill` },
          themes: { mine: { defs: { a: "#fff" } }, file: `${files}/note.md` },
          web,
        },
      },
    },
    { here: files },
  );
  await expect(text).toMatchFileSnapshot("golden/opencode.golden");
});

test("rules stand in the order that they ask for", () => {
  const settings = {
    permission: {
      bash: { "aa *": { data: "allow", after: ["zz *"] }, "mm *": "deny", "zz *": "ask" },
      edit: "ask",
    },
  };
  const texts = textsOf(
    homeOf([opencode, systemd, launchd], { programs: { opencode: { enable: true, settings } } }),
  );
  const { permission } = JSON.parse(texts[".config/opencode/opencode.json"]!);
  const commands = Object.keys(permission.bash);
  expect(commands.toSorted()).toEqual(["aa *", "mm *", "zz *"]);
  expect(commands.indexOf("zz *")).toBeLessThan(commands.indexOf("aa *"));
  expect(permission.bash["aa *"]).toBe("allow");
});

test("launchd starts the server with the variables of the file", () => {
  const described = homeOf(
    [opencode, systemd, launchd],
    { programs: { opencode: { enable: true, web } } },
    { os: "darwin", stubs: true },
  );
  expect(JSON.stringify(described.description.generationFiles)).toMatch(
    /exec \/nix\/store\/[a-z0-9]{32}-opencode-launchd-wrapper\/bin\/opencode-launchd-wrapper</,
  );
});
