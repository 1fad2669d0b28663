/** Signs and tones of what happens to a file, and of how it is. The signs are those of `lares plan`. */
import type { RowKind } from "../../cli/render/plan.ts";
import type { FileRow } from "../work/requests.ts";
import type { Tone } from "./line.ts";

export const planMarks: Readonly<Record<RowKind, { sign: string; tone: Tone; word: string }>> = {
  add: { sign: "+", tone: "good", word: "" },
  change: { sign: "~", tone: "warn", word: "" },
  remove: { sign: "-", tone: "bad", word: "" },
  adopt: { sign: "=", tone: "accent", word: "was there with the same contents" },
  backup: { sign: "b", tone: "warn", word: "what is there goes to a backup" },
  restore: { sign: "<", tone: "accent", word: "from its backup" },
  repair: { sign: "!", tone: "warn", word: "put back in place" },
};

export const changeMarks: Readonly<Record<"added" | "changed" | "removed", { sign: string; tone: Tone }>> = {
  added: { sign: "+", tone: "good" },
  changed: { sign: "~", tone: "warn" },
  removed: { sign: "-", tone: "bad" },
};

export const fileMark = ({ drift, source }: FileRow): { sign: string; tone: Tone; word: string } => {
  if (drift !== undefined) return { sign: "●", tone: "warn", word: drift };
  if (source !== undefined) return { sign: "○", tone: "accent", word: "live" };
  return { sign: "✓", tone: "good", word: "in place" };
};
