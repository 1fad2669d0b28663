/** The systems that a home can be for, and that a lock covers. */
import type { Host } from "../base/host.ts";
import { isMuslHere, systemOf } from "../derivation/platform.ts";

/**
 * Named as derivations name them, sorted; with `-musl` where the C library is musl, which has the same name there. Such a
 * platform is a variant: what a lock says of the one without `-musl` holds for it too, but for parts that need glibc.
 */
export const platforms = [
  "aarch64-darwin",
  "aarch64-linux",
  "aarch64-linux-musl",
  "x86_64-darwin",
  "x86_64-linux",
  "x86_64-linux-musl",
] as const;
export type Platform = (typeof platforms)[number];

/** The platform that it is a variant of; undefined where it is none. */
export const baseOf = (platform: Platform): Platform | undefined =>
  platform.endsWith("-musl") ? (platform.slice(0, -"-musl".length) as Platform) : undefined;

export const basePlatforms: readonly Platform[] = platforms.filter((one) => baseOf(one) === undefined);

/** Undefined for a processor that no package source knows of. */
export const platformOf = (host: Pick<Host, "os" | "arch" | "libc">): Platform | undefined =>
  platformFor(systemOf(host), host.os === "linux" && host.libc === "musl");

export const platformFor = (system: string, musl: boolean): Platform | undefined =>
  platforms.find((platform) => platform === `${system}${musl ? "-musl" : ""}`);

/** How npm and Node name it. */
export const nodePlatform = (platform: Platform): NodePlatform => nodePlatforms[platform];

export interface NodePlatform {
  readonly os: "darwin" | "linux";
  readonly cpu: "arm64" | "x64";
  readonly libc?: "glibc" | "musl";
}

const nodePlatforms: Readonly<Record<Platform, NodePlatform>> = {
  "aarch64-darwin": { os: "darwin", cpu: "arm64" },
  "aarch64-linux": { os: "linux", cpu: "arm64", libc: "glibc" },
  "aarch64-linux-musl": { os: "linux", cpu: "arm64", libc: "musl" },
  "x86_64-darwin": { os: "darwin", cpu: "x64" },
  "x86_64-linux": { os: "linux", cpu: "x64", libc: "glibc" },
  "x86_64-linux-musl": { os: "linux", cpu: "x64", libc: "musl" },
};

/** This machine's. */
export const platformHere = (): Platform | undefined =>
  platformFor(systemOf({ os: process.platform, arch: process.arch }), isMuslHere());
