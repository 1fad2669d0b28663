/** Every sandbox of this machine, as this user and as one without any rights. */
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { has } from "../../store/places.ts";

const nobody = 65534;
const isRoot = process.getuid?.() === 0;
const users = [["this user", undefined] as const, ["a user without rights", nobody] as const];

/** Not below the folder of temporary files of root, into which nobody else may look. */
const folderOf = (user: number | undefined): string => {
  const folder = mkdtempSync("/tmp/lares-sandbox-");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  if (user !== undefined) chownSync(folder, user, user);
  return folder;
};

describe.skipIf(process.platform !== "linux")("sandboxes of Linux", () => {
  for (const sandbox of ["bwrap", "unshare"] as const)
    for (const [who, user] of users)
      test.skipIf(!has(sandbox) || (user !== undefined && !(isRoot && has("setpriv"))))(
        `${sandbox} as ${who} (skipped where ${sandbox} is not installed, or who is not root)`,
        () => {
          const root = folderOf(user);
          const command = [process.execPath, join(import.meta.dirname, "build-child.ts"), sandbox, root];
          const as =
            user === undefined ? [] : ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups"];
          const [program, ...args] = [...as, ...command];
          const { stdout, stderr } = spawnSync(program!, args, { encoding: "utf8", cwd: "/" });
          expect(stderr).toBe("");
          expect(stdout).toBe(`input\n1000:100\nlo\nit's "quoted"\n$HOME\n`);
          expect(existsSync("/usr/lares-test")).toBe(false);
          expect(readdirSync(join(root, "lares/var/builds"))).toEqual([]);
        },
        30_000,
      );
});
