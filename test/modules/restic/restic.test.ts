/** Backups by the real restic, as the service runs it. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Definitions } from "lares/module";
import { expect, test } from "vitest";
import restic from "../../../modules/service-restic.ts";
import systemd from "../../../modules/systemd/index.ts";
import { askAt, has, homeOf, writtenHome } from "../home.ts";

const modules = [restic, systemd];

test.skipIf(!has("restic"))(
  "a backup is made, pruned and checked, and read by the wrapper (needs restic)",
  () => {
    const home = writtenHome(
      modules,
      (folder) =>
        ({
          services: {
            restic: {
              enable: true,
              backups: {
                near: {
                  repository: `${folder}/repository`,
                  passwordFile: `${folder}/password`,
                  paths: [`${folder}/it's mine`],
                  exclude: ["*.tmp"],
                  dynamicFilesFrom: `echo ${folder}/more`,
                  initialize: true,
                  pruneOpts: ["--keep-last 1"],
                  runCheck: true,
                  backupPrepareCommand: "echo one > more",
                  backupCleanupCommand: "touch cleaned",
                },
              },
            },
          },
        }) as Definitions,
    );
    fs.writeFileSync(path.join(home, "password"), "secret\n");
    fs.mkdirSync(path.join(home, "it's mine"));
    for (const name of ["kept", "left.tmp"]) fs.writeFileSync(path.join(home, "it's mine", name), name);
    const env = {
      PATH: process.env.PATH,
      HOME: home,
      RESTIC_REPOSITORY: `${home}/repository`,
      RESTIC_PASSWORD_FILE: `${home}/password`,
    };
    const script = path.join(home, ".lares/home-path/bin/restic-backup-near");
    for (const _ of [1, 2]) {
      const { status, stderr } = spawnSync(script, [], { encoding: "utf8", env, cwd: home });
      expect([status, stderr]).toEqual([0, ""]);
    }
    const listed = askAt(home, path.join(home, ".lares/home-path/bin/restic-near"), ["ls", "latest"]);
    expect(listed).toMatch(/it's mine\/kept$/m);
    expect(listed).toMatch(/\/more$/m);
    expect(listed).not.toMatch(/left\.tmp/);
    const snapshots = askAt(home, path.join(home, ".lares/home-path/bin/restic-near"), [
      "snapshots",
      "--json",
    ]);
    expect(JSON.parse(snapshots)).toHaveLength(1);
    expect(fs.existsSync(path.join(home, "cleaned"))).toBe(true);
  },
  60_000,
);

test("repository and password are said once", () => {
  const failed = (near: object) =>
    homeOf(modules, { services: { restic: { enable: true, backups: { near } } } } as Definitions)
      .failedAssertions.length;
  expect(failed({ repository: "/r", passwordFile: "/p" })).toBe(0);
  expect(failed({ environmentFile: "/e" })).toBe(0);
  expect(failed({ repository: "/r", repositoryFile: "/f", passwordFile: "/p" })).toBe(1);
  expect(failed({})).toBe(2);
});
