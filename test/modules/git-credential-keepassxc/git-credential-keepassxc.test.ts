import { expect, test } from "vitest";
import git from "../../../modules/git/index.ts";
import keepassxc from "../../../modules/git-credential-keepassxc.ts";
import launchd from "../../../modules/launchd/index.ts";
import systemd from "../../../modules/systemd/index.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";

const modules = [git, keepassxc, launchd, systemd];
const programs = {
  git: { enable: true },
  "git-credential-keepassxc": { enable: true, hosts: ["https://github.com"], groups: ["Git", "My work"] },
};

test("Git asks it for the passwords of the hosts, by its path in the store", () => {
  const config = textsOf(homeOf(modules, { programs }, { stubs: true }))[".config/git/config"];
  expect(config).toContain('[credential "https://github.com"]');
  expect(config).toContain(
    "@git-credential-keepassxc@/bin/git-credential-keepassxc --group Git --group 'My work'",
  );
});

test.skipIf(!has("git"))("Git finds one of the system's, to whose name it puts its own prefix", () => {
  const home = writtenHome(modules, { programs });
  const helper = askAt(home, "git", [
    "config",
    "--get-urlmatch",
    "credential.helper",
    "https://github.com/x",
  ]);
  expect(helper).toBe("keepassxc --group Git --group 'My work'\n");
});
