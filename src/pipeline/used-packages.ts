/**
 * Which packages a configuration uses, on all machines that it names: this one, those of `hosts`, and one of each system in
 * `lares.platforms`. A lock is for all of them.
 */
import { LaresError } from "../base/errors.ts";
import type { AbsolutePath } from "../base/paths.ts";
import type { HostChoice } from "../config/hosts.ts";
import type { LockFile } from "../packages/lock-file.ts";
import { nodePlatform, type Platform } from "../packages/platforms.ts";
import { describeLoaded, type HomeRequest, type LoadedHome, loadHomeFrom } from "./load-home.ts";

export interface UsedPackages {
  /** Bare names and references. */
  readonly used: ReadonlySet<string>;
  /** Those that the lock lacks. */
  readonly lacking: ReadonlySet<string>;
  /** Machines whose home cannot be evaluated here, and why: what they use is not known. */
  readonly unknown: readonly string[];
}

export const usedPackages = async (
  file: AbsolutePath,
  request: HomeRequest,
  lock: LockFile,
): Promise<UsedPackages> => {
  const [used, lacking, unknown] = [new Set<string>(), new Set<string>(), [] as string[]];
  const look = async (home: LoadedHome) => {
    const { description } = await describeLoaded(home);
    for (const name of home.resolver.used) used.add(name);
    for (const name of home.resolver.lacking) lacking.add(name);
    return description;
  };
  const here = await loadHomeFrom(file, { ...request, lock });
  const { packageSettings } = await look(here);
  for (const [name, hostChoice] of otherMachines(here, packageSettings.platforms ?? []))
    try {
      await look(await loadHomeFrom(file, { ...request, lock, hostChoice }));
    } catch (error) {
      if (!(error instanceof LaresError)) throw error;
      unknown.push(`${name}: ${error.message}`);
    }
  return { used, lacking, unknown };
};

const otherMachines = (
  { config: { host, hosts } }: LoadedHome,
  platforms: readonly string[],
): readonly (readonly [name: string, HostChoice])[] => [
  ...Object.keys(hosts)
    .filter((name) => name !== host.name)
    .map((name) => [name, { name }] as const),
  ...platforms.map((platform) => {
    const { os, cpu, libc } = nodePlatform(platform as Platform);
    return [platform, { os, arch: cpu, libc }] as const;
  }),
];
