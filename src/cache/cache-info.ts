/** `nix-cache-info`: lines of `Name: value` by which a cache says for which store it is and how it wants to be asked. */
import { LaresError } from "../base/errors.ts";
import { type AbsolutePath, absolutePath } from "../base/paths.ts";

export interface CacheInfo {
  readonly storeDir: AbsolutePath;
  /** Lower is asked first. */
  readonly priority: number;
  /** Whether it likes to be asked for many paths at once. */
  readonly wantMassQuery: boolean;
}

export const cacheInfoName = "nix-cache-info";

/** Throws `bad-cache-info`. A cache that says nothing of its store is for `/nix/store`. */
export const parseCacheInfo = (text: string, url: string): CacheInfo => {
  const values = new Map(
    text.split("\n").flatMap((line) => {
      const [, name, value] = /^([A-Za-z]+): *(.*?)\s*$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value!] as const];
    }),
  );
  const storeDir = values.get("StoreDir") ?? "/nix/store";
  const priority = values.get("Priority") ?? `${usualPriority}`;
  const massQuery = values.get("WantMassQuery") ?? "0";
  if (!storeDir.startsWith("/")) throw badInfo(url, `its StoreDir is ${JSON.stringify(storeDir)}`);
  if (!/^\d{1,9}$/.test(priority)) throw badInfo(url, `its Priority is ${JSON.stringify(priority)}`);
  return { storeDir: absolutePath(storeDir), priority: Number(priority), wantMassQuery: massQuery === "1" };
};

export const formatCacheInfo = ({ storeDir, priority, wantMassQuery }: CacheInfo): string =>
  `StoreDir: ${storeDir}\nWantMassQuery: ${wantMassQuery ? 1 : 0}\nPriority: ${priority}\n`;

/** What Nix takes where a cache does not say. */
export const usualPriority = 50;

const badInfo = (url: string, problem: string): LaresError =>
  new LaresError({
    code: "bad-cache-info",
    message: `${url} has a ${cacheInfoName} that cannot be right`,
    details: [problem],
    hint: "the cache is damaged: leave it out, or have it mended",
  });

export const noCache = (url: string): LaresError =>
  new LaresError({
    code: "no-cache",
    message: `there is no binary cache at ${url}`,
    details: [`it has no ${cacheInfoName}`],
    hint: "check the address; lares cache push makes a cache where there is none",
  });

export const otherStore = (url: string, found: string, own: string): LaresError =>
  new LaresError({
    code: "cache-store-mismatch",
    message: `the cache ${url} is for another store`,
    details: [`it is for ${found}`, `this is   ${own}`],
    hint: "store paths carry the place of their store: share caches between homes with the same one (LARES_ROOT)",
  });
