/**
 * `builtin:lares-npm-tarball`: the tarball of one version of a package, by hash, from the registry that the settings at hand
 * (`.npmrc`) name for it. Environment: `package`, `version`, and `url` where the address does not follow from these.
 */
import { LaresError } from "../../base/errors.ts";
import { download } from "../../fetch/download.ts";
import { type Hash, parseHash } from "../../format/hash.ts";
import { addressOf } from "../../packages/npm/address.ts";
import { artefactName } from "../../packages/npm/locked-npm.ts";
import type { BuiltinBuilder } from "../builtin-builder.ts";

export const npmTarballBuilder: BuiltinBuilder = async ({ derivation, outputs, log, onBytes, signal }) => {
  const { package: name = "", version = "", url: unusual, outputHash = "" } = derivation.environment;
  const { url, headers, agent } = await addressOf(
    artefactName(name, version),
    unusual === undefined ? {} : { url: unusual },
  );
  log(`${name} ${version} from ${new URL(url).host}`);
  await download({
    urls: [url],
    to: outputs.out!,
    hash: hashOf(outputHash, name),
    hashPlace: `in lares.lock, as the integrity of npm:${name}@${version} (lares update ${name} --accept-changed)`,
    headers,
    agent,
    signal,
    onBytes,
  });
};

const hashOf = (text: string, name: string): Hash => {
  const hash = parseHash(text);
  if (hash !== undefined) return hash;
  throw new LaresError({
    code: "bad-hash",
    message: `the hash of ${name} cannot be read: ${text}`,
    hint: "it comes from lares.lock; `lares update` writes it anew",
  });
};
