/** AeroSpace, a tiling window manager for macOS: `.aerospace.toml`. */
import {
  type ConfigOf,
  defineProgram,
  formats,
  option,
  packageNamed,
  programOptions,
  removed,
  renamed,
  type TomlTable,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("AeroSpace, a tiling window manager for macOS", packageNamed("aerospace")),
  launchd: {
    enable: option(t.bool, { default: false, description: "Whether launchd starts it." }),
    keepAlive: option(t.bool, {
      default: true,
      description: "Whether launchd starts it again when it ends.",
    }),
  },
  settings: formats.toml.option({
    example: { gaps: { outer: { left: 8 } }, mode: { main: { binding: { "alt-h": "focus left" } } } },
  }),
  userSettings: renamed("programs.aerospace.settings"),
  extraConfig: removed("use settings"),
};
export interface AerospaceOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface ProgramOptions {
    readonly aerospace: AerospaceOptions;
  }
}

type Own = ConfigOf<typeof options>;

/** It starts itself unless it is told that launchd does. */
const allSettings = ({ settings, launchd }: Own): TomlTable => ({
  ...(launchd.enable && { "start-at-login": false, "after-login-command": [] }),
  ...(withoutNull(settings) as TomlTable),
});

const withoutNull = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null)
      .map(([name, one]) => [name, withoutNull(one)]),
  );
};

const settingOf = ({ settings }: Own, name: string): unknown => (settings as Record<string, unknown>)[name];

export default defineProgram("programs.aerospace", {
  url: import.meta.url,
  options,
  platforms: ["darwin"],
  assertions: (own) => [
    {
      assertion: !own.launchd.enable || settingOf(own, "start-at-login") !== true,
      message:
        "programs.aerospace: both launchd and AeroSpace itself would start it: leave out settings.start-at-login, or launchd.enable.",
    },
    {
      assertion:
        !own.launchd.enable ||
        ((settingOf(own, "after-login-command") as readonly unknown[] | undefined) ?? []).length === 0,
      message:
        "programs.aerospace: settings.after-login-command runs only where AeroSpace starts itself, not with launchd.enable: use after-startup-command.",
    },
  ],
  files: (own, { config, lib }) => {
    const file = formats.toml.file(allSettings(own) as never);
    const aerospace = lib.program(own.package ?? "aerospace");
    const onChange = `if ${aerospace} list-modes --current >/dev/null 2>&1; then ${aerospace} reload-config || true; fi\n`;
    return {
      [config.xdg.enable ? "aerospace/aerospace.toml" : "~/.aerospace.toml"]: file && { ...file, onChange },
    };
  },
  agents: ({ package: aerospace, launchd }, { lib }) => {
    const folder = lib.program(aerospace ?? "aerospace").match(/^(.*)\/bin\/[^/]*$/)?.[1] ?? "";
    return {
      aerospace: {
        enable: launchd.enable,
        config: {
          ProgramArguments: [`${folder}/Applications/AeroSpace.app/Contents/MacOS/AeroSpace`],
          KeepAlive: launchd.keepAlive,
          RunAtLoad: true,
          StandardOutPath: "/tmp/aerospace.log",
          StandardErrorPath: "/tmp/aerospace.err.log",
        },
      },
    };
  },
});
