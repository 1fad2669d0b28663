/** kitty: `kitty/kitty.conf` and its kin, and its hooks in shells. */
import { type Context, defineProgram, joinText, mkMerge, type Own } from "lares/module";
import { confParts, include, words } from "./conf.ts";
import { type KittyOptions, options } from "./options.ts";
import { fishCode, posixCode } from "./shell-code.ts";

export type Kitty = Own<KittyOptions>;

export default defineProgram("programs.kitty", {
  url: import.meta.url,
  options,
  packages: ({ package: kitty, font }) => [kitty, font?.package],
  files: (own, context) => ({
    "kitty/kitty.conf": { ...joinText(own.extraConfig), onChange: reload },
    "kitty/diff.conf": joinText(
      words(own.diffConfig.settings),
      words(own.diffConfig.keybindings, "map "),
      own.diffConfig.extraConfig,
    ),
    "kitty/quick-access-terminal.conf": joinText(words(own.quickAccessTerminalConfig)),
    "kitty/macos-launch-services-cmdline": own.darwinLaunchOptions !== null && {
      text: own.darwinLaunchOptions.join(" "),
    },
    ...autoThemes(own, context),
  }),
  config: {
    programs: {
      kitty: { extraConfig: mkMerge(confParts) },
    },
  },
  whenLoaded: {
    "programs.git": {
      settings: ({ config: { programs } }: Context) =>
        programs.kitty.enableGitIntegration ? gitSettings : {},
    },
  },
  shells: {
    bash: (own) => posixCode(own, "bash"),
    zsh: (own) => posixCode(own, "zsh"),
    fish: fishCode,
  },
  assertions: (own, { host }) => [
    {
      assertion: own.themeFile === null || own.autoThemeFiles === null,
      message: "programs.kitty.themeFile and programs.kitty.autoThemeFiles are both set: keep one of them.",
    },
    {
      assertion: own.darwinLaunchOptions === null || host.os === "darwin",
      message:
        "programs.kitty.darwinLaunchOptions is for macOS only: set it under mkIf for hosts with macOS.",
    },
  ],
});

/** Windows that are open take up what changed. */
const reload = 'pkill -USR1 -u "$(id -u)" -x kitty || true\n';

const autoThemes = ({ autoThemeFiles }: Kitty, context: Context) =>
  autoThemeFiles === null
    ? {}
    : {
        "kitty/dark-theme.auto.conf": { text: include(autoThemeFiles.dark, context) },
        "kitty/light-theme.auto.conf": { text: include(autoThemeFiles.light, context) },
        "kitty/no-preference-theme.auto.conf": { text: include(autoThemeFiles.noPreference, context) },
      };

const showDifferences = { cmd: "kitten diff $LOCAL $REMOTE" };
const gitSettings = {
  diff: { tool: "kitty", guitool: "kitty.gui" },
  difftool: { prompt: false, trustExitCode: true, kitty: showDifferences, "kitty.gui": showDifferences },
};
