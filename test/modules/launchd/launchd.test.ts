import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import launchd from "../../../modules/launchd.ts";
import { homeOf, textsOf } from "../home.ts";

const definitions: Definitions = {
  launchd: {
    agents: {
      sync: {
        enable: true,
        config: {
          ProgramArguments: ["/nix/store/abc-sync/bin/sync", "--to", "a b"],
          EnvironmentVariables: { PATH: "/usr/bin:/bin" },
          KeepAlive: { Crashed: true, SuccessfulExit: false },
          StartCalendarInterval: [{ Hour: 12, Minute: 0 }, { Weekday: 1 }],
          HardResourceLimits: { NumberOfFiles: 4096 },
          MachServices: { "org.example.sync": true },
        },
      },
      plain: {
        enable: true,
        config: { Label: "org.example.plain", ProgramArguments: ["/usr/bin/say", "a & b"] },
      },
      off: { config: { ProgramArguments: ["/bin/false"] } },
    },
  },
};

test("an agent is a property list in ~/Library/LaunchAgents, a real file, and in the generation", async () => {
  const home = homeOf([launchd], definitions, { os: "darwin", home: "/Users/ada" });
  const texts = textsOf(home);
  expect(Object.keys(texts)).toEqual([
    "Library/LaunchAgents/org.example.plain.plist",
    "Library/LaunchAgents/org.nix-community.home.sync.plist",
  ]);
  await expect(Object.values(texts).join("")).toMatchFileSnapshot("golden/agents.golden");
  expect(home.description.files.every(({ mode }) => mode === "copy")).toBe(true);
  expect(Object.keys(home.description.generationFiles)).toEqual([
    "LaunchAgents/org.nix-community.home.sync.plist",
    "LaunchAgents/org.example.plain.plist",
  ]);
});

test("Linux is told that it has no launchd", () => {
  const { description, failedAssertions } = homeOf([launchd], definitions);
  expect(description.files).toEqual([]);
  expect(failedAssertions).toEqual([expect.stringContaining("only macOS has launchd")]);
});
