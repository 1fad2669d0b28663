/** What `lares watch` tells: one object for each line of `--json`. */
import type { LaresError } from "../base/errors.ts";
import type { GenerationName, StepOutcome } from "../profile/history.ts";

export type WatchEvent =
  /** All is watched and the home is as the configuration says, as far as no `error` came before. */
  | {
      readonly event: "ready";
      readonly generation: GenerationName | null;
      readonly folders: number;
      readonly files: number;
    }
  /** The home is at another generation. */
  | {
      readonly event: "switched";
      readonly generation: GenerationName;
      readonly changes: readonly {
        readonly change: "added" | "changed" | "removed";
        readonly path: string;
      }[];
      /** From the first sign of the change to the flip. */
      readonly milliseconds: number;
      /** What was saved; empty for the first build. */
      readonly saved: readonly string[];
      readonly steps: readonly StepOutcome[];
    }
  /** Something was saved that changes nothing in the home. */
  | { readonly event: "unchanged"; readonly saved: readonly string[] }
  /** The last good home stays. */
  | { readonly event: "error"; readonly error: LaresError }
  /** What the last error was about is gone. */
  | { readonly event: "mended" }
  | { readonly event: "warning"; readonly message: string }
  /** The system's limit on watches is reached: from here on it looks again and again. */
  | { readonly event: "polling"; readonly reason: string; readonly hint: string }
  /** The machine slept: everything was looked at again. */
  | { readonly event: "rescan"; readonly reason: "woke" }
  /** Another command switched; what it made is kept as a generation of its own. */
  | { readonly event: "elsewhere"; readonly generation: GenerationName | null }
  | {
      readonly event: "ended";
      readonly generation: GenerationName | null;
      /** How many generations became this one. */
      readonly folded: number;
    };

export type Report = (event: WatchEvent) => void;
