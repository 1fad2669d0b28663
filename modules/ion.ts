/** Ion, a shell: `ion/initrc`. */
import {
  type Context,
  defineProgram,
  joinText,
  linesOption,
  mkDefault,
  option,
  programOptions,
  quoteShell,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("Ion, a shell", "ion"),
  initExtra: linesOption("Code of every shell: `ion/initrc`."),
  shellAliases: option(t.attrsOf(t.str), {
    default: {},
    description: "Aliases; `home.shellAliases` are among them unless redefined here.",
    example: { g: "git" },
  }),
};
export interface IonOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly ion: IonOptions;
  }
}

const homeAliases = ({ config }: Context) =>
  Object.fromEntries(
    Object.entries(config.home.shellAliases).map(([name, text]) => [name, mkDefault<string>(text)]),
  );

export default defineProgram("programs.ion", {
  url: import.meta.url,
  options,
  files: ({ initExtra, shellAliases }) => ({ "ion/initrc": joinText(aliases(shellAliases), initExtra) }),
  config: { programs: { ion: { shellAliases: homeAliases } } },
});

/** An assignment like any other of Ion's: `alias NAME = 'text'`. */
function aliases(table: Readonly<Record<string, string>>): string {
  return sortedEntries(table)
    .map(([name, text]) => `alias ${name} = ${quoteShell(text)}\n`)
    .join("");
}
