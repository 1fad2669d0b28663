/** Real builds in whichever sandbox this machine has. */
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { StorePath } from "../../../src/base/paths.ts";
import { readBuildLog } from "../../../src/build/realise/build-log.ts";
import { formatHash, hashBytes } from "../../../src/format/hash.ts";
import { collectGarbage } from "../../../src/store/collect.ts";
import { verifyStore } from "../../../src/store/verify.ts";
import { buildSetting, failureOf, type Setting } from "./setting.ts";

const text = (path: string): string => readFileSync(path, "utf8");

/** Nothing but valid objects in the store, nothing of builds beside it. */
const expectTidy = ({ store, places }: Setting): void => {
  const { findings } = verifyStore(store, places, { checkContents: true, repair: false });
  expect(findings).toEqual([]);
  const names = readdirSync(places.storeDir).filter((name) => name !== ".links");
  expect(names.map((name) => `${places.storeDir}/${name}`).sort()).toEqual(store.validPaths());
  expect(readdirSync(join(places.varDir, "builds"))).toEqual([]);
  expect(readdirSync(join(places.varDir, "locks"))).toEqual([]);
};

test("an output is canonical, registered with its deriver, and nothing else is left", async () => {
  const setting = buildSetting();
  const { script, realise, store } = setting;
  const hello = script(
    "hello",
    "mkdir -p $out/bin; echo hi > $out/bin/hello; chmod 6755 $out/bin/hello; ln $out/bin/hello $out/bin/again; mkdir -m 0 $out/closed",
  );
  await realise([hello]);
  const out = hello.outputs.out!;
  expect(text(`${out}/bin/hello`)).toBe("hi\n");
  expect(lstatSync(`${out}/bin/hello`).mode & 0o7777).toBe(0o555);
  expect(lstatSync(`${out}/closed`).mode & 0o7777).toBe(0o555);
  expect(lstatSync(`${out}/bin/hello`).mtimeMs).toBe(1000);
  expect(store.queryPathInfo(out)).toMatchObject({ deriver: hello.drvPath, references: [], ultimate: true });
  expect(store.isValid(hello.drvPath)).toBe(true);
  expectTidy(setting);
});

test("an output may be a link or a file", async () => {
  const { script, realise, store } = buildSetting();
  const link = script("link", "ln -s /nowhere $out");
  const file = script("file", "echo a > $out; chmod 0 $out");
  await realise([link, file]);
  expect(readlinkSync(link.outputs.out!)).toBe("/nowhere");
  expect(text(file.outputs.out!)).toBe("a\n");
  expect(store.isValid(link.outputs.out!)).toBe(true);
});

test("references are found in contents, in links and in names, whatever stands before the digest", async () => {
  const { script, realise, store } = buildSetting();
  const base = script("base", "echo base > $out");
  const link = script("link-to-base", `ln -s ${base.outputs.out} $out`);
  const digest = base.outputs.out!.slice(-37, -5);
  const top = script(
    "top",
    `mkdir $out; touch $out/${digest}; echo ${link.outputs.out} $out > $out/file; : ${base.outputs.out}`,
  );
  const none = script("none", `echo unused > $out; : ${base.outputs.out}`);
  await realise([top, none]);
  expect(store.queryPathInfo(link.outputs.out!)?.references).toEqual([base.outputs.out]);
  expect(store.queryPathInfo(top.outputs.out!)?.references).toEqual(
    [base.outputs.out!, link.outputs.out!, top.outputs.out!].sort(),
  );
  expect(store.queryPathInfo(none.outputs.out!)?.references).toEqual([]);
});

