import { expect, test } from "vitest";
import gh from "../../../modules/gh.ts";
import git from "../../../modules/git/index.ts";
import launchd from "../../../modules/launchd/index.ts";
import systemd from "../../../modules/systemd/index.ts";
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
