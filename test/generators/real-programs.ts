/** The programs that read what we write. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const has = (program: string): boolean =>
  spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/** Runs a program and gives what it printed; throws with its complaint when it fails. */
export const ask = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string => {
  const child = spawnSync(program, args, { encoding: "utf8", env: { PATH: process.env.PATH, ...env } });
  if (child.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${child.stderr}`);
  return child.stdout;
};

const folder = mkdtempSync(join(tmpdir(), "lares-generators-"));
let count = 0;

/** A new file with this content. */
export const fileWith = (text: string): string => {
  const path = join(folder, `file-${count++}`);
  writeFileSync(path, text);
  return path;
};
