/** feh, an image viewer: `feh/{buttons,keys,themes}`. */
import {
  defineProgram,
  option,
  programOptions,
  quoteShell,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const button = t.oneOf(t.str, t.int);

const options = {
  ...programOptions("feh, an image viewer", "feh"),
  buttons: option(t.attrsOf(t.nullOr(t.oneOf(button, t.listOf(button)))), {
    default: {},
    description: "Mouse buttons by action, as in feh(1); null takes the action's buttons away.",
    example: { zoom_in: 4, zoom_out: "C-4", prev_img: [3, "C-3"] },
  }),
  keybindings: option(t.attrsOf(t.nullOr(t.oneOf(t.str, t.listOf(t.str)))), {
    default: {},
    description: "Keys by action, as in feh(1); null takes the action's keys away.",
    example: { zoom_in: "plus", prev_img: ["h", "Left"] },
  }),
  themes: option(t.attrsOf(t.listOf(t.str)), {
    default: {},
    description: "Options by the name under which feh is started; those of `feh` always count.",
    example: { feh: ["--image-bg", "black"] },
  }),
};
export interface FehOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly feh: FehOptions;
  }
}

export default defineProgram("programs.feh", {
  url: import.meta.url,
  options,
  files: ({ buttons, keybindings, themes }) => ({
    "feh/buttons": lines(buttons),
    "feh/keys": lines(keybindings),
    "feh/themes": lines(
      Object.fromEntries(Object.entries(themes).map(([name, given]) => [name, given.map(quoteShell)])),
    ),
  }),
});

type Words = string | number | readonly (string | number)[] | null;

const lines = (named: Readonly<Record<string, Words>>) =>
  Object.keys(named).length > 0 && {
    text: emptyFirst(sortedEntries(named))
      .map(([name, words]) => `${[name, ...[words ?? []].flat()].join(" ")}\n`)
      .join(""),
  };

/** What is taken away is given to others after that. */
const emptyFirst = (entries: readonly (readonly [string, Words])[]) => [
  ...entries.filter(([, words]) => words === null),
  ...entries.filter(([, words]) => words !== null),
];
