/** lsd: `lsd/config.yaml`, colours, icons, and aliases that take the place of `ls`. */
import {
  defineProgram,
  formats,
  mkDefault,
  mkIf,
  programOptions,
  removed,
  shellIntegrations,
  type TreeOf,
} from "lares/module";

const options = {
  ...programOptions("lsd, which lists files", "lsd"),
  ...shellIntegrations("Bash", "Fish", "Zsh"),
  settings: formats.yaml.option({
    description: "Settings, as `lsd/config.yaml` holds them.",
    example: { date: "relative", "ignore-globs": [".git", ".hg"] },
  }),
  colors: formats.yaml.optionOrSource({
    description:
      "Colours, as `lsd/colors.yaml` holds them, or the path of such a file; lsd is told to use them.",
    example: { size: { none: "grey", small: "yellow" } },
  }),
  icons: formats.yaml.optionOrSource({
    description: "Icons, as `lsd/icons.yaml` holds them, or the path of such a file.",
    example: { extension: { go: "🐹" } },
  }),
  enableAliases: removed("use programs.lsd.enableBashIntegration and its like"),
};
export interface LsdOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly lsd: LsdOptions;
  }
}

export default defineProgram("programs.lsd", {
  url: import.meta.url,
  options,
  files: ({ settings, colors, icons }) => ({
    "lsd/config.yaml": formats.yaml.file(settings),
    "lsd/colors.yaml": formats.yaml.file(colors),
    "lsd/icons.yaml": formats.yaml.file(icons),
  }),
  aliases: () => ({
    ls: mkDefault("lsd"),
    ll: mkDefault("lsd -l"),
    la: mkDefault("lsd -A"),
    lt: mkDefault("lsd --tree"),
    lla: mkDefault("lsd -lA"),
    llt: mkDefault("lsd -l --tree"),
  }),
  config: {
    programs: {
      lsd: {
        settings: mkIf(({ config }) => !formats.isEmptyValue(config.programs.lsd.colors), {
          color: { theme: "custom" },
        }),
      },
    },
  },
});
