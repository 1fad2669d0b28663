import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import launchd from "../../../modules/launchd/index.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";
import { switchedHome } from "../switched-home.ts";

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

test.skipIf(!has("plistutil"))("plistutil reads the agents as they were meant (needs plistutil)", () => {
  const home = writtenHome([launchd], definitions, { os: "darwin" });
  const agents = `${home}/Library/LaunchAgents`;
  const read = (label: string) => {
    /** Through its binary form, which has none of our text left. */
    const binary = `plistutil -i ${agents}/${label}.plist -f bin -o ${home}/binary`;
    const program = "import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], 'rb'))))";
    return JSON.parse(askAt(home, "sh", ["-c", `${binary} && python3 -c "${program}" ${home}/binary`]));
  };
  expect(read("org.example.plain")).toEqual({
    Label: "org.example.plain",
    ProgramArguments: ["/usr/bin/say", "a & b"],
  });
  expect(read("org.nix-community.home.sync")).toEqual({
    EnvironmentVariables: { PATH: "/usr/bin:/bin" },
    HardResourceLimits: { NumberOfFiles: 4096 },
    KeepAlive: { Crashed: true, SuccessfulExit: false },
    Label: "org.nix-community.home.sync",
    MachServices: { "org.example.sync": true },
    ProgramArguments: [
      "/bin/sh",
      "-c",
      "/bin/wait4path /nix/store && exec /nix/store/abc-sync/bin/sync --to 'a b'",
    ],
    StartCalendarInterval: [{ Hour: 12, Minute: 0 }, { Weekday: 1 }],
  });
});

test("Linux is told that it has no launchd", () => {
  const { description, failedAssertions } = homeOf([launchd], definitions);
  expect(description.files).toEqual([]);
  expect(failedAssertions).toEqual([expect.stringContaining("only macOS has launchd")]);
});

test("an agent that is new or has changed is loaded anew; one that is gone is booted out, the last one too", async () => {
  const trial = switchedHome([launchd], { "/bin/launchctl": 'note "$*"' }, "darwin");
  const agents = (words: Readonly<Record<string, string>>) => ({
    launchd: {
      agents: Object.fromEntries(
        Object.entries(words).map(([name, word]) => [
          name,
          { enable: true, config: { ProgramArguments: [word] } },
        ]),
      ),
    },
  });
  const domain = `gui/${process.getuid!()}`;
  const bootout = (name: string) => `launchctl bootout ${domain}/org.nix-community.home.${name}`;
  const bootstrap = (name: string) =>
    `launchctl bootstrap ${domain} ${trial.home}/Library/LaunchAgents/org.nix-community.home.${name}.plist`;
  try {
    await trial.become(agents({ a: "/a", b: "/b" }));
    expect(trial.noted()).toEqual([bootout("a"), bootstrap("a"), bootout("b"), bootstrap("b")]);
    await trial.become(agents({ a: "/a", b: "/c" }));
    expect(trial.noted()).toEqual([bootout("b"), bootstrap("b")]);
    await trial.become(agents({ a: "/a" }));
    expect(trial.noted()).toEqual([bootout("b")]);
    await trial.become({});
    expect(trial.noted()).toEqual([bootout("a")]);
    await trial.become(agents({ a: "/a" }));
    trial.noted();
    await trial.leave();
    expect(trial.noted()).toEqual([bootout("a")]);
  } finally {
    trial.remove();
  }
});
