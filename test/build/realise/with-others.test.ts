/** Builds beside other processes: other builds, a collection, a full disk; and against real Nix. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { absolutePath } from "../../../src/base/paths.ts";
import { checkDerivation } from "../../../src/build/realise/check.ts";
import { unconfined } from "../../../src/build/sandbox/unconfined.ts";
import { collectGarbage } from "../../../src/store/collect.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { removeTree } from "../../../src/system/durable.ts";
import { findPlaces } from "../../../src/system/places.ts";
import { has, nix, temporaryFolder } from "../../store/places.ts";
import { buildSetting, failureOf } from "./setting.ts";

test("two processes that want the same build it once", async () => {
  const root = temporaryFolder();
  const child = (): Promise<string> =>
    new Promise((resolve) => {
      const file = join(import.meta.dirname, "twin-child.ts");
      const running = spawn(process.execPath, [file, root], { stdio: ["ignore", "pipe", "inherit"] });
      let output = "";
      running.stdout.on("data", (piece) => {
        output += piece;
      });
      running.on("close", () => resolve(output));
    });
  const outputs = await Promise.all([child(), child(), child()]);
  expect(outputs.join("").match(/built/g)).toHaveLength(1);
  expect(outputs.join("").match(/elsewhere|there/g)).toHaveLength(2);
  expect(readdirSync(join(root, "lares/var/locks"))).toEqual([]);
});

test("a collection while a build runs takes neither its inputs nor what it makes", async () => {
  const { script, realise, places, store } = buildSetting();
  const input = script("input", "echo input > $out");
  const user = script("user", `echo ready; sleep 0.3; cat ${input.outputs.out} > $out`);
  let collected: readonly string[] | undefined;
  await realise([user], {
    onEvent: (event) => {
      if (event.type !== "build-log") return;
      const other = openStore(places);
      const { deleted, leftovers } = collectGarbage(other, places);
      collected = [...deleted, ...leftovers];
      other.close();
    },
  });
  expect(collected).toEqual([]);
  expect(readFileSync(user.outputs.out!, "utf8")).toBe("input\n");
  expect(store.isValid(user.drvPath)).toBe(true);
});

const mayMount = process.getuid?.() === 0 && spawnSync("unshare", ["--mount", "true"]).status === 0;

test.skipIf(!mayMount)("a builder that fills the disk (skipped where none can be mounted)", async () => {
  const root = absolutePath(join(temporaryFolder(), "small"));
  mkdirSync(root);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=24M", "small", root]);
  onTestFinished(() => {
    execFileSync("umount", ["-l", root]);
  });
  const setting = buildSetting(findPlaces({ HOME: join(root, "home"), LARES_ROOT: join(root, "lares") }));
  const { script, realise, store, places } = setting;
  const fill = script("fill", "head -c 100000000 /dev/zero > $out");
  const failure = await failureOf(realise([fill]));
  expect(failure).toMatchObject({ code: "disk-full" });
  expect(failure.message).toContain("the disk is full");
  expect(store.isValid(fill.outputs.out!)).toBe(false);
  expect(readdirSync(places.storeDir).filter((name) => !name.endsWith(".drv") && name !== ".links")).toEqual(
    [],
  );
  const small = script("small", "echo fits > $out");
  await realise([small]);
  expect(readFileSync(small.outputs.out!, "utf8")).toBe("fits\n");
  setting.close();
});

test("without a sandbox builds work too, and the store keeps it in mind", async () => {
  const { script, realise, store, places } = buildSetting();
  const base = script("base", "mkdir $out; echo base > $out/text");
  const bare = script("bare", `cat ${base.outputs.out}/text > $out; pwd >> $out`);
  const confined = script("confined", "echo > $out");
  await realise([bare], { confinement: unconfined });
  await realise([confined]);
  expect(readFileSync(bare.outputs.out!, "utf8")).toMatch(/^base\n.*\/var\/builds\/.*\/build\n$/);
  expect(store.isUnsandboxed(bare.outputs.out!)).toBe(true);
  expect(store.isUnsandboxed(confined.outputs.out!)).toBe(false);
  const bad = script("bad", "mkdir $out; exit 1");
  await failureOf(realise([bad], { confinement: unconfined }));
  expect(readdirSync(places.storeDir).filter((name) => name.endsWith("-bad"))).toEqual([]);
});

describe("building a second time", () => {
  test("says nothing of what is the same, and each difference of what is not", async () => {
    const { script, request, realise, store } = buildSetting();
    const same = script("same", "mkdir $out; echo 1 > $out/a; ln -s a $out/b");
    const other = script(
      "other",
      "mkdir -p $out/d; echo same > $out/same; cat /proc/sys/kernel/random/uuid > $out/d/random; ln -s $(cat /proc/sys/kernel/random/uuid) $out/link; touch $out/only-$(cat /proc/sys/kernel/random/uuid)",
    );
    await realise([same, other]);
    const before = store.queryPathInfo(other.outputs.out!);
    await checkDerivation(request([same]), same.drvPath);
    const failure = await failureOf(checkDerivation(request([other]), other.drvPath));
    expect(failure).toMatchObject({ code: "not-reproducible" });
    expect(failure.details).toHaveLength(4);
    expect(failure.details.join("\n")).toMatch(/d\/random differs/);
    expect(failure.details.join("\n")).toMatch(/link leads to \S+ first, then to \S+/);
    expect(failure.details.join("\n")).toMatch(/only-\S+ is only in the first build/);
    expect(store.queryPathInfo(other.outputs.out!)).toEqual(before);
  });
});

describe.skipIf(!has("nix-store"))("real Nix (skipped where nix-store is not installed)", () => {
  test("builds the same bytes of the same derivations, and its database agrees with ours", async () => {
    const root = mkdtempSync("/var/tmp/lares-nix-");
    const setting = buildSetting(findPlaces({ HOME: join(root, "home"), LARES_ROOT: join(root, "lares") }));
    onTestFinished(() => {
      setting.close();
      removeTree(root);
    });
    const { script, realise, places } = setting;
    const lib = script(
      "lib",
      "mkdir -p $out/lib $dev; echo code > $out/lib/code; chmod 755 $out/lib/code; echo $out > $dev/where",
      {
        outputs: ["out", "dev"],
      },
    );
    const env = script(
      "env",
      "/usr/bin/env | /usr/bin/grep -v SOURCE_DATE | /usr/bin/sort > $out; ln -s x y; umask >> $out; pwd >> $out",
      {
        environment: { PATH: "/usr/bin:/bin", one: "1", passAsFile: "text", text: "long" },
      },
    );
    const top = script(
      "top",
      `mkdir $out; cp ${lib.outputs.dev}/where $out/; ln -s ${lib.outputs.out}/lib $out/lib; echo ${env.outputs.out} > $out/env`,
    );
    await realise([lib, env, top]);
    expect(nix(places, "nix-store", "--verify", "--check-contents")).toBe("");
    expect(nix(places, "nix-store", "--query", "--deriver", top.outputs.out!)).toBe(top.drvPath);
    expect(nix(places, "nix-store", "--query", "--outputs", lib.drvPath).split("\n").sort()).toEqual(
      [lib.outputs.out!, lib.outputs.dev!].sort(),
    );
    const sandbox = ["--cores", "1", "--option", "sandbox", "true", "--option", "filter-syscalls", "false"];
    sandbox.push("--option", "sandbox-paths", "/bin /usr /lib /lib64", "--keep-failed");
    for (const { drvPath } of [lib, top, env])
      nix(places, "nix-store", "--realise", "--check", drvPath, ...sandbox);
  });
});