test("a build reads its inputs, through links too, and nothing else of the store", async () => {
  const { script, realise } = buildSetting();
  const other = script("other", "echo other > $out");
  const file = script("file", "echo file > $out");
  const link = script("link", `ln -s ${file.outputs.out} $out`);
  await realise([other, link]);
  const reader = script("reader", `cat ${link.outputs.out} > $out; ls $NIX_STORE >> $out`);
  await realise([reader]);
  const [first, ...listed] = text(reader.outputs.out!).trim().split("\n");
  expect(first).toBe("file");
  const names = [file, link, reader].map(({ outputs }) => outputs.out!.split("/").at(-1)!);
  expect(listed.sort()).toEqual(names.sort());
});

test("several outputs, one naming the other", async () => {
  const { script, realise, store } = buildSetting();
  const lib = script("lib", "mkdir $out $dev; echo code > $out/code; echo $out > $dev/points-to", {
    outputs: ["out", "dev"],
  });
  const user = script("user", `cat ${lib.outputs.dev}/points-to > $out`);
  await realise([user]);
  expect(store.queryPathInfo(lib.outputs.dev!)?.references).toEqual([lib.outputs.out]);
  expect(store.queryPathInfo(user.outputs.out!)?.references).toEqual([lib.outputs.out]);
});

test("outputs that name each other are refused", async () => {
  const setting = buildSetting();
  const circle = setting.script("circle", "echo $b > $out; echo $out > $b", { outputs: ["out", "b"] });
  expect(await failureOf(setting.realise([circle]))).toMatchObject({ code: "output-circle" });
  expect(setting.store.isValid(circle.outputs.out!)).toBe(false);
  expectTidy(setting);
});

test("the environment is the derivation's and nothing of ours", async () => {
  const { script, realise, places } = buildSetting();
  process.env.LARES_LEAKS = "1";
  const env = script("env", "/usr/bin/env -0 | sort -z | tr '\\0' '\\n' > $out", {
    environment: { PATH: "/usr/bin", greeting: "two\nlines", long: "x", passAsFile: "long" },
  });
  await realise([env]);
  const names = text(env.outputs.out!);
  for (const line of [
    "HOME=/homeless-shelter",
    "PATH=/usr/bin",
    `NIX_STORE=${places.storeDir}`,
    "NIX_BUILD_CORES=1",
    "NIX_BUILD_TOP=/build",
    "TMPDIR=/build",
    "PWD=/build",
    "SOURCE_DATE_EPOCH=1",
    "greeting=two\nlines",
    "name=env",
  ])
    expect(`\n${names}`).toContain(`\n${line}\n`);
  expect(names).not.toContain("LARES_LEAKS");
  expect(names).not.toMatch(/^long=/m);
  expect(names).toMatch(/^longPath=\/build\/\.attr-/m);
});

test("a build that fails says how, with the last lines, and leaves nothing but its log", async () => {
  const setting = buildSetting();
  const { script, realise, places, store } = setting;
  const bad = script(
    "bad",
    "mkdir $out; echo part > $out/x; for i in $(seq 1 30); do echo line $i; done; printf 'odd \\033[31mred' >&2; exit 3",
  );
  const failure = await failureOf(realise([bad]));
  expect(failure).toMatchObject({ code: "build-failed", message: "the build of bad failed with status 3" });
  expect(failure.details).toHaveLength(10);
  expect(failure.details.at(-2)).toBe("> line 30");
  expect(failure.hint).toContain("lares log");
  expect(readBuildLog(places.varDir, bad.drvPath)?.toString()).toMatch(/^line 1\n[\s\S]*red$/);
  expect(store.isValid(bad.outputs.out!)).toBe(false);
  expectTidy(setting);
});

test("no output, a socket, a pipe: refused, and nothing is registered", async () => {
  const setting = buildSetting();
  const { script, realise } = setting;
  expect(await failureOf(realise([script("nothing", "true")]))).toMatchObject({ code: "output-missing" });
  const half = script("half", "echo a > $out", { outputs: ["out", "doc"] });
  expect(await failureOf(realise([half]))).toMatchObject({
    code: "output-missing",
    message: "the builder of half ended well but did not make its output doc",
  });
  const pipe = await failureOf(realise([script("pipe", "mkdir $out; mkfifo $out/p")]));
  expect(pipe).toMatchObject({ code: "not-storable" });
  expect(pipe.message).toContain("$out/p");
  expect(setting.store.isValid(half.outputs.out!)).toBe(false);
  expectTidy(setting);
});

