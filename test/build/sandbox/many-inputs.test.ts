/** More inputs than a sandbox takes arguments for: all of them are there, read-only, and nothing else. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { has } from "../../store/places.ts";

const nobody = 65534;
const isRoot = process.getuid?.() === 0;
const trials = [
  ["this user", undefined, 3_500],
  ["a user without rights", nobody, 300],
] as const;

/** Not below the folder of temporary files of root, into which nobody else may look. */
const folderOf = (user: number | undefined): string => {
  const folder = fs.mkdtempSync("/tmp/lares-many-");
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  fs.chmodSync(folder, 0o755);
  if (user !== undefined) fs.chownSync(folder, user, user);
  return folder;
};

describe.skipIf(process.platform !== "linux")("sandboxes of Linux with many inputs", () => {
  for (const kind of ["bwrap", "unshare"] as const)
    for (const [who, user, count] of trials)
      test.skipIf(!has(kind) || (user !== undefined && !(isRoot && has("setpriv"))))(
        `${kind} with ${count} as ${who} (skipped where ${kind} is not installed, or who is not root)`,
        () => {
          const child = [join(import.meta.dirname, "many-child.ts"), kind, folderOf(user), `${count}`];
          const as =
            user === undefined ? [] : ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups"];
          const [program, ...args] = [...as, process.execPath, ...child];
          const { stdout, stderr } = spawnSync(program!, args, { encoding: "utf8", cwd: "/" });
          expect(stderr).toBe("");
          expect(stdout.trim().split("\n")).toEqual(
            [count, count, 2, 3, "read-only", "read-only", 1000, "made"].map(String),
          );
        },
        120_000,
      );
});
