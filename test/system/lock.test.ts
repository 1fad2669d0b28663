import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { LaresError } from "../../src/base/errors.ts";
import { acquireLock, type LockHolder, lockHolder, tryLock } from "../../src/system/lock.ts";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

const lockPath = () => join(mkdtempSync(join(tmpdir(), "lares-lock-")), "locks", "switch.lock");

/** A process that takes the lock, says so, and keeps it until it is told to go or is killed. */
const holdElsewhere = async (path: string): Promise<ChildProcess> => {
  const program = `
    import { tryLock } from ${JSON.stringify(new URL("../../src/system/lock.ts", import.meta.url).href)};
    const lock = tryLock(process.argv[1], "lares switch in another terminal");
    console.log(lock ? "held" : "busy");
    process.stdin.on("end", () => { lock.release(); process.exit(); }).resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, path], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  const [said] = (await once(child.stdout!, "data")) as [Buffer];
  expect(said.toString()).toBe("held\n");
  return child;
};

test("only one takes the lock; after its release the next one does", () => {
  const path = lockPath();
  const first = tryLock(path, "first");
  expect(first).toBeDefined();
  expect(tryLock(path, "second")).toBeUndefined();
  expect(lockHolder(path)).toMatchObject({ pid: process.pid, who: "first" });
  first!.release();
  first!.release();
  expect(lockHolder(path)).toBeUndefined();
  tryLock(path, "third")!.release();
});

test("without waiting, the error names who holds it", async () => {
  const path = lockPath();
  const child = await holdElsewhere(path);
  const failure = await acquireLock(path, { who: "me", wait: false }).catch((error) => error);
  expect(failure).toBeInstanceOf(LaresError);
  expect(failure.code).toBe("locked");
  expect(failure.message).toContain("lares switch in another terminal is running");
  expect(failure.message).toContain(String(child.pid));
});

test("one who waits is told for whom, once, and goes on when the holder is done", async () => {
  const path = lockPath();
  const child = await holdElsewhere(path);
  const told: (LockHolder | undefined)[] = [];
  const lock = await acquireLock(path, {
    who: "me",
    wait: true,
    onWait: (holder) => {
      told.push(holder);
      child.stdin!.end();
    },
  });
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ pid: child.pid, who: "lares switch in another terminal" });
  lock.release();
});

test("a killed holder frees the lock, and what it left is not believed", async () => {
  const path = lockPath();
  const child = await holdElsewhere(path);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(readFileSync(`${path}.holder`, "utf8")).toContain("another terminal");
  expect(lockHolder(path)).toBeUndefined();
  const lock = tryLock(path, "me");
  expect(lockHolder(path)).toMatchObject({ who: "me" });
  lock!.release();
});

test("a holder file of nonsense does no harm", async () => {
  const path = lockPath();
  const lock = tryLock(path, "me")!;
  for (const text of ["", "null", "{", '{"pid":"x"}', "[1]"]) {
    writeFileSync(`${path}.holder`, text);
    expect(lockHolder(path)).toBeUndefined();
  }
  lock.release();
});

test("a lock file that is no database is refused with its path", () => {
  const path = lockPath();
  tryLock(path, "me")!.release();
  writeFileSync(path, "not a database, yet longer than the header that SQLite reads first ".repeat(20));
  expect(() => tryLock(path, "me")).toThrow(expect.objectContaining({ code: "lock-unusable" }));
});
