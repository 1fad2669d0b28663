import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import launchd from "../../../modules/launchd/index.ts";
import rclone from "../../../modules/rclone/index.ts";
import systemd from "../../../modules/systemd/index.ts";
import { askAt, has, homeOf, writtenHome } from "../home.ts";
import { wholeHome } from "../whole-home.ts";

const modules = [rclone, systemd, launchd];
const rich = {
  enable: true,
  requiresUnit: "agenix.service",
  remotes: {
    box: {
      config: { type: "sftp", host: "server.example.org", shell_type: "none", port: 22 },
      secrets: { pass: "/run/secrets/a pass" },
      mounts: {
        "documents/work": {
          enable: true,
          mountPoint: "/home/ada/work docs",
          logLevel: "INFO",
          options: { umask: "002", "allow-other": true },
        },
        off: { mountPoint: "/off" },
      },
      serve: {
        music: { enable: true, autoStart: false, protocol: "http", options: { addr: "localhost:8080" } },
      },
    },
  },
} as const;

test("the whole home of a rich configuration", async () => {
  await expect(wholeHome(modules, { programs: { rclone: rich } })).toMatchFileSnapshot(
    "golden/rclone.golden",
  );
});

test("on macOS each daemon sees to the settings first", () => {
  const { generationFiles, storeSources } = homeOf(
    modules,
    { programs: { rclone: rich } },
    { os: "darwin", stubs: true },
  ).description;
  const agent = JSON.stringify(generationFiles);
  expect(agent).toContain("org.nix-community.home.rclone-mount:documents.work@box.plist");
  expect(agent).toContain(
    `${storeSources.find(({ path }) => path.endsWith("-sidecar-wrapper"))!.path} --mkdir`,
  );
  expect(agent).toContain("--cache-dir=/home/ada/.cache/rclone");
});

test("what cannot be mounted is told", () => {
  const remotes = { a: { config: {}, mounts: { "": { enable: true } } } };
  expect(homeOf(modules, { programs: { rclone: { enable: true, remotes } } }).failedAssertions).toHaveLength(
    2,
  );
});

test("secrets get into settings that nobody else can read", () => {
  const home = writtenHome(modules, (folder) => ({
    programs: {
      rclone: {
        enable: true,
        remotes: { box: { ...rich.remotes.box, secrets: { pass: `${folder}/pass` } } },
      },
    },
  }));
  onTestFinished(() => fs.rmSync(home, { recursive: true }));
  fs.mkdirSync(`${home}/bin`);
  fs.writeFileSync(
    `${home}/bin/rclone`,
    '#!/bin/sh\n[ "$1" = --config ] && echo "pass = obscured $8" >> "$2"\n',
    { mode: 0o755 },
  );
  fs.writeFileSync(`${home}/pass`, "secret");
  const env = { HOME: home, PATH: `${home}/bin:/usr/bin:/bin` };
  const { status, stderr } = spawnSync(`${home}/.local/share/rclone/configure.sh`, { env, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const written = `${home}/.config/rclone/rclone.conf`;
  expect(fs.readFileSync(written, "utf8")).toBe(
    "[box]\nhost=server.example.org\nport=22\nshell_type=none\ntype=sftp\npass = obscured secret\n",
  );
  expect(fs.statSync(written).mode & 0o777).toBe(0o600);
  expect(fs.readdirSync(`${home}/.config/rclone`)).toEqual(["rclone.conf"]);
});

test.skipIf(!has("rclone"))(
  "rclone reads the settings, and the secret that it obscured (needs rclone)",
  () => {
    const home = writtenHome(modules, (folder) => ({
      programs: {
        rclone: {
          enable: true,
          remotes: {
            box: {
              config: { type: "sftp", host: "a.org", port: 22, disable_hashcheck: true },
              secrets: { pass: `${folder}/a secret` },
            },
          },
        },
      },
    }));
    onTestFinished(() => fs.rmSync(home, { recursive: true }));
    fs.writeFileSync(`${home}/a secret`, "p w\n");
    askAt(home, "sh", [`${home}/.local/share/rclone/configure.sh`]);
    const { box } = JSON.parse(askAt(home, "rclone", ["config", "dump"]));
    expect(box).toMatchObject({ type: "sftp", host: "a.org", port: "22", disable_hashcheck: "true" });
    expect(askAt(home, "rclone", ["reveal", box.pass])).toBe("p w\n");
  },
);
