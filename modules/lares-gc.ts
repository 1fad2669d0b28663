/** A timetable for `lares gc`, which deletes what no generation needs. */
import { type ConfigOf, type Context, defineProgram, option, type TreeOf, t } from "lares/module";
import { type Errand, errandColumns, lares, timetableOptions } from "./errands/errand.ts";

const options = {
  automatic: option(t.bool, {
    default: false,
    description: "Whether what no generation needs is deleted from time to time.",
  }),
  olderThan: option(t.nullOr(t.strMatching(/^[0-9]+[smhdw]$/)), {
    default: null,
    description: "Lets generations go that are older than this; null keeps them whatever their age.",
    example: "30d",
  }),
  keep: option(t.nullOr(t.positive), {
    default: null,
    description:
      "Keeps this many of the newest generations; null keeps all, or with `olderThan` the younger.",
    example: 5,
  }),
  ...timetableOptions("weekly"),
};
export interface LaresGcOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface LaresSettings {
    readonly gc: LaresGcOptions;
  }
}

const errand = (own: ConfigOf<typeof options>, context: Context): Errand => ({
  name: "lares-gc",
  description: "Delete what no generation of the home needs",
  commands: [
    [
      lares(context),
      "gc",
      ...(own.olderThan === null ? [] : ["--older-than", own.olderThan]),
      ...(own.keep === null ? [] : ["--keep", String(own.keep)]),
    ],
  ],
  dates: own.dates,
  persistent: own.persistent,
  randomizedDelaySec: own.randomizedDelaySec,
});

export default defineProgram("lares.gc", {
  url: import.meta.url,
  options,
  enabled: ({ automatic }) => automatic,
  ...errandColumns("lares.gc.dates", errand),
});
