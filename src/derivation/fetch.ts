/** Sources from the network: fixed outputs, built by Lares itself. Their paths depend on name and hash alone. */

import { basename } from "node:path";
import { LaresError } from "../base/errors.ts";
import { isStoreName } from "../format/store-path.ts";
import { callSite } from "../option/property.ts";
import { type BuildAttributes, buildPackage } from "./derivation.ts";
import { type GivenHash, givenHash, type Hashes } from "./fixed-output.ts";
import { makeOverridable, type Overridable } from "./overridable.ts";
import { reportedAt, type WithOutputs } from "./package.ts";

/** Where a download comes from: `url`, or `urls` of the same bytes, tried in turn. */
export interface Locations {
  readonly url?: string | undefined;
  readonly urls?: readonly string[] | undefined;
}

export interface FetchUrl extends Locations, Hashes {
  /** The last part of the URL where not given. */
  readonly name?: string | undefined;
  /** Makes the file executable. The hash is then that of its NAR. */
  readonly executable?: boolean | undefined;
}

export type Fetched<A> = Overridable<A, WithOutputs<"out">>;

/** A file from the network: `fetchurl({ url: "https://…/x-1.tar.gz", hash: "sha256-…" })`. Its hash is that of its bytes. */
export const fetchurl = (attributes: FetchUrl): Fetched<FetchUrl> => {
  const at = callSite(fetchurl);
  const make = (args: FetchUrl) =>
    reportedAt(at, () => {
      const urls = urlsOf("fetchurl", args);
      const name = args.name ?? nameOfUrl(urls[0]!);
      const hash = givenHash(name, args);
      const build = fetchBuild(
        name,
        "builtin:fetchurl",
        hash,
        args.executable === true ? "recursive" : "flat",
        {
          ...locationVariables(urls),
          executable: args.executable === true,
          unpack: false,
        },
      );
      return buildPackage(() => build, { name }, at);
    });
  return makeOverridable(make, attributes);
};

export interface FetchTarball extends Locations, Hashes {
  /** `source` where not given. */
  readonly name?: string | undefined;
}

/**
 * The contents of an archive from the network (tar with any compression, zip); a single folder at its top is left out.
 * Its hash is that of the NAR of the unpacked contents, as `nix-prefetch-url --unpack` prints it.
 */
export const fetchTarball = (attributes: FetchTarball): Fetched<FetchTarball> => {
  const at = callSite(fetchTarball);
  const make = (args: FetchTarball) =>
    reportedAt(at, () => {
      const { name = "source" } = args;
      const urls = urlsOf("fetchTarball", args);
      const build = fetchBuild(
        name,
        "builtin:lares-fetch-tarball",
        givenHash(urls[0]!, args),
        "recursive",
        locationVariables(urls),
      );
      return buildPackage(() => build, { name }, at);
    });
  return makeOverridable(make, attributes);
};

export interface FetchGit extends Hashes {
  /** Anything that `git fetch` takes. */
  readonly url: string;
  /** A commit: 40 (or 64) hexadecimal digits. */
  readonly rev: string;
  /** Branch or tag to fetch where a server does not give out commits by their hash: `refs/heads/main`. */
  readonly ref?: string | undefined;
  readonly submodules?: boolean | undefined;
  /** `source` where not given. */
  readonly name?: string | undefined;
}

/** The files of a commit, without `.git`. The hash is that of their NAR. */
export const fetchGit = (attributes: FetchGit): Fetched<FetchGit> => {
  const at = callSite(fetchGit);
  const make = (args: FetchGit) =>
    reportedAt(at, () => {
      const { name = "source", url, rev, ref, submodules } = args;
      if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(rev)) throw badRevision(url, rev);
      const build = fetchBuild(name, "builtin:lares-fetch-git", givenHash(url, args), "recursive", {
        url,
        rev,
        ref,
        submodules,
      });
      return buildPackage(() => build, { name }, at);
    });
  return makeOverridable(make, attributes);
};

const fetchBuild = (
  name: string,
  builder: string,
  { text, algorithm }: GivenHash,
  outputHashMode: "flat" | "recursive",
  env: BuildAttributes["env"],
): BuildAttributes => ({
  name,
  builder,
  system: "builtin",
  env: { ...env, preferLocalBuild: true, impureEnvVars: proxyVariables },
  outputHash: text,
  outputHashAlgo: algorithm,
  outputHashMode,
});

/** Those that Nix's own fetcher names. */
const proxyVariables = ["http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy"];

const locationVariables = (urls: readonly string[]) => ({ url: urls[0]!, urls });

/** Throws `bad-url`. */
export const urlsOf = (what: string, { url, urls = [] }: Locations): readonly string[] => {
  const all = [...(url === undefined ? [] : [url]), ...urls];
  if (all.length === 0) throw badUrl(`${what} has no url`);
  for (const one of all)
    if (!/^(https?|file):\/\/[^\s]+$/.test(one))
      throw badUrl(`${JSON.stringify(one)} is no URL to download from`);
  return all;
};

/** The last part of its path, with what a store path cannot have replaced. */
export const nameOfUrl = (url: string): string => {
  const last = basename(url.replace(/[?#].*$/, ""));
  const name = last.replace(/[^A-Za-z0-9+\-._?=]+/g, "-").replace(/^\.+/, "");
  if (isStoreName(name)) return name;
  throw badUrl(`${url} ends in no name`, "give it a name");
};

const badUrl = (
  message: string,
  hint = "http://, https:// and file:// are known, and spaces are written %20",
): LaresError => new LaresError({ code: "bad-url", message, hint });

const badRevision = (url: string, rev: string): LaresError =>
  new LaresError({
    code: "bad-revision",
    message: `${JSON.stringify(rev)} is no commit of ${url}`,
    hint: `a commit is 40 hexadecimal digits: git ls-remote ${url} prints those of branches and tags`,
  });
