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
  type TreeOf,
  t,
  toIniWithGlobalSection,
} from "lares/module";

const options = {
  ...programOptions("mako", "mako"),
  settings: option(t.attrsOf(t.oneOf(formats.iniAtom, t.attrsOf(formats.iniAtom))), {
    default: {},
    description: "Settings by name; a criterion (`actionable=true`) holds settings of its own.",
    example: { "default-timeout": 0, "actionable=true": { anchor: "top-left" } },
  }),
  extraConfig: linesOption("Further lines of the configuration."),
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
