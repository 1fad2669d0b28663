/** Gaps around windows. */
import { option, t } from "lares/module";

const gap = (where: string) =>
  option(t.nullOr(t.int), { default: null, description: `The gap ${where}, in pixels.`, example: 5 });

const onOff = (value: boolean): "on" | "off" => (value ? "on" : "off");

export const gaps = t.submodule({
  inner: gap("between windows"),
  outer: gap("around a workspace, beside the inner one"),
  horizontal: gap("at the left and the right of a workspace"),
  vertical: gap("at the top and the bottom of a workspace"),
  top: gap("at the top of a workspace"),
  left: gap("at the left of a workspace"),
  bottom: gap("at the bottom of a workspace"),
  right: gap("at the right of a workspace"),
  smartGaps: option(t.coercedTo(t.bool, onOff, t.enum("on", "off", "inverse_outer")), {
    default: "off",
    description: "Whether a window alone on its workspace has no gaps.",
    example: "on",
  }),
  smartBorders: option(t.enum("on", "off", "no_gaps"), {
    default: "off",
    description: "Whether a window alone on its workspace has no border.",
  }),
});
