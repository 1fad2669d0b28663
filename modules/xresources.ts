/** X resources: `~/.Xresources`. */
import {
  type Context,
  defineModule,
  joinText,
  linesOption,
  mkIf,
  option,
  t,
  toXresources,
} from "lares/module";

const atom = t.oneOf(t.bool, t.int, t.float, t.str);

const xresourcesOptions = {
  path: option(t.str, {
    default: ({ config }) => `${config.home.homeDirectory}/.Xresources`,
    defaultText: "~/.Xresources",
    description: "Where the file is kept, absolute.",
  }),
  properties: option(t.nullOr(t.attrsOf(t.oneOf(atom, t.listOf(atom)))), {
    default: null,
    description: "Resources by name.",
    example: { "XTerm*faceName": "dejavu sans mono", "Emacs*toolBar": 0 },
  }),
  extraConfig: linesOption("Further lines, after the resources."),
};
type Tree = typeof xresourcesOptions;
export interface XresourcesOptions extends Tree {}

declare module "lares/module" {
  interface Options {
    readonly xresources: XresourcesOptions;
  }
}

const file = ({ config }: Context) => {
  const { properties, extraConfig } = config.xresources;
  return joinText(toXresources(properties ?? {}), extraConfig);
};

/** A running X server is told at once. */
const load = ({ config }: Context): string =>
  `[ -z "\${DISPLAY:-}" ] || ! command -v xrdb >/dev/null || run xrdb -merge '${config.xresources.path}'\n`;

export default defineModule({
  path: "xresources",
  url: import.meta.url,
  options: xresourcesOptions,
  config: {
    home: {
      file: mkIf(
        (context) => file(context) !== undefined,
        (context) => ({ [context.config.xresources.path]: { ...file(context), onChange: load(context) } }),
      ),
    },
  },
});
