/**
 * `builtin:fetchurl`: a file by the hash of its bytes, or with `executable` or `unpack` by that of its NAR. The variables
 * are those of Nix's builtin of this name: `url`, `urls`, `executable`, `unpack`, and `outputHash` through the output.
 */

import { liftContents } from "../../archive/lift.ts";
import { unpack } from "../../archive/unpack.ts";
import { LaresError } from "../../base/errors.ts";
import { type AbsolutePath, below } from "../../base/paths.ts";
import { randomName } from "../../base/random-name.ts";
import { download } from "../../fetch/download.ts";
import { shownUrl } from "../../fetch/http.ts";
import { chmod, makeDirectory, removeDirectory, unlink } from "../../system/files.ts";
import type { BuiltinBuild } from "../builtin-builder.ts";
import { fixedHashOf } from "../realise/fixed.ts";

export const fetchurl = async (build: BuiltinBuild): Promise<void> => {
  const { environment } = build.derivation;
  if (isSet(environment.unpack)) return await fetchTarball(build);
  await downloadOutput(build, build.outputs.out!);
  if (isSet(environment.executable)) chmod(build.outputs.out!, 0o755);
};

/**
 * `builtin:lares-fetch-tarball`: the contents of an archive, without the one folder that they may all be in. All that is
 * made on the way is within the output: what a crash leaves is taken by the next collection.
 */
export const fetchTarball = async (build: BuiltinBuild): Promise<void> => {
  const out = build.outputs.out!;
  makeDirectory(out);
  const archive = below(out, `.lares-${randomName(8)}`);
  const tree = below(out, `.lares-${randomName(8)}`);
  const url = await downloadOutput(build, archive);
  build.log(`unpacking ${url}`);
  await unpack(archive, tree, { strip: "single", name: url, signal: build.signal });
  unlink(archive);
  liftContents(tree, out);
  removeDirectory(tree);
};

const downloadOutput = async (build: BuiltinBuild, to: AbsolutePath): Promise<string> => {
  const { derivation, log, onBytes, signal } = build;
  const urls = urlsOf(derivation.environment);
  if (urls[0] === undefined) throw noUrl(derivation.name);
  log(`fetching ${shownUrl(urls[0])}`);
  const fixed = fixedHashOf(derivation.name, derivation.outputs.out!);
  const hash = fixed?.method === "flat" ? fixed.hash : undefined;
  const { url, bytes } = await download({ urls, to, hash, signal, onBytes });
  log(`got ${bytes} bytes from ${shownUrl(url)}`);
  return shownUrl(url);
};

/** `urls`, separated by spaces, or `url`. */
const urlsOf = ({ url = "", urls = "" }: Readonly<Record<string, string>>): readonly string[] => [
  ...new Set([...url.split(/\s+/), ...urls.split(/\s+/)].filter((one) => one !== "")),
];

const noUrl = (name: string): LaresError =>
  new LaresError({
    code: "bad-derivation",
    message: `${name} does not say where it is to be fetched from`,
    hint: "fetchurl and fetchTarball take url or urls, and hash",
  });

/** How derivations write true; false is empty. */
const isSet = (value: string | undefined): boolean => value === "1";
