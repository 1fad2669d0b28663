/** The C programs in `native/`, compiled when they are newer than their binaries. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../home.ts";
import { type Skip, which } from "./index.ts";

export interface Native {
  readonly firstSwitch: string;
  readonly peakMemory: string;
  readonly watch: string;
}

export const compileNative = (skip: Skip): Native | undefined => {
  const compiler = which("cc");
  if (compiler === undefined) {
    skip("the C programs", "there is no C compiler (cc)");
    return undefined;
  }
  return {
    firstSwitch: compile(compiler, "first-switch"),
    peakMemory: compile(compiler, "peak-memory"),
    watch: compile(compiler, "watch"),
  };
};

const compile = (compiler: string, name: string): string => {
  const program = join(cacheFolder, name);
  const newest = Math.max(...fs.readdirSync(sources).map((file) => fs.statSync(join(sources, file)).mtimeMs));
  if (fs.existsSync(program) && fs.statSync(program).mtimeMs > newest) return program;
  fs.mkdirSync(cacheFolder, { recursive: true });
  execFileSync(compiler, ["-O2", "-o", program, join(sources, `${name}.c`)], { stdio: "inherit" });
  return program;
};

const sources = join(import.meta.dirname, "../native");
