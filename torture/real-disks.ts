/** Disks as they really fail: full, mounted read-only, others than the home's, closed to this user, immutable. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { unclear } from "./fail-calls.ts";
import { type Figures, located, nothing, together } from "./figures.ts";
import type { Fault } from "./invariants.ts";
import { difference, look, sameLook } from "./look.ts";
import type { Answer, Program } from "./program.ts";
import { scenarios } from "./scenarios.ts";
import { type Staged, stage } from "./staged.ts";

type Check = (program: Program, seed: number) => Promise<Figures>;

const isRoot = process.getuid?.() === 0;

export const canMount = (): boolean => {
  if (!isRoot) return false;
  const place = fs.mkdtempSync("/tmp/lares-mount-");
  const could = mount(place, "size=1m");
  if (could) unmount(place);
  fs.rmdirSync(place);
  return could;
};

const mount = (place: string, options: string): boolean =>
  spawnSync("mount", ["-t", "tmpfs", "-o", options, "lares-torture", place]).status === 0;
const unmount = (place: string): void => {
  spawnSync("umount", ["-l", place]);
};

/** A file system of its own for the work. */
const onDisk = async (options: string, work: (place: string) => Promise<Figures>): Promise<Figures> => {
  if (!canMount()) return { ...nothing, skipped: ["real disks: mounting is not allowed here"] };
  const place = fs.mkdtempSync("/tmp/lares-disk-");
  mount(place, options);
  try {
    return await work(place);
  } finally {
    unmount(place);
    fs.rmSync(place, { recursive: true, force: true });
  }
};

/** Room for ever a little more, from none to enough: the command stops at every place there is. */
const fullDisk: Check = (program, seed) =>
  onDisk("size=64m,nr_inodes=20000", async (disk) => {
    const all: Figures[] = [];
    for (const name of ["first switch", "everything at once", "everything in the way", "collection"]) {
      const staged = stage(program, scenarios[name]!, { on: disk });
      try {
        for (let room = (seed % 4) * 1024; room < 320 * 1024; room += room < 64 * 1024 ? 4096 : 16_384) {
          staged.trial.reset();
          const ballast = `${disk}/ballast`;
          fill(disk, ballast, room);
          const answer = staged.trial.run(staged.words);
          const faults = [...unclear(answer), ...toldTruth(staged, answer)];
          fs.rmSync(ballast);
          faults.push(...(await staged.judge()));
          all.push(result(`${name}, on a disk with ${room} bytes left`, "full disks tried", faults));
        }
      } finally {
        staged.trial.remove();
      }
    }
    return together(all);
  });

const fill = (disk: string, ballast: string, room: number): void => {
  const { bavail, bsize } = fs.statfsSync(disk);
  const size = Math.max(0, bavail * bsize - room);
  const { status, stderr } = spawnSync("fallocate", ["-l", String(size), ballast], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
};

const toldTruth = ({ trial, expected }: Staged, { status }: Answer): readonly Fault[] => {
  const now = look(trial);
  const allowed = status === 0 ? [expected.wanted] : [expected.old, expected.wanted];
  return allowed.some((each) => sameLook(now, each)) ||
    fs.existsSync(`${trial.places.stateDir}/journal/current.json`)
    ? []
    : [{ kind: "mixed", what: difference(now, expected.old) }];
};

const result = (where: string, count: string, faults: readonly Fault[]): Figures => ({
  ...nothing,
  counts: { [count]: 1 },
  faults: located(where, faults),
});

/** The store, the state, or both where no rename and no hard link reaches from the home. */
const otherDisks: Check = (program, seed) =>
  onDisk("size=64m", async (disk) => {
    const all: Figures[] = [];
    const ways: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      "the store on another disk": { XDG_DATA_HOME: `${disk}/data` },
      "the state on another disk": { XDG_STATE_HOME: `${disk}/state` },
      "all of Lares on another disk": { LARES_ROOT: `${disk}/lares` },
    };
    for (const [way, env] of Object.entries(ways))
      for (const name of ["first switch", "everything at once", "everything in the way", "uninstall"]) {
        const staged = stage(program, scenarios[name]!, { env, keep: [`${disk}`] });
        try {
          const every = Math.max(1, Math.floor(staged.calls.any! / 25));
          for (let nth = 1 + (seed % every); nth <= staged.calls.any!; nth += every) {
            staged.attempt({ env: { LARES_FAULT: `any:${nth}:KILL` } });
            const faults = await staged.judge();
            all.push(result(`${name}, ${way}, killed at call ${nth}`, "kills across two disks", faults));
          }
        } finally {
          staged.trial.remove();
        }
      }
    return together(all);
  });

/** Mounted read-only under a command's feet: it says so, and all is as before. */
const readOnlyHome: Check = (program) =>
  onDisk("size=64m", async (disk) => {
    const all: Figures[] = [];
    for (const name of [
      "first switch",
      "everything at once",
      "everything in the way",
      "rollback",
      "collection",
    ]) {
      const staged = stage(program, scenarios[name]!, { on: disk });
      try {
        staged.trial.reset();
        remount(disk, "ro");
        const answer = staged.trial.run(staged.words);
        remount(disk, "rw");
        const faults = [...unclear(answer), ...refused(staged, answer), ...(await staged.judge())];
        all.push(result(`${name}, on a read-only disk`, "read-only disks tried", faults));
      } finally {
        remount(disk, "rw");
        staged.trial.remove();
      }
    }
    return together(all);
  });

const remount = (disk: string, mode: string): void => {
  const { status, stderr } = spawnSync("mount", ["-o", `remount,${mode}`, disk], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
};

const refused = ({ trial, expected }: Staged, { status, stdout }: Answer): readonly Fault[] => {
  const now = look(trial);
  if (!sameLook(now, expected.old)) return [{ kind: "mixed", what: difference(now, expected.old) }];
  return status === 0 ? [{ kind: "unclear", what: `it said that all is well: ${stdout}` }] : [];
};

/** What root may not do either: files that are marked immutable, where the file system has that. */
const immutable: Check = async (program) => {
  const all: Figures[] = [];
  for (const [name, path] of [
    ["everything in the way", ".a"],
    ["everything in the way", ".swap"],
    ["everything at once", ".copy"],
    ["everything at once", ".old/gone"],
    ["everything at once", ".d"],
    ["remove", ".b"],
  ] as const) {
    const staged = stage(program, scenarios[name]!, { on: "/tmp" });
    const place = staged.trial.at(path);
    try {
      staged.trial.reset();
      if (!isRoot || spawnSync("chattr", ["+i", place]).status !== 0)
        return { ...nothing, skipped: ["immutable files: chattr +i is not allowed here"] };
      const answer = staged.trial.run(staged.words);
      const now = look(staged.trial);
      const faults: Fault[] = [...unclear(answer)];
      const journal = fs.existsSync(`${staged.trial.places.stateDir}/journal/current.json`);
      if (!journal && ![staged.expected.old, staged.expected.wanted].some((each) => sameLook(now, each)))
        faults.push({ kind: "mixed", what: `${answer.stderr} ${difference(now, staged.expected.old)}` });
      spawnSync("chattr", ["-i", place]);
      faults.push(...(await staged.judge()));
      all.push(result(`${name}, with an immutable ${path}`, "immutable files tried", faults));
    } finally {
      spawnSync("chattr", ["-i", place]);
      staged.trial.remove();
    }
  }
  return together(all);
};

export const realDisks: Readonly<Record<string, Check>> = {
  "a full disk": fullDisk,
  "two disks": otherDisks,
  "a read-only disk": readOnlyHome,
  "immutable files": immutable,
};
