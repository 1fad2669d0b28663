/** What can be said about kitty. */
import { linesOption, option, programOptions, removed, shellIntegration, type TreeOf, t } from "lares/module";

const values = (description: string, example?: Readonly<Record<string, unknown>>) =>
  option(t.attrsOf(t.oneOf(t.str, t.bool, t.int, t.float)), {
    default: {},
    description,
    ...(example !== undefined && { example }),
  });

const texts = (description: string, example?: Readonly<Record<string, string>>) =>
  option(t.attrsOf(t.str), { default: {}, description, ...(example !== undefined && { example }) });

const font = t.submodule({
  name: option(t.str, { description: "The name of the font.", example: "DejaVu Sans" }),
  package: option(t.nullOr(t.package), {
    default: null,
    description: "The package of the font; null for one that is there already.",
  }),
  size: option(t.nullOr(t.oneOf(t.int, t.float)), {
    default: null,
    description: "The size, in points.",
    example: 8,
  }),
});

const theme = (when: string) => option(t.str, { description: `The theme ${when}.`, example: "TokyoNight" });

const autoThemes = t.submodule({
  dark: theme("while the desktop is dark"),
  light: theme("while the desktop is light"),
  noPreference: theme("where the desktop does not say"),
});

export const options = {
  ...programOptions("kitty, a terminal emulator", "kitty"),
  settings: values("Settings.", { scrollback_lines: 10_000, enable_audio_bell: false }),
  font: option(t.nullOr(font), { default: null, description: "The font." }),
  themeFile: option(t.nullOr(t.str), {
    default: null,
    description: "A theme of kitty-themes by the name of its file without ending, or the path of a file.",
    example: "SpaceGray_Eighties",
  }),
  autoThemeFiles: option(t.nullOr(autoThemes), {
    default: null,
    description: "Themes, as `themeFile` takes them, that follow the desktop.",
    example: { light: "GitHub", dark: "TokyoNight", noPreference: "OneDark" },
  }),
  actionAliases: texts("Names for actions.", { launch_tab: "launch --cwd=current --type=tab" }),
  keybindings: texts("What keys do.", { "ctrl+c": "copy_or_interrupt" }),
  mouseBindings: texts("What the mouse does.", { "left click": "ungrabbed no-op" }),
  environment: texts("Environment variables of programs in kitty.", { LS_COLORS: "1" }),
  extraConfig: linesOption("Further lines of `kitty.conf`."),
  diffConfig: {
    settings: values("Settings of `kitten diff`."),
    keybindings: texts("What keys do in `kitten diff`."),
    extraConfig: linesOption("Further lines of `diff.conf`."),
  },
  quickAccessTerminalConfig: values("Settings of the terminal that drops down.", {
    background_opacity: 0.85,
  }),
  darwinLaunchOptions: option(t.nullOr(t.listOf(t.str)), {
    default: null,
    description: "Arguments of kitty where macOS starts it.",
    example: ["--single-instance", "--directory=~"],
  }),
  enableGitIntegration: option(t.bool, {
    default: false,
    description: "Whether `git difftool` shows differences in kitty.",
  }),
  shellIntegration: {
    mode: option(t.nullOr(t.str), {
      default: "no-rc",
      description:
        "What kitty leaves out of its integration with shells, as `shell_integration` takes it. `no-rc` is always among it: the integration is in the shells' own files. Null leaves it to kitty.",
      example: "no-cursor",
    }),
    enableBashIntegration: shellIntegration("Bash"),
    enableFishIntegration: shellIntegration("Fish"),
    enableZshIntegration: shellIntegration("Zsh"),
  },
  theme: removed("name the theme's file in programs.kitty.themeFile"),
};
export interface KittyOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly kitty: KittyOptions;
  }
}
