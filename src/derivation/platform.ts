/** Systems as derivations name them. */
import { cLibrary } from "../system/c-library.ts";

export const isMuslHere = (): boolean => process.platform === "linux" && cLibrary() === "musl";

/** `{ os: "linux", arch: "x64" }` → `x86_64-linux`; `arch` as Node names it. */
export const systemOf = ({ os, arch }: { readonly os: string; readonly arch: string }): string =>
  `${processors[arch] ?? arch}-${os}`;

const processors: Readonly<Record<string, string>> = {
  x64: "x86_64",
  arm64: "aarch64",
  ia32: "i686",
  arm: "armv7l",
  ppc64: "powerpc64le",
};
