/** Manual pages: man-db's `~/.manpath` and its index, or mandoc and its database. */
import {
  type Context,
  defineProgram,
  joinText,
  linesOption,
  mkIf,
  mkMerge,
  option,
  packageNamed,
  quoteShell,
  renamed,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  enable: option(t.bool, {
    default: true,
    description: "Whether to set up manual pages; on as soon as anything is said about them.",
  }),
  package: option(t.nullOr(t.package), {
    default: packageNamed("man"),
    description: "The package of the viewer. Null installs none, for one that comes from elsewhere.",
  }),
  generateCaches: option(t.bool, {
    default: false,
    description:
      "Whether to index the home's manual pages at a switch, for `apropos`, `whatis` and `man -k`.",
  }),
  "man-db": {
    enable: option(t.bool, { default: true, description: "Whether the viewer is man-db." }),
    extraConfig: linesOption(
      "Further lines of `~/.manpath`, which is written where there is an index.",
      "MANDATORY_MANPATH /usr/man\n",
    ),
  },
  mandoc: {
    enable: option(t.bool, { default: false, description: "Whether the viewer is mandoc." }),
  },
  extraConfig: renamed<string>("programs.man.man-db.extraConfig"),
};
export interface ManOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly man: ManOptions;
  }
}

type Man = Context["config"]["programs"]["man"];

const indexes = ({ generateCaches, package: viewer }: Man): boolean => generateCaches && viewer !== null;

const pages = ({ config }: Context): string => `${config.home.profileDirectory}/share/man`;
const mandocPages = ({ config }: Context): string => `${config.xdg.dataHome}/mandoc/man`;
const index = ({ config }: Context): string => `${config.xdg.cacheHome}/man/home`;

/** Only the user's own index is written, by the file that tells man-db where it is. */
const makeIndex = (
  context: Context,
): string => `if [ -d "$newGenPath/home-path/share/man" ] && command -v mandb >/dev/null; then
  run mkdir -p ${quoteShell(index(context))}
  run mandb --quiet --user-db || true
fi
`;

/** mandoc keeps its database among the pages, which are not to be written: links to them stand elsewhere. */
const makeDatabase = (context: Context): string => {
  const folder = quoteShell(mandocPages(context));
  return `if [ -d "$newGenPath/home-path/share/man" ] && command -v makewhatis >/dev/null; then
  run rm -rf ${folder}
  run mkdir -p ${folder}
  run cp -Rs ${quoteShell(pages(context))}/. ${folder}
  run makewhatis -T utf8 ${folder}
fi
`;
};

export default defineProgram("programs.man", {
  url: import.meta.url,
  options,
  files: (man, context) => ({
    "~/.manpath":
      man["man-db"].enable &&
      indexes(man) &&
      joinText(man["man-db"].extraConfig, `MANDB_MAP ${pages(context)} ${index(context)}`),
  }),
  assertions: (man) => [
    {
      assertion: !(man["man-db"].enable && man.mandoc.enable),
      message:
        "programs.man.man-db.enable and programs.man.mandoc.enable exclude each other: with mandoc, turn the first off.",
    },
  ],
  warnings: (man) => [
    man.generateCaches &&
      man.package === null &&
      "programs.man.generateCaches does nothing while programs.man.package is null.",
    man["man-db"].extraConfig !== "" &&
      !man.generateCaches &&
      "programs.man.man-db.extraConfig does nothing while programs.man.generateCaches is false.",
  ],
  config: {
    home: {
      sessionSearchVariables: mkIf(
        ({ config: { programs } }) => programs.man.mandoc.enable && indexes(programs.man),
        {
          MANPATH: (context: Context) => [mandocPages(context)],
        },
      ),
      activation: mkMerge([
        mkIf(({ config: { programs } }) => indexes(programs.man) && programs.man["man-db"].enable, {
          manIndex: { after: ["writeBoundary"], run: makeIndex },
        }),
        mkIf(({ config: { programs } }) => indexes(programs.man) && programs.man.mandoc.enable, {
          mandocDatabase: { after: ["writeBoundary"], run: makeDatabase },
        }),
      ]),
    },
  },
});
