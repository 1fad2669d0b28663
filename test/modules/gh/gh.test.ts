import * as fs from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import gh from "../../../modules/gh.ts";
import git from "../../../modules/git/index.ts";
import launchd from "../../../modules/launchd/index.ts";
import systemd from "../../../modules/systemd/index.ts";
import { askAt, has, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([gh, git, systemd, launchd], {
    programs: {
      git: { enable: true },
      gh: {
        enable: true,
        settings: { editor: "hx", aliases: { co: "pr checkout" }, prompt: "enabled" },
        hosts: { "github.com": { user: "ada" } },
        gitCredentialHelper: { hosts: ["https://git.example.org"] },
        extensions: ["gh-eco"],
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/gh.golden");
});

test.skipIf(!has("gh"))("gh understands its settings (needs gh)", () => {
  const home = writtenHome([gh], {
    programs: { gh: { enable: true, settings: { git_protocol: "ssh", aliases: { co: "pr checkout" } } } },
  });
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  expect(askAt(home, "gh", ["config", "get", "git_protocol"])).toBe("ssh\n");
  expect(askAt(home, "gh", ["alias", "list"])).toMatch(/^co:\s+pr checkout$/m);
});
