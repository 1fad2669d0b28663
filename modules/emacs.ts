/** Emacs: what it loads before anything of one's own, and packages of Lisp. */
import {
  type Context,
  defineProgram,
  joinText,
  linesOption,
  type Own,
  option,
  packageNamed,
  programOptions,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("Emacs, a text editor", packageNamed("emacs")),
  finalPackage: option(t.nullOr(t.package), {
    default: ({ config }) => config.programs.emacs.package,
    defaultText: "package",
    readOnly: true,
    description: "The package that is installed: `package`.",
  }),
  extraPackages: option(t.listOf(t.package), {
    default: [],
    description: "Packages of Lisp for Emacs; those from the store it finds by `load-path`.",
    example: ["elpa-magit"],
  }),
  extraConfig: linesOption(
    "Lisp that Emacs loads after one's own `init.el`, as the library `default`; `inhibit-default-init` prevents it.",
    "(setq standard-indent 2)\n",
  ),
};
export interface EmacsOptions extends TreeOf<typeof options> {}
type Emacs = Own<EmacsOptions>;

declare module "lares/module" {
  interface ProgramOptions {
    readonly emacs: EmacsOptions;
  }
}

export default defineProgram("programs.emacs", {
  url: import.meta.url,
  options,
  packages: (own) => [own.package, ...own.extraPackages],
  files: ({ extraConfig }) => ({ "data:emacs/site-lisp/default.el": joinText(extraConfig) }),
  variables: (own, context) => ({ EMACSLOADPATH: loadPath(own, context) }),
});

/** The empty last part stands for Emacs' own folders. */
const loadPath = ({ extraConfig, extraPackages }: Emacs, { config }: Context): string | null => {
  const folders = [
    ...(extraConfig === "" ? [] : [`${config.xdg.dataHome}/emacs/site-lisp`]),
    ...extraPackages.flatMap(({ outPath }) =>
      outPath === undefined ? [] : [`${outPath}/share/emacs/site-lisp`],
    ),
  ];
  return folders.length === 0 ? null : `${folders.join(":")}:`;
};
