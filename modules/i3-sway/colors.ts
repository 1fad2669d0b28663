/** Colours of windows. */
import { option, t } from "lares/module";

const colorSet = (description: string, [border, background, text, indicator, childBorder]: Colors) =>
  option(
    t.submodule({
      border: option(t.str, { description: "Its border." }),
      background: option(t.str, { description: "Its background." }),
      text: option(t.str, { description: "Its text." }),
      indicator: option(t.str, { description: "The mark of where the next window opens." }),
      childBorder: option(t.str, { description: "The border around the window itself." }),
    }),
    { default: () => ({ border, background, text, indicator, childBorder }), description },
  );
type Colors = readonly [string, string, string, string, string];

export const colors = t.submodule({
  background: option(t.str, {
    default: "#ffffff",
    description: "The background of windows that do not paint their own.",
  }),
  focused: colorSet("The focused window.", ["#4c7899", "#285577", "#ffffff", "#2e9ef4", "#285577"]),
  focusedInactive: colorSet("The one of its container that was focused last.", [
    "#333333",
    "#5f676a",
    "#ffffff",
    "#484e50",
    "#5f676a",
  ]),
  unfocused: colorSet("Any other window.", ["#333333", "#222222", "#888888", "#292d2e", "#222222"]),
  urgent: colorSet("A window that wants attention.", ["#2f343a", "#900000", "#ffffff", "#900000", "#900000"]),
  placeholder: colorSet("A window that is yet to be restored.", [
    "#000000",
    "#0c0c0c",
    "#ffffff",
    "#000000",
    "#0c0c0c",
  ]),
});
