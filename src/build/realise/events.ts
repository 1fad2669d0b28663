/** What a realisation tells while it goes on: everything that a progress display or a log needs to know. */
import type { StorePath } from "../../base/paths.ts";

export type RealiseEvent =
  | {
      readonly type: "planned";
      readonly builds: readonly PlannedBuild[];
      readonly downloads: readonly PlannedDownload[];
    }
  | { readonly type: "build-started"; readonly drvPath: StorePath }
  /** Another process makes the same outputs just now. */
  | { readonly type: "build-waits"; readonly drvPath: StorePath }
  | { readonly type: "build-log"; readonly drvPath: StorePath; readonly line: string }
  /** A build that downloads has so many bytes. */
  | {
      readonly type: "build-bytes";
      readonly drvPath: StorePath;
      readonly bytes: number;
      readonly total?: number;
    }
  /** `elsewhere`: by another process meanwhile. */
  | { readonly type: "build-done"; readonly drvPath: StorePath; readonly elsewhere: boolean }
  | { readonly type: "build-failed"; readonly drvPath: StorePath; readonly message: string }
  | { readonly type: "download-started"; readonly path: StorePath; readonly url: string }
  | { readonly type: "download-bytes"; readonly path: StorePath; readonly bytes: number }
  | { readonly type: "download-done"; readonly path: StorePath }
  | {
      readonly type: "download-failed";
      readonly path: StorePath;
      readonly url: string;
      readonly message: string;
    }
  | { readonly type: "warning"; readonly message: string };

export interface PlannedBuild {
  readonly drvPath: StorePath;
  /** Of the derivation. */
  readonly name: string;
  /** Whether it is a download that a fixed hash names. */
  readonly isDownload: boolean;
  /** Builds that have to be done before. */
  readonly after: readonly StorePath[];
}

export interface PlannedDownload {
  readonly path: StorePath;
  /** Of the cache. */
  readonly url: string;
  /** Bytes of the NAR. */
  readonly narSize: number;
  /** Bytes to download, where the cache says. */
  readonly downloadSize?: number;
}
