/** More inputs than a sandbox takes arguments for: all of them are there, read-only, and nothing else. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { absolutePath, type StorePath } from "../../../src/base/paths.ts";
import { linuxConfinements } from "../../../src/build/sandbox/choose.ts";
import type { ConfinedBuild } from "../../../src/build/sandbox/sandbox.ts";
import { writeEtc } from "../../../src/build/sandbox/system-paths.ts";
import { openWorkFolder } from "../../../src/build/sandbox/work-folder.ts";
import { has } from "../../store/places.ts";

const many = 3_500;

const buildWith = (count: number): ConfinedBuild => {
  const folder = absolutePath(fs.realpathSync(fs.mkdtempSync("/tmp/lares-many-")));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  const storeDir = join(folder, "store");
  const work = openWorkFolder(absolutePath(join(folder, "var")), "many");
  writeEtc(work);
  const scratch = join(storeDir, ".lares-tmp-scratch");
  for (const path of [storeDir, scratch]) fs.mkdirSync(path, { recursive: true });
  fs.writeFileSync(join(storeDir, "hidden"), "nobody's input");
  const inputs = Array.from({ length: count }, (_, at) => {
    const isFolder = at % 2 === 0;
    const name = `input-${at}`;
    if (isFolder) for (const one of [storeDir, scratch]) fs.mkdirSync(join(one, name));
    if (isFolder) fs.writeFileSync(join(storeDir, name, "file"), `${at}\n`);
    else {
      fs.writeFileSync(join(storeDir, name), `${at}\n`);
      fs.writeFileSync(join(scratch, name), "");
    }
    return join(storeDir, name) as StorePath;
  });
  return {
    storeDir: absolutePath(storeDir),
    scratch: absolutePath(scratch),
    inputs,
    outputs: [],
    work,
    network: false,
    environment: { PATH: "/usr/bin:/bin", S: storeDir },
    builder: "/bin/sh",
    args: [
      "-c",
      "ls $S | wc -l; cat $S/input-*/file $S/input-*[13579] | wc -l; cat $S/input-3498/file $S/input-3499; id -u; " +
        "(echo x > $S/input-3) 2>/dev/null || echo read-only; (echo x > $S/input-4/file) 2>/dev/null || echo read-only; " +
        "cat $S/hidden 2>/dev/null; echo made > $S/output",
    ],
  };
};

describe.skipIf(process.platform !== "linux")("sandboxes of Linux with thousands of inputs", () => {
  for (const name of ["bwrap", "unshare"] as const)
    test.skipIf(!has(name))(
      `${name} (skipped where it is not installed)`,
      () => {
        const [, confinement] = linuxConfinements().find(([one]) => one === name)!;
        const build = buildWith(many);
        const { program, args } = confinement!.command(build);
        const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8", cwd: build.work.build });
        expect(stderr).toBe("");
        expect(stdout.trim().split("\n")).toEqual(
          [many, many, 3498, 3499, 1000, "read-only", "read-only"].map(String),
        );
        expect(fs.readFileSync(join(build.scratch, "output"), "utf8")).toBe("made\n");
        expect(fs.readdirSync(build.storeDir)).not.toContain("output");
      },
      120_000,
    );
});
