/** GCC: the colours of its messages. */
import { defineProgram, option, programOptions, sortedEntries, type TreeOf, t } from "lares/module";

const options = {
  ...programOptions("GCC, compilers", "gcc"),
  colors: option(t.attrsOf(t.str), {
    default: {},
    description: "Colours of what is in messages, as terminal codes: `GCC_COLORS`.",
    example: { error: "01;31", warning: "01;35" },
  }),
};
export interface GccOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly gcc: GccOptions;
  }
}

export default defineProgram("programs.gcc", {
  url: import.meta.url,
  options,
  variables: ({ colors }) => ({
    GCC_COLORS:
      Object.keys(colors).length === 0
        ? null
        : sortedEntries(colors)
            .map(([name, color]) => `${name}=${color}`)
            .join(":"),
  }),
});
