import { packageNamed } from "lares/module";
import { expect, test } from "vitest";
import atuin from "../../../modules/atuin.ts";
import launchd from "../../../modules/launchd/index.ts";
import systemd from "../../../modules/systemd/index.ts";
import { homeOf, textsOf } from "../home.ts";
import { allShells, shells } from "../shell-code.ts";
import { wholeHome } from "../whole-home.ts";

test("all of a rich configuration", async () => {
  const text = wholeHome([atuin, systemd, launchd, ...shells], {
    programs: {
      ...allShells,
      atuin: {
        enable: true,
        flags: ["--disable-up-arrow"],
        settings: { auto_sync: true, sync_frequency: "5m" },
        forceOverwriteSettings: true,
        daemon: { enable: true, logLevel: "debug" },
        themes: {
          table: { theme: { name: "table" }, colors: { Guidance: "#66d9ef" } },
          text: '[theme]\nname = "text"\n',
          file: "/themes/file.toml",
        },
      },
    },
  });
  await expect(text).toMatchFileSnapshot("golden/atuin.golden");
});

test("on macOS the daemon is an agent, and its socket is in the data directory", () => {
  const home = homeOf(
    [atuin, launchd, systemd],
    { programs: { atuin: { enable: true, daemon: { enable: true } } } },
    { os: "darwin", stubs: true },
  );
  expect(textsOf(home)[".config/atuin/config.toml"]).toContain(
    'socket_path = "/home/ada/.local/share/atuin/daemon.sock"',
  );
  expect(JSON.stringify(home.description)).toContain("@atuin@/bin/atuin");
});

test("the daemon asks for a version that has it", () => {
  const failed = (version: string) =>
    homeOf(
      [atuin, launchd, systemd],
      {
        programs: {
          atuin: { enable: true, daemon: { enable: true }, package: { ...packageNamed("atuin"), version } },
        },
      },
      { stubs: true },
    ).failedAssertions;
  expect(failed("18.1.0")).toEqual([expect.stringContaining("18.1.0")]);
  expect(failed("18.2.0")).toEqual([]);
  expect(failed("19.0")).toEqual([]);
});
