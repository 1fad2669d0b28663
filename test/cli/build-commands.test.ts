/** `lares build PACKAGE`, `lares log` and `lares plan` with packages, as a person types them. */
import { spawnSync } from "node:child_process";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { laresProgram, startSession } from "./session.ts";

const config = `
import { defineHome, runCommand } from "lares";
const base = runCommand("base", {}, "echo making base; mkdir -p $out/bin; printf '#!/bin/sh\\necho hey\\n' > $out/bin/hey; chmod +x $out/bin/hey");
const other = runCommand("other", {}, \`cat /proc/sys/kernel/random/uuid > $out; : \${base}\`);
const broken = runCommand("broken", {}, "printf 'going\\\\033[31m wrong\\\\n'; exit 7");
export default defineHome({ home: { packages: [base] }, lib: { own: { other, broken } } });
`;

test("a package is built, linked, logged, and compared with a second build", () => {
  const session = startSession(config);
  const built = session.lares(["build", "base"]);
  expect(built).toMatchObject({ status: 0, stderr: "1 package to build\nbuilding base\n" });
  const link = join(session.home, "config/result");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(link, "bin/hey"), "utf8")).toContain("hey");
  expect(session.lares(["log", "base"]).stdout).toBe("making base\n");
  expect(session.lares(["log", "./result"]).stdout).toBe("making base\n");
  expect(session.lares(["log"]).stdout).toMatch(/^base {2}/);
  expect(session.lares(["build", "base", "--check", "--no-link"])).toMatchObject({ status: 0 });
  const checked = session.lares(["build", "lib.own.other", "--check", "--link", "again"]);
  expect(checked.status).toBe(1);
  expect(checked.stderr).toContain("error: two builds of other differ");
  session.lares(["gc"]);
  expect(lstatSync(readlinkSync(link)).isDirectory()).toBe(true);
});

test("a build that fails shows its last lines without colours, and where the rest is", () => {
  const { lares } = startSession(config);
  const { status, stderr } = lares(["build", "lib.own.broken", "--quiet"]);
  expect(status).toBe(1);
  expect(stderr).toContain("error: the build of broken failed with status 7\n  > going wrong\n");
  expect(stderr).toMatch(/lares log \S+-broken\.drv/);
  expect(lares(["log", "broken"]).stdout).toBe("going wrong\n");
});

test("plan says what would be built, and builds nothing and makes no store", () => {
  const { lares, home } = startSession(config);
  const { status, stdout } = lares(["plan"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^would build 1 derivation:\n {2}base\n/);
  expect(() => lstatSync(join(home, ".local/share/lares/store"))).toThrow("ENOENT");
});

test("names that are no package, and flags that do not go together, are refused", () => {
  const { lares } = startSession(config);
  expect(lares(["build", "bace"]).stderr).toContain("did you mean base?");
  expect(lares(["build", "--check"]).status).toBe(2);
  expect(lares(["log", "nothing"]).stderr).toContain("there is no log of a build of nothing");
  expect(lares(["build", "base", "--jobs", "0"]).stderr).toContain("builds are turned off");
});

const mayForbid =
  spawnSync("unshare", ["-r", "sh", "-c", "echo 0 > /proc/sys/user/max_user_namespaces"]).status === 0;

test.skipIf(!mayForbid)(
  "where user namespaces are forbidden it says so: a warning, or an error where a sandbox is required (skipped where they cannot be forbidden)",
  () => {
    const { home, write } = startSession();
    const build = (sandbox: string) => {
      write(
        "config/home.config.ts",
        `import { defineHome, runCommand } from "lares";
export default defineHome({ lares: { sandbox: "${sandbox}" }, home: { packages: [runCommand("bare", {}, "echo > $out")] } });`,
      );
      const forbid = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$0" build bare --no-link';
      return spawnSync("unshare", ["-r", "sh", "-c", forbid, laresProgram], {
        cwd: join(home, "config"),
        env: { HOME: home, PATH: process.env.PATH },
        encoding: "utf8",
      });
    };
    const required = build("required");
    expect(required.status).toBe(1);
    expect(required.stderr).toContain("a sandbox for builds is required, and none works here");
    expect(required.stderr).toContain("user.max_user_namespaces is 0");
    const auto = build("auto");
    expect(auto.status).toBe(0);
    expect(auto.stderr).toMatch(/warning: no sandbox works here.*user\.max_user_namespaces is 0/);
  },
);
