/** Home Manager's name for `lares.autoSync`, so that homes carry over. */
import { type ConfigOf, type Context, defineProgram, option, type TreeOf, t } from "lares/module";
import { type Errand, errandColumns, lares } from "./errands/errand.ts";

const options = {
  enable: option(t.bool, {
    default: false,
    description: "Whether the home is switched to from time to time.",
  }),
  frequency: option(t.str, {
    description: "When, in systemd's calendar notation; on macOS one of its shorthands, or a time of day.",
    example: "weekly",
  }),
  useFlake: option(t.bool, {
    default: false,
    description: "Whether it runs in `flakeDir`, after `preSwitchCommands`.",
  }),
  flakeDir: option(t.str, {
    default: ({ config }) => `${config.xdg.configHome}/lares`,
    defaultText: "<xdg.configHome>/lares",
    description: "The folder of the configuration.",
    example: "/home/user/dotfiles",
  }),
  preSwitchCommands: option(t.listOf(t.str), {
    default: [],
    description: "Commands of a shell that run there before the switch.",
    example: ["git pull"],
  }),
  flags: option(t.listOf(t.str), { default: [], description: "Further flags of `lares switch`." }),
};
export interface HomeManagerAutoUpgradeOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface HomeManagerServiceOptions {
    readonly autoUpgrade: HomeManagerAutoUpgradeOptions;
  }
  interface ServiceOptions {
    readonly "home-manager": HomeManagerServiceOptions;
  }
}

const errand = (own: ConfigOf<typeof options>, context: Context): Errand => ({
  name: "home-manager-auto-upgrade",
  description: "Home Manager upgrade",
  commands: [
    ...(own.useFlake ? own.preSwitchCommands.map((command) => ["/bin/sh", "-c", command]) : []),
    [lares(context), "switch", ...own.flags],
  ],
  ...(own.useFlake && { directory: own.flakeDir, environment: { FLAKE_DIR: own.flakeDir } }),
  dates: [own.frequency],
  persistent: true,
  randomizedDelaySec: "0",
});

export default defineProgram("services.home-manager.autoUpgrade", {
  url: import.meta.url,
  options,
  ...errandColumns("services.home-manager.autoUpgrade.frequency", errand),
});