test("a failure stops what depends on it; with keepGoing the rest is made", async () => {
  const { script, realise, store, events } = buildSetting();
  const bad = script("bad", "exit 1");
  const user = script("user", `echo ${bad.outputs.out} > $out`);
  const good = script("good", "echo good > $out");
  const failure = await failureOf(realise([user, good], { settings: { keepGoing: true, maxJobs: 1 } }));
  expect(failure).toMatchObject({ code: "build-failed", message: "the build of bad failed with status 1" });
  expect(store.isValid(good.outputs.out!)).toBe(true);
  expect(events.some((event) => event.type === "build-started" && event.drvPath === user.drvPath)).toBe(
    false,
  );
});

test("with keepGoing all failures are told", async () => {
  const { script, realise } = buildSetting();
  const failure = await failureOf(
    realise([script("one", "exit 1"), script("two", "exit 2")], { settings: { keepGoing: true } }),
  );
  expect(failure).toMatchObject({ code: "builds-failed" });
  expect(failure.details.join("\n")).toMatch(/one failed with status 1[\s\S]*two failed with status 2/);
});

test("a daemon that a builder leaves behind dies with it, and its output is taken", async () => {
  const setting = buildSetting();
  const { script, realise, places } = setting;
  const mark = `stays-${Math.random().toString(36).slice(2)}`;
  const daemon = script(
    "daemon",
    `setsid sh -c 'while :; do sleep 3600; done; : ${mark}' & echo done > $out`,
  );
  await realise([daemon]);
  expect(text(daemon.outputs.out!)).toBe("done\n");
  const commands = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => (existsSync(`/proc/${pid}/cmdline`) ? text(`/proc/${pid}/cmdline`) : ""));
  expect(commands.filter((command) => command.includes(mark))).toEqual([]);
  expect(existsSync(places.storeDir)).toBe(true);
});

