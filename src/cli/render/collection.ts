import type { HomeCollection } from "../../pipeline/collect-home.ts";
import { counted, sizeForPeople } from "./quantities.ts";

export const describeCollection = ({
  dryRun,
  generations,
  remaining,
  deleted,
  leftovers,
  freedBytes,
}: HomeCollection): readonly string[] => {
  const would = dryRun ? "would be " : "";
  return [
    ...(generations.length > 0
      ? [`${counted(generations.length, "generation")} ${would}given up: ${generations.join(", ")}`]
      : []),
    ...(leftovers.length > 0
      ? [`${counted(leftovers.length, "leftover")} of interrupted work ${would}cleared away`]
      : []),
    `${counted(deleted.length, "object")} ${would}deleted, ${sizeForPeople(freedBytes)} ${would}freed; ${counted(remaining, "generation")} ${dryRun ? "would stay" : "kept"}`,
  ];
};
