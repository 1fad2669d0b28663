/**
 * `builtin:lares-archive`: a package from an archive or a single file. Variables: `src`, `pname`, `install`
 * (archive/install-spec.ts).
 */
import { basename } from "node:path";
import { installArchive } from "../../archive/install.ts";
import { parseInstall } from "../../archive/install-spec.ts";
import { unpack } from "../../archive/unpack.ts";
import { LaresError } from "../../base/errors.ts";
import { type AbsolutePath, absolutePath, below } from "../../base/paths.ts";
import { randomName } from "../../base/random-name.ts";
import { removeTree } from "../../system/durable.ts";
import { lstat, makeDirectory } from "../../system/files.ts";
import { copyWhole } from "../../system/trees.ts";
import type { BuiltinBuild } from "../builtin-builder.ts";

export const archive = async ({ derivation, outputs, log, signal }: BuiltinBuild): Promise<void> => {
  const { src, pname = derivation.name, install: text = "{}" } = derivation.environment;
  if (src === undefined) throw noSource(derivation.name);
  const install = parseInstall(text);
  const to = outputs.out!;
  makeDirectory(to);
  const from = below(to, `.lares-${randomName(8)}`);
  await takeSource(absolutePath(src), from, install.strip ?? "single", shownSource(src, pname), signal);
  log(`unpacked ${src}`);
  installArchive({ from, to, pname: basename(pname), install });
  removeTree(from);
};

/** The file's own name is the end of its URL: `tool.tar.gz of tool`. */
const shownSource = (src: string, pname: string): string => `${basename(src).slice(33)} of ${pname}`;

/** What was unpacked before is taken as it is. */
const takeSource = async (
  src: AbsolutePath,
  from: AbsolutePath,
  strip: number | "single",
  name: string,
  signal: AbortSignal,
): Promise<void> => {
  if (lstat(src)?.kind !== "directory")
    await unpack(src, from, { strip, singleFile: "accept", name, signal });
  else copyWhole(src, from, ({ mode, kind }) => (kind === "directory" ? mode | 0o200 : mode));
};

const noSource = (name: string): LaresError =>
  new LaresError({
    code: "bad-derivation",
    message: `${name} says no archive to unpack`,
    hint: "set `src` to what fetchurl gives, or use archive({ url, hash })",
  });
