/** mako shows notifications on Wayland: `mako/config`. */
import {
  type ConfigOf,
  defineProgram,
  formats,
  type IniSections,
  isFloat,
  joinText,
  type KeyValues,
  linesOption,
  option,
  programOptions,
  removed,
  renamed,
  type TreeOf,
  t,
  toIniWithGlobalSection,
} from "lares/module";

type Atom = string | number | boolean | null;
const former = (name: string) => renamed<Atom>(`services.mako.settings.${name}`);
const criteria = removed("a criterion is a key of services.mako.settings that holds settings of its own");

const options = {
  ...programOptions("mako", "mako"),
  settings: option(t.attrsOf(t.oneOf(formats.iniAtom, t.attrsOf(formats.iniAtom))), {
    default: {},
    description: "Settings by name; a criterion (`actionable=true`) holds settings of its own.",
    example: { "default-timeout": 0, "actionable=true": { anchor: "top-left" } },
  }),
  extraConfig: linesOption("Further lines of the configuration."),
  actions: former("actions"),
  anchor: former("anchor"),
  backgroundColor: former("background-color"),
  borderColor: former("border-color"),
  borderRadius: former("border-radius"),
  borderSize: former("border-size"),
  defaultTimeout: former("default-timeout"),
  font: former("font"),
  format: former("format"),
  groupBy: former("group-by"),
  height: former("height"),
  iconPath: former("icon-path"),
  icons: former("icons"),
  ignoreTimeout: former("ignore-timeout"),
  layer: former("layer"),
  margin: former("margin"),
  markup: former("markup"),
  maxHistory: former("max-history"),
  maxIconSize: former("max-icon-size"),
  maxVisible: former("max-visible"),
  output: former("output"),
  padding: former("padding"),
  progressColor: former("progress-color"),
  sort: former("sort"),
  textColor: former("text-color"),
  width: former("width"),
  criteria,
  criterias: criteria,
};
export interface MakoOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly mako: MakoOptions;
  }
}

type Settings = ConfigOf<typeof options>["settings"];

const textOf = (settings: Settings): string => {
  const isCriterion = (value: unknown) => typeof value === "object" && value !== null && !isFloat(value);
  const part = (wanted: boolean) =>
    Object.fromEntries(Object.entries(settings).filter(([, value]) => isCriterion(value) === wanted));
  return toIniWithGlobalSection(
    { global: part(false) as KeyValues, sections: part(true) as IniSections },
    {
      key: (key) => key,
    },
  );
};

export default defineProgram("services.mako", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  /** Nothing else starts it: the bus does, when there is something to show. */
  config: {
    dbus: {
      packages: ({ config }) => (config.services.mako.package === null ? [] : [config.services.mako.package]),
    },
  },
  files: ({ package: mako, settings, extraConfig }, { lib }) => {
    const file = joinText(textOf(settings), extraConfig);
    return {
      "mako/config": file && {
        ...file,
        ...(mako !== null && { onChange: `${lib.program(mako, "makoctl")} reload || true\n` }),
      },
    };
  },
});
