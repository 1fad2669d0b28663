/** `archive`: programs that come as an archive, or as a single file. */

import type { ArchiveInstall } from "../archive/install-spec.ts";
import { LaresError } from "../base/errors.ts";
import { callSite } from "../option/property.ts";
import { type BuildAttributes, buildPackage } from "./derivation.ts";
import { type Fetched, fetchurl, type Locations, nameOfUrl, urlsOf } from "./fetch.ts";
import type { Hashes } from "./fixed-output.ts";
import { makeOverridable } from "./overridable.ts";
import { reportedAt } from "./package.ts";
import { currentSession } from "./session.ts";

export interface Archive extends Locations, Hashes, ArchiveInstall {
  /** The package's name, and that of its command where it is a single file; from the URL where not given. */
  readonly pname?: string | undefined;
  readonly version?: string | undefined;
  /**
   * In place of `url` and `hash`, for programs that are built for each system:
   * `{ "x86_64-linux": { url, hash }, "aarch64-darwin": { url, hash } }`.
   */
  readonly platforms?: Readonly<Record<string, Locations & Hashes>> | undefined;
  readonly mainProgram?: string | undefined;
}

/**
 * A package from an archive (tar with any compression, zip) or a single file, by the hash of the bytes that are downloaded:
 * `archive({ pname: "tool", version: "1.2", url: "https://…/tool-1.2.tar.gz", hash: "sha256-…", bin: ["tool"] })`.
 * Commands, manual pages and completions are found by their usual places where `bin`, `man` and `completions` do not say.
 */
export const archive = (attributes: Archive): Fetched<Archive> => {
  const at = callSite(archive);
  const make = (args: Archive) =>
    reportedAt(at, () => {
      const pname = args.pname ?? pnameOf(args);
      const { version, mainProgram } = args;
      const name = version === undefined ? pname : `${pname}-${version}`;
      return buildPackage(
        () => archiveBuild(name, pname, args),
        { name: pname, version, mainProgram: mainProgram ?? pname },
        at,
      );
    });
  return makeOverridable(make, attributes);
};

const archiveBuild = (name: string, pname: string, args: Archive): BuildAttributes => ({
  name,
  builder: "builtin:lares-archive",
  system: "builtin",
  env: { pname, version: args.version, src: fetchurl(downloadFor(name, args)), install: installText(args) },
});

/** Throws `unsupported-platform`. */
const downloadFor = (name: string, args: Archive): Locations & Hashes => {
  const { platforms } = args;
  if (platforms === undefined) {
    const { url, urls, hash, sha256, sha512, sha1, md5 } = args;
    return { url, urls, hash, sha256, sha512, sha1, md5 };
  }
  const { system, musl } = currentSession();
  const found = (musl === true ? platforms[`${system}-musl`] : undefined) ?? platforms[system];
  if (found !== undefined) return found;
  throw new LaresError({
    code: "unsupported-platform",
    message: `${name} has nothing for ${system}`,
    details: [`it is there for ${Object.keys(platforms).sort().join(", ")}`],
    hint: "add it to platforms, or leave the package out on this machine: mkIf(({ host }) => …)",
  });
};

const installText = ({ strip, bin, man, completions, share, keep }: Archive): string =>
  JSON.stringify({ strip, bin, man, completions, share, keep } satisfies Partial<
    Record<keyof ArchiveInstall, unknown>
  >);

/** `https://…/ripgrep-15.1.0-x86_64-linux.tar.gz` → `ripgrep-15.1.0-x86_64-linux`. */
const pnameOf = (args: Archive): string => {
  const first = Object.values(args.platforms ?? {})[0] ?? args;
  return nameOfUrl(urlsOf("archive", first)[0]!).replace(
    /(\.(tar|tgz|tbz2?|txz|tzst|zip|gz|xz|bz2|zst))+$/,
    "",
  );
};
