/** Which C library the programs of a Linux machine are for. */
import { exceptErrno } from "../base/errors.ts";
import { readInto } from "./contents.ts";
import { readDirectory, stat } from "./files.ts";

export type CLibrary = "glibc" | "musl";

/** By the loader that a program of this machine names at its beginning (ELF), that of Node unless said otherwise. */
export const cLibrary = (program: string = process.execPath): CLibrary => {
  const head = Buffer.alloc(headBytes);
  const length = exceptErrno(["EACCES", "EPERM"], 0, () => readInto(program, head, 0, headBytes));
  const text = head.subarray(0, length).toString("latin1");
  const [, loader] = /\/(ld-musl|ld-linux|ld64)[-.]/.exec(text) ?? [undefined, loaderOfMachine()];
  return loader === "ld-musl" ? "musl" : "glibc";
};

/** The names of program headers, and what they lead to, come first in every program. */
const headBytes = 4096;

/** For a program that needs no loader, or may be run and not read. */
const loaderOfMachine = (): string | undefined =>
  stat("/lib")?.kind === "directory" && readDirectory("/lib").some(({ name }) => name.startsWith("ld-musl-"))
    ? "ld-musl"
    : undefined;
