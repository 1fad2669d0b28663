/** bemenu, a menu for terminals, X and Wayland, by `BEMENU_OPTS`. */
import {
  type ConfigOf,
  defineProgram,
  option,
  plainValue,
  programOptions,
  quoteShell,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("bemenu", "bemenu"),
  settings: option(t.attrsOf(t.oneOf(t.str, t.numeral, t.bool)), {
    default: {},
    description: "Its options by name, long or of one letter: truth is a flag, and false leaves it out.",
    example: { "line-height": 28, prompt: "open", ignorecase: true },
  }),
};
export interface BemenuOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly bemenu: BemenuOptions;
  }
}

const wordsOf = (settings: ConfigOf<typeof options>["settings"]): readonly string[] =>
  sortedEntries(settings)
    .filter(([, value]) => value !== false)
    .flatMap(([name, value]) => [
      name.length === 1 ? `-${name}` : `--${name}`,
      ...(value === true ? [] : [quoteShell(plainValue(value))]),
    ]);

export default defineProgram("programs.bemenu", {
  url: import.meta.url,
  options,
  variables: ({ settings }) => ({
    BEMENU_OPTS: Object.keys(settings).length === 0 ? null : wordsOf(settings).join(" "),
  }),
});
