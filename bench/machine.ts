/** What the figures were taken on. */
import { execFileSync } from "node:child_process";
import * as os from "node:os";
import { version as lares } from "../src/cli/version.ts";

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** Processes that wanted a core, on average over the last minute, before the measuring began. */
  readonly load: number;
  readonly node: string;
  readonly lares: string;
  /** Folder → type of its file system. */
  readonly fileSystems: Readonly<Record<string, string>>;
  readonly date: string;
}

export const describeMachine = (folders: readonly string[]): Machine => ({
  processor: os.cpus()[0]?.model.trim() ?? "unknown",
  cores: os.availableParallelism(),
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  system: `${os.type()} ${os.release()} ${os.machine()}`,
  load: os.loadavg()[0]!,
  node: process.version,
  lares,
  fileSystems: Object.fromEntries(folders.map((folder) => [folder, fileSystemType(folder)])),
  date: new Date().toISOString().slice(0, 10),
});

/** `ext4`, `tmpfs`, `apfs` …: from df(1) on Linux, from mount(8) elsewhere. */
export const fileSystemType = (folder: string): string => {
  if (process.platform === "linux")
    return execFileSync("df", ["--output=fstype", folder], { encoding: "utf8" }).trim().split("\n").at(-1)!;
  const device = execFileSync("df", [folder], { encoding: "utf8" })
    .trim()
    .split("\n")
    .at(-1)!
    .split(/\s/)[0]!;
  const mounted = execFileSync("mount", { encoding: "utf8" }).split("\n");
  return mounted.find((line) => line.startsWith(`${device} `))?.match(/\((\w+)/)?.[1] ?? "unknown";
};
