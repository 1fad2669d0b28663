/** The systems that a home can be for, and that a lock covers. */
import type { Host } from "../base/host.ts";
import { systemOf } from "../derivation/platform.ts";

/** Named as derivations name them, sorted. */
export const platforms = ["aarch64-darwin", "aarch64-linux", "x86_64-darwin", "x86_64-linux"] as const;
export type Platform = (typeof platforms)[number];

/** Undefined for a processor that no package source knows of. */
export const platformOf = (host: Pick<Host, "os" | "arch">): Platform | undefined =>
  platforms.find((platform) => platform === systemOf(host));

/** How npm and Node name it; on Linux with the C library that is assumed. */
export const nodePlatform = (platform: Platform): NodePlatform => nodePlatforms[platform];

export interface NodePlatform {
  readonly os: "darwin" | "linux";
  readonly cpu: "arm64" | "x64";
  readonly libc?: "glibc";
}

const nodePlatforms: Readonly<Record<Platform, NodePlatform>> = {
  "aarch64-darwin": { os: "darwin", cpu: "arm64" },
  "aarch64-linux": { os: "linux", cpu: "arm64", libc: "glibc" },
  "x86_64-darwin": { os: "darwin", cpu: "x64" },
  "x86_64-linux": { os: "linux", cpu: "x64", libc: "glibc" },
};
