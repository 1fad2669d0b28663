/** eza: aliases that take the place of `ls`, and `eza/theme.yml`. */
import {
  defineProgram,
  formats,
  mkDefault,
  option,
  programOptions,
  quoteShellWords,
  removed,
  renamed,
  shellIntegrations,
  type TreeOf,
  t,
} from "lares/module";

const when = t.enum("auto", "always", "never");

const options = {
  ...programOptions("eza, which lists files", "eza"),
  ...shellIntegrations("Bash", "Fish", "Ion", "Zsh"),
  enableNushellIntegration: option(t.bool, {
    default: false,
    description: "Whether to take the place of Nushell's own `ls`, whose tables other commands work on.",
  }),
  extraOptions: option(t.listOf(t.str), {
    default: [],
    description: "Arguments that every listing has.",
    example: ["--group-directories-first", "--header"],
  }),
  icons: option(
    t.coercedTo(t.bool, (shown: boolean) => (shown ? ("auto" as const) : null), t.nullOr(when)),
    {
      default: null,
      description: "Whether to show icons before names; null leaves it to eza.",
    },
  ),
  colors: option(t.nullOr(when), {
    default: null,
    description: "Whether to colour the listing; null leaves it to eza.",
  }),
  git: option(t.bool, { default: false, description: "Whether to show each file's state in Git." }),
  theme: formats.yaml.option({
    description: "Colours and icons, as `eza/theme.yml` holds them.",
    example: { colourful: true, filekinds: { directory: { foreground: "Blue" } } },
  }),
  enableAliases: removed("use programs.eza.enableBashIntegration and its like"),
};
export interface EzaOptions extends TreeOf<typeof options> {}

const formerOptions = {
  enable: renamed<boolean>("programs.eza.enable"),
  extraOptions: renamed<readonly string[]>("programs.eza.extraOptions"),
  icons: renamed<boolean>("programs.eza.icons"),
  git: renamed<boolean>("programs.eza.git"),
};
interface ExaOptions extends TreeOf<typeof formerOptions> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly eza: EzaOptions;
    readonly exa: ExaOptions;
  }
}

export default defineProgram("programs.eza", {
  url: import.meta.url,
  options,
  more: { "programs.exa": formerOptions },
  files: ({ theme }) => ({ "eza/theme.yml": formats.yaml.file(theme) }),
  aliases: ({ icons, colors, git, extraOptions }) => {
    const words = [
      ...(icons === null ? [] : ["--icons", icons]),
      ...(colors === null ? [] : ["--color", colors]),
      ...(git ? ["--git"] : []),
      ...extraOptions,
    ];
    return {
      ...(words.length > 0 && { eza: `eza ${quoteShellWords(words)}` }),
      ls: mkDefault("eza"),
      ll: mkDefault("eza -l"),
      la: mkDefault("eza -a"),
      lt: mkDefault("eza --tree"),
      lla: mkDefault("eza -la"),
    };
  },
});
