/** What Lares and its predecessors' homes have done at certain times. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import autoSync from "../../../modules/lares-auto-sync.ts";
import gc from "../../../modules/lares-gc.ts";
import launchd from "../../../modules/launchd/index.ts";
import nixGc from "../../../modules/nix-gc.ts";
import autoExpire from "../../../modules/service-home-manager-auto-expire.ts";
import autoUpgrade from "../../../modules/service-home-manager-auto-upgrade.ts";
import systemd from "../../../modules/systemd/index.ts";
import { askAt, has, homeOf, textsOf, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const modules = [gc, autoSync, autoUpgrade, autoExpire, systemd, launchd];

const ours = {
  lares: {
    gc: { automatic: true, olderThan: "30d", keep: 5, dates: "weekly" },
    autoSync: {
      enable: true,
      directory: "/home/ada/dot files",
      preSwitchCommands: ['test "$(git branch --show-current)" = main'],
      flags: ["--rollback-on-error"],
      dates: ["03:15"],
    },
  },
} as Definitions;

test.for(["linux", "darwin"] as const)("gc and autoSync on %s", async (os) => {
  await expect(wholeHome(modules, ours, { os })).toMatchFileSnapshot(`golden/lares.${os}.golden`);
});

test("Home Manager's names", async () => {
  const home = {
    services: {
      "home-manager": {
        autoUpgrade: {
          enable: true,
          frequency: "weekly",
          useFlake: true,
          flakeDir: "/home/ada/dots",
          preSwitchCommands: ["git pull"],
        },
        autoExpire: { enable: true, timestamp: "-2 months" },
      },
    },
  } as Definitions;
  await expect(wholeHome(modules, home)).toMatchFileSnapshot("golden/home-manager.golden");
});

test("a time that launchd cannot say is refused on macOS alone, by the option's name", () => {
  const dates = ["daily", "04:00 UTC"];
  const failed = (os: "linux" | "darwin") =>
    homeOf(
      [...modules, nixGc],
      {
        lares: { gc: { automatic: true, dates }, autoSync: { enable: true, dates } },
        nix: { gc: { automatic: true, dates: "04:00 UTC" } },
        services: { "home-manager": { autoUpgrade: { enable: true, frequency: "04:00 UTC" } } },
      } as Definitions,
      { os },
    ).failedAssertions;
  const options = ["lares.autoSync.dates", "lares.gc.dates", "nix.gc.dates"];
  expect(
    failed("darwin")
      .map((message) => message.replace(/, which.*/, ""))
      .sort(),
  ).toEqual(
    [...options, "services.home-manager.autoUpgrade.frequency"].map((path) => `${path} is "04:00 UTC"`),
  );
  expect(failed("linux")).toEqual([]);
});

test("days of the week are intervals of launchd", () => {
  const gc = { automatic: true, dates: "Mon..Fri 04:00" };
  const agents = textsOf(
    homeOf([...modules, nixGc], { nix: { gc }, lares: { gc } } as Definitions, {
      os: "darwin",
      home: "/Users/ada",
    }),
  );
  expect(Object.keys(agents)).toHaveLength(2);
  for (const text of Object.values(agents)) expect(text.match(/<key>Weekday<\/key>/g)).toHaveLength(5);
});

test.skipIf(!has("systemd-analyze"))("systemd accepts the units (needs systemd-analyze)", () => {
  const home = writtenHome(modules, ours);
  const units = path.join(home, ".config/systemd/user");
  fs.mkdirSync(path.join(home, ".lares/home-path/bin"), { recursive: true });
  for (const name of ["lares-gc", "lares-auto-sync"]) {
    const file = path.join(units, `${name}.service`);
    const runnable = fs
      .readFileSync(file, "utf8")
      .replaceAll("/home/ada/.lares/home-path/bin/lares", "/bin/true");
    fs.writeFileSync(file, runnable.replaceAll(`${home}/.lares/home-path/bin/lares`, "/bin/true"));
    const { stderr } = spawnSync(
      "systemd-analyze",
      ["verify", "--user", file, path.join(units, `${name}.timer`)],
      {
        encoding: "utf8",
        env: { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: home },
      },
    );
    expect(stderr.split("\n").filter((line) => line.includes(name))).toEqual([]);
  }
});

test.skipIf(!has("git"))(
  "a repository that leads straight on is followed, another is left alone (needs git)",
  () => {
    const home = writtenHome(
      modules,
      (folder) =>
        ({
          lares: { autoSync: { enable: true, directory: `${folder}/clone`, flags: ["--backup"] } },
        }) as Definitions,
    );
    const bin = path.join(home, ".lares/home-path/bin");
    fs.mkdirSync(bin, { recursive: true });
    fs.writeFileSync(path.join(bin, "lares"), '#!/bin/sh\necho "$@: $(cat home.config.ts)"\n', {
      mode: 0o755,
    });
    const git = (folder: string, ...words: readonly string[]) =>
      askAt(home, "git", [
        "-C",
        path.join(home, folder),
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        ...words,
      ]);
    const commit = (folder: string, text: string) => {
      fs.writeFileSync(path.join(home, folder, "home.config.ts"), text);
      git(folder, "add", ".");
      git(folder, "commit", "-qm", text);
    };
    askAt(home, "git", ["init", "-q", "-b", "main", "upstream"]);
    commit("upstream", "one");
    askAt(home, "git", ["clone", "-q", "upstream", "clone"]);
    commit("upstream", "two");
    expect(ranAt(home)).toEqual({ status: 0, stdout: "switch --backup: two" });
    commit("clone", "mine");
    commit("upstream", "theirs");
    expect(ranAt(home)).toMatchObject({ stdout: "" });
  },
);

/** The service's commands one after the other, as systemd would run them. */
const ranAt = (home: string) => {
  const unit = fs.readFileSync(path.join(home, ".config/systemd/user/lares-auto-sync.service"), "utf8");
  const commands = [...unit.matchAll(/^ExecStart=(.*)$/gm)].map(([, command]) =>
    command!.replaceAll("$$", "$"),
  );
  const [, directory] = /^WorkingDirectory=(.*)$/m.exec(unit)!;
  const { status, stdout } = spawnSync("sh", ["-c", commands.join(" && ")], {
    encoding: "utf8",
    cwd: directory!,
    env: { PATH: process.env.PATH, HOME: home, GIT_TERMINAL_PROMPT: "0" },
  });
  return { status, stdout: stdout.trim() };
};
