/** jq: its colours, by `JQ_COLORS`. */
import { defineProgram, option, programOptions, type TreeOf, t } from "lares/module";

const color = (what: string, own: string) =>
  option(t.str, { default: own, description: `Escape code for ${what}.`, example: "1;30" });

/** What jq itself uses is the default of each. */
const colors = t.submodule({
  null: color("null", "0;90"),
  false: color("false", "0;39"),
  true: color("true", "0;39"),
  numbers: color("numbers", "0;39"),
  strings: color("strings", "0;32"),
  arrays: color("arrays' brackets", "1;39"),
  objects: color("objects' braces", "1;39"),
  objectKeys: color("the keys of objects", "34;1"),
});

const options = {
  ...programOptions("jq, which takes JSON apart", "jq"),
  colors: option(t.nullOr(colors), {
    default: null,
    description: "Colours of what jq prints; null leaves them to jq.",
    example: { strings: "0;33" },
  }),
};
export interface JqOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly jq: JqOptions;
  }
}

export default defineProgram("programs.jq", {
  url: import.meta.url,
  options,
  /** The places are fixed: jq knows a colour by its number in the list. */
  variables: ({ colors }) => ({
    JQ_COLORS:
      colors &&
      [
        colors.null,
        colors.false,
        colors.true,
        colors.numbers,
        colors.strings,
        colors.arrays,
        colors.objects,
        colors.objectKeys,
      ].join(":"),
  }),
});
