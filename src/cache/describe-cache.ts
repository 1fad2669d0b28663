/** What a cache says of itself and of paths, for a person: what is not believed is told with the reason. */
import { inParallel } from "../base/in-parallel.ts";
import { type AbsolutePath, absolutePath, type StorePath } from "../base/paths.ts";
import { formatHash } from "../format/hash.ts";
import { type NarInfo, parseNarInfo } from "../format/narinfo.ts";
import { parsePublicKey } from "../format/signature.ts";
import { narInfoName } from "./binary-cache.ts";
import { openCacheFiles } from "./cache-files.ts";
import { type CacheInfo, noCache } from "./cache-info.ts";
import { readCacheInfo } from "./open-substituters.ts";
import { judge } from "./trust.ts";

export interface CacheDescription extends CacheInfo {
  readonly url: string;
  readonly paths: readonly DescribedPath[];
  readonly missing: readonly StorePath[];
}

export interface DescribedPath {
  readonly path: StorePath;
  readonly narHash: string;
  readonly narSize: number;
  readonly downloadSize?: number;
  readonly compression: string;
  readonly references: readonly StorePath[];
  readonly signatures: readonly string[];
  readonly trusted: boolean;
  /** In words that follow "it has". */
  readonly why?: string;
}

/** Nothing that was remembered counts. Throws `no-cache`, `bad-narinfo`, `unreachable` … */
export const describeCache = async (
  url: string,
  paths: readonly StorePath[],
  settings: {
    readonly storeDir: AbsolutePath;
    readonly trustedPublicKeys: readonly string[];
    readonly signal: AbortSignal;
  },
): Promise<CacheDescription> => {
  const files = await openCacheFiles(url);
  const info = await readCacheInfo(files, undefined, settings.signal);
  if (info === undefined) throw noCache(files.url);
  const keys = settings.trustedPublicKeys.map(parsePublicKey);
  const storeDir = absolutePath(info.storeDir);
  const answers = await inParallel(paths, files.parallel, async (path) => {
    const name = narInfoName(path);
    const text = (await files.read(name, settings.signal))?.toString("utf8");
    return text === undefined ? undefined : parseNarInfo(storeDir, text, `${files.url}/${name}`);
  });
  return {
    url: files.url,
    ...info,
    paths: answers.flatMap((answer, at) => (answer === undefined ? [] : [described(answer, paths[at]!)])),
    missing: paths.filter((_, at) => answers[at] === undefined),
  };

  function described(narInfo: NarInfo, asked: StorePath): DescribedPath {
    const trust =
      narInfo.path === asked
        ? judge(settings.storeDir, narInfo, keys)
        : ({ trusted: false, why: `the description of ${narInfo.path} in its place` } as const);
    return {
      path: asked,
      narHash: formatHash(narInfo.narHash, "base16"),
      narSize: narInfo.narSize,
      ...(narInfo.fileSize !== undefined && { downloadSize: narInfo.fileSize }),
      compression: narInfo.compression,
      references: narInfo.references,
      signatures: narInfo.signatures,
      ...(trust.trusted ? { trusted: true } : { trusted: false, why: trust.why }),
    };
  }
};