test("what a builder writes elsewhere is refused or its own", async () => {
  const setting = buildSetting();
  const { script, realise, places, folder } = setting;
  const input = script("input", "mkdir $out; echo a > $out/a");
  const elsewhere = script(
    "elsewhere",
    `
    for file in ${places.storeDir}/wrong ${input.outputs.out}/b ${input.outputs.out}/a /root/x /usr/x /etc/x /x $HOME/x; do
      if (mkdir -p $(dirname $file) && echo bad > $file) 2>/dev/null; then echo wrote $file; fi
    done > $out
    mkdir -p ${folder} && echo bad > ${folder}/x || true
    chmod u+w ${input.outputs.out}/a && echo changed >> $out || true
    echo tmp > /tmp/x; cat /tmp/x >> $out`,
  );
  await realise([elsewhere]);
  expect(text(elsewhere.outputs.out!)).toBe(`wrote ${places.storeDir}/wrong\ntmp\n`);
  expect(existsSync(`${places.storeDir}/wrong`)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
  expect(existsSync("/tmp/x")).toBe(false);
  expectTidy(setting);
});

test("no network, other processes, or other devices", async () => {
  const { script, realise } = buildSetting();
  const look = script(
    "look",
    "ls /sys/class/net /proc/net/dev 2>/dev/null | head -0; cat /proc/net/dev | tail -n +3 | cut -d: -f1 | tr -d ' ' > $out; ls -d /proc/[0-9]* | wc -l >> $out; id -u >> $out; hostname >> $out; ls /dev | tr '\\n' ' ' >> $out",
  );
  await realise([look]);
  const [network, processes, user, host, devices] = text(look.outputs.out!).split("\n");
  expect(network).toBe("lo");
  expect(Number(processes)).toBeLessThan(12);
  expect(user).toBe("1000");
  expect(host).toBe("localhost");
  expect(devices!.trim().split(" ")).not.toContain("sda");
  expect(devices).toContain("null");
});

const fixed = (content: string, method: "flat" | "recursive" = "flat") => ({
  fixed: { method, hash: hashBytes("sha256", content) },
});

test("a fixed output of the right hash is registered by its contents", async () => {
  const { script, realise, store } = buildSetting();
  const good = script("good", "printf abc > $out", fixed("abc"));
  const sha512 = script("sha512", "printf abc > $out", {
    fixed: { method: "flat", hash: hashBytes("sha512", "abc") },
  });
  const sha1 = script("sha1", "printf abc > $out", {
    fixed: { method: "flat", hash: hashBytes("sha1", "abc") },
  });
  await realise([good, sha512, sha1]);
  expect(store.queryPathInfo(good.outputs.out!)?.ca).toMatch(/^fixed:sha256:/);
  expect(store.isValid(sha512.outputs.out!) && store.isValid(sha1.outputs.out!)).toBe(true);
});

test("a fixed output may use the network, another may not", async () => {
  const { script, realise } = buildSetting();
  const online = script("online", "readlink /proc/self/ns/net > $out", fixed("?"));
  const failure = await failureOf(realise([online]));
  expect(failure).toMatchObject({ code: "hash-mismatch" });
  const own = readlinkSync("/proc/self/ns/net");
  const got = /got: +(\S+)/.exec(failure.details.join("\n"))?.[1];
  expect(got).toBe(formatHash(hashBytes("sha256", `${own}\n`), "sri"));
  const offline = script("offline", "readlink /proc/self/ns/net > $out");
  await realise([offline]);
  expect(text(offline.outputs.out!)).not.toBe(`${own}\n`);
});

test("a wrong hash tells both, and keeps nothing", async () => {
  const setting = buildSetting();
  const { script, realise, store } = setting;
  const wrong = script("wrong", "printf other > $out", fixed("abc"));
  const failure = await failureOf(realise([wrong]));
  expect(failure.code).toBe("hash-mismatch");
  expect(failure.details).toEqual([
    "expected: sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
    "got:      sha256-2SmMEEIgh0bQ3k+8QSyjxntSO2n1AgLn+j5CjyARctA=".replace(
      /sha256-.*/,
      `sha256-${Buffer.from(hashBytes("sha256", "other").bytes).toString("base64")}`,
    ),
  ]);
  expect(store.isValid(wrong.outputs.out!)).toBe(false);
  expectTidy(setting);
});

test("a folder or a program where a flat hash is expected, and a fixed output that names the store, are refused", async () => {
  const { script, realise } = buildSetting();
  expect(await failureOf(realise([script("folder", "mkdir $out", fixed("abc"))]))).toMatchObject({
    code: "hash-mismatch",
  });
  const program = script("program", "printf abc > $out; chmod +x $out", fixed("abc"));
  expect(await failureOf(realise([program]))).toMatchObject({ code: "hash-mismatch" });
  const base = script("base", "echo a > $out");
  const names = script("names", `printf ${base.outputs.out} > $out`, fixed(base.outputs.out!));
  expect(await failureOf(realise([names]))).toMatchObject({ code: "fixed-output-refers" });
});

test("a build that takes too long is stopped, and so is one that says nothing", async () => {
  const setting = buildSetting();
  const { script, realise } = setting;
  const long = script("long", "mkdir $out; while :; do echo busy; sleep 0.05; done");
  expect(await failureOf(realise([long], { settings: { buildTimeout: 0.4 } }))).toMatchObject({
    code: "build-timeout",
    message: "the build of long took longer than 0.4 seconds and was stopped",
  });
  const silent = script("silent", "echo once; sleep 3600");
  expect(await failureOf(realise([silent], { settings: { silentTimeout: 0.4 } }))).toMatchObject({
    code: "build-timeout",
    message: "the build of silent printed nothing for 0.4 seconds and was stopped",
  });
  expectTidy(setting);
});

test("an aborted realisation kills its builders and registers nothing", async () => {
  const setting = buildSetting();
  const { script, realise, store, events } = setting;
  const endless = script("endless", "mkdir $out; echo started; sleep 3600");
  const abort = new AbortController();
  const onEvent = (event: (typeof events)[number]): void => {
    if (event.type === "build-log") abort.abort(new Error("interrupted"));
  };
  await expect(realise([endless], { signal: abort.signal, onEvent })).rejects.toThrow("interrupted");
  expect(store.isValid(endless.outputs.out!)).toBe(false);
  expectTidy(setting);
});

test("the folder of a failed build is kept when asked for", async () => {
  const { script, realise } = buildSetting();
  const bad = script("bad", "echo evidence > clue; exit 1");
  const failure = await failureOf(realise([bad], { settings: { keepFailed: true } }));
  const folder = failure.details.find((line) => line.startsWith("its folder is kept: "))!.split(": ")[1]!;
  expect(text(join(folder, "clue"))).toBe("evidence\n");
});

test("another system, an unknown builtin, no builds allowed: each says so", async () => {
  const { script, realise } = buildSetting();
  const mac = script("mac", "true", { system: "aarch64-darwin" });
  expect(await failureOf(realise([mac]))).toMatchObject({ code: "wrong-system" });
  const odd = script("odd", "", { builder: "builtin:odd", args: [] });
  expect(await failureOf(realise([odd]))).toMatchObject({ code: "unknown-builder" });
  const any = script("any", "echo > $out");
  expect(await failureOf(realise([any], { settings: { maxJobs: 0 } }))).toMatchObject({ code: "no-jobs" });
});

test("a builtin makes its outputs in this process", async () => {
  const { script, realise, store, events } = buildSetting();
  const made = script("made", "", { builder: "builtin:write", args: [], system: "builtin" });
  const { writeFileSync } = await import("node:fs");
  const builtins = {
    write:
      async () =>
      async ({
        outputs,
        finalPaths,
        log,
        onBytes,
      }: Parameters<import("../../../src/build/builtin-builder.ts").BuiltinBuilder>[0]) => {
        log("writing");
        onBytes(3, 3);
        writeFileSync(outputs.out!, finalPaths.out!);
      },
  };
  await realise([made], { builtins });
  expect(store.queryPathInfo(made.outputs.out!)?.references).toEqual([made.outputs.out]);
  expect(events.map(({ type }) => type)).toEqual([
    "planned",
    "build-started",
    "build-log",
    "build-bytes",
    "build-done",
  ]);
});

test("what is valid is not built again; the whole of a store that was collected is", async () => {
  const { script, realise, store, places, events, close } = buildSetting();
  const one = script("one", "echo 1 > $out");
  await realise([one]);
  events.length = 0;
  await realise([one]);
  expect(events).toEqual([]);
  expect(collectGarbage(store, places).deleted).toEqual([]);
  close();
  const again = buildSetting(places);
  expect(collectGarbage(again.store, places).deleted).toContain(one.outputs.out);
  await again.realise([one]);
  expect(again.store.isValid(one.outputs.out as StorePath)).toBe(true);
});

test("builds run side by side, as many as allowed", async () => {
  const { script, realise, store } = buildSetting();
  const meet = (own: string, other: string) =>
    script(`meet-${own}`, `echo > $out`, { environment: { own, other } });
  const many = Array.from({ length: 12 }, (_, at) => meet(String(at), "x"));
  let now = 0;
  let most = 0;
  const onEvent = ({ type }: { type: string }): void => {
    if (type === "build-started") most = Math.max(most, ++now);
    if (type === "build-done") now--;
  };
  await realise(many, { settings: { maxJobs: 3 }, onEvent });
  expect(most).toBe(3);
  expect(many.every(({ outputs }) => store.isValid(outputs.out!))).toBe(true);
});
