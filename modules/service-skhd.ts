/** skhd, hotkeys for macOS: `skhd/skhdrc`. */
import { defineProgram, option, programOptions, type TreeOf, t, textOrSource } from "lares/module";

const options = {
  ...programOptions("skhd", "skhd"),
  config: option(t.nullOr(textOrSource), {
    default: null,
    description: "The hotkeys: text, or the path of a file.",
    example: "cmd - return : open -na /Applications/Alacritty.app",
  }),
  errorLogFile: option(t.nullOr(t.str), {
    default: ({ config }) => `${config.home.homeDirectory}/Library/Logs/skhd/err.log`,
    defaultText: "~/Library/Logs/skhd/err.log",
    description: "The file that takes what it says on standard error.",
  }),
  outLogFile: option(t.nullOr(t.str), {
    default: ({ config }) => `${config.home.homeDirectory}/Library/Logs/skhd/out.log`,
    defaultText: "~/Library/Logs/skhd/out.log",
    description: "The file that takes what it says on standard output.",
  }),
};
export interface SkhdOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ServiceOptions {
    readonly skhd: SkhdOptions;
  }
}

export default defineProgram("services.skhd", {
  url: import.meta.url,
  options,
  platforms: ["darwin"],
  files: ({ config }) => ({ "skhd/skhdrc": config }),
  agents: ({ package: skhd, config: hotkeys, errorLogFile, outLogFile }, { config, lib }) => ({
    skhd: {
      enable: true,
      config: {
        ProgramArguments: [
          lib.program(skhd ?? "skhd"),
          ...(hotkeys === null ? [] : ["-c", `${config.xdg.configHome}/skhd/skhdrc`]),
        ],
        KeepAlive: true,
        ProcessType: "Interactive",
        EnvironmentVariables: {
          PATH: `${config.home.profileDirectory}/bin:/run/current-system/sw/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
        },
        StandardErrorPath: errorLogFile,
        StandardOutPath: outLogFile,
      },
    },
  }),
});
