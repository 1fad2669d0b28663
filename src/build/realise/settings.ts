/** How builds are made: what `lares.*` options and flags say. */
export interface BuildSettings {
  /** Builds at the same time; 0 for none, so that everything has to come from a cache. */
  readonly maxJobs: number;
  /** Processors that each build may use (NIX_BUILD_CORES); 0 for all there are. */
  readonly cores: number;
  /** auto: where the system allows one. required: else the build fails. off: never. */
  readonly sandbox: SandboxChoice;
  /** Seconds that a build may take; null for any. */
  readonly buildTimeout: number | null;
  /** Seconds that a build may go on without printing anything; null for any. */
  readonly silentTimeout: number | null;
  /** Binary caches to ask before building, as their URLs. */
  readonly substituters: readonly string[];
  /** `name:base64`, of the caches that are believed. */
  readonly trustedPublicKeys: readonly string[];
  /** Leave the folder of a failed build for a look. */
  readonly keepFailed: boolean;
  /** Go on with what does not depend on a failed build. */
  readonly keepGoing: boolean;
}

export type SandboxChoice = "auto" | "required" | "off";
