/** Papis, a library of papers and books: `papis/config`. */
import { defineProgram, type Own, option, programOptions, type TreeOf, t, toIni } from "lares/module";

const settings = (description: string, example: Readonly<Record<string, string | boolean>>) =>
  option(t.attrsOf(t.oneOf(t.bool, t.int, t.str)), { default: {}, description, example });

const library = t.submodule({
  name: option(t.str, {
    default: ({ name }) => name,
    defaultText: "the entry's name",
    description: "The name of the library.",
  }),
  isDefault: option(t.bool, {
    default: false,
    description: "Whether this is the library where none is named.",
  }),
  settings: settings("Settings of the library.", { dir: "~/papers" }),
});

const options = {
  ...programOptions("Papis, a library of papers and books", "papis"),
  settings: settings("Settings of all libraries.", { picktool: "fzf", "add-edit": true }),
  libraries: option(t.attrsOf(library), {
    default: {},
    description: "Libraries, one of them the default.",
    example: { papers: { isDefault: true, settings: { dir: "~/papers" } } },
  }),
};
export interface PapisOptions extends TreeOf<typeof options> {}
type Papis = Own<PapisOptions>;

declare module "lares/module" {
  interface ProgramOptions {
    readonly papis: PapisOptions;
  }
}

export default defineProgram("programs.papis", {
  url: import.meta.url,
  options,
  files: (own) => ({ "papis/config": Object.keys(own.libraries).length > 0 && { text: configText(own) } }),
  assertions: (own) => [
    {
      assertion: Object.keys(own.libraries).length === 0 || defaults(own).length === 1,
      message: `programs.papis.libraries has ${defaults(own).length} default libraries: set isDefault of exactly one.`,
    },
  ],
});

const defaults = ({ libraries }: Papis) => Object.values(libraries).filter(({ isDefault }) => isDefault);

const configText = (own: Papis): string =>
  toIni({
    ...Object.fromEntries(Object.values(own.libraries).map(({ name, settings }) => [name, settings])),
    settings: { ...own.settings, "default-library": defaults(own)[0]?.name },
  });
