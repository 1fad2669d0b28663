/** `lares.overlays`. */
import { option } from "../../option/declare.ts";
import type { Type } from "../../option/type.ts";
import * as t from "../../option/types/index.ts";
import type { Overlay } from "../overlays.ts";

/** A function is a value here, not a definition to be computed. */
const overlay: Type<Overlay> = {
  ...(t.raw as Type<Overlay>),
  name: "overlay",
  description: "function of two package sets",
  callable: true,
  check: (value) => typeof value === "function",
};

export const overlayOptions = {
  /** What package names mean in this home, in place of what the index says: each overlay sees those before it. */
  overlays: option(t.listOf(overlay), {
    default: [],
    description:
      "What package names mean in this home: functions `(final, previous) => ({ name: package })`. Each sees, as `previous`, what the ones before it made, and as `final` what all of them make.",
  }),
};
