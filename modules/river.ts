/** river, a tiling compositor for Wayland: the script `river/init`. */
import {
  type ConfigOf,
  type Context,
  defineProgram,
  isFloat,
  type Json,
  linesOption,
  option,
  packageNamed,
  plainValue,
  programOptions,
  type Scalar,
  sortedEntries,
  type TreeOf,
  t,
} from "lares/module";

const options = {
  ...programOptions("river, a tiling compositor", packageNamed("river-classic", { mainProgram: "river" })),
  xwayland: { enable: option(t.bool, { default: true, description: "Whether programs for X run too." }) },
  systemd: {
    enable: option(t.bool, {
      default: true,
      description: "Whether a session's start starts `river-session.target`, with the session's variables.",
    }),
    variables: option(t.listOf(t.str), {
      default: [
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "XDG_CURRENT_DESKTOP",
        "NIXOS_OZONE_WL",
        "XCURSOR_THEME",
        "XCURSOR_SIZE",
      ],
      description: "Variables that the user's systemd and D-Bus take over.",
      example: ["--all"],
    }),
    extraCommands: option(t.listOf(t.str), {
      default: ["systemctl --user stop river-session.target", "systemctl --user start river-session.target"],
      description: "Commands that run after that.",
    }),
  },
  extraSessionVariables: option(t.attrsOf(t.oneOf(t.str, t.numeral, t.bool)), {
    default: {},
    description: "Variables of the session alone.",
    example: { MOZ_ENABLE_WAYLAND: "1" },
  }),
  settings: option(t.jsonObject, {
    default: {},
    description:
      "Commands of `riverctl` by name; what is nested are its further words, a list says it for each element. Words that a shell would take apart have quotes of their own.",
    example: {
      "border-width": 2,
      map: { normal: { "Alt Q": "close" } },
      spawn: ["firefox", "'foot -a term'"],
    },
  }),
  extraConfig: linesOption("Further lines of the script.", "rivertile -view-padding 6 &\n"),
};
export interface RiverOptions extends TreeOf<typeof options> {}

declare module "lares/module" {
  interface WaylandWindowManagerOptions {
    readonly river: RiverOptions;
  }
}

type Own = ConfigOf<typeof options>;

const scriptText = (own: Own, lib: Context["lib"]): string =>
  [
    `#!${shell(lib.program("bash"))}`,
    ...sortedEntries(own.extraSessionVariables).map(
      ([name, value]) => `export ${name}="${plainValue(value)}"`,
    ),
    ...commands(["riverctl"], own.settings as Json),
    own.extraConfig,
    ...(own.systemd.enable ? [startCommand(own, lib)] : []),
    "",
  ].join("\n");

const shell = (bash: string): string => (bash.includes("/") ? bash : `/usr/bin/env ${bash}`);

const commands = (words: readonly string[], value: Json): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((one) => commands(words, one as Json));
  if (isBranch(value))
    return sortedEntries(value).flatMap(([word, more]) => commands([...words, word], more));
  return [[...words, wordOf(value as Scalar)].join(" ")];
};

const isBranch = (value: unknown): value is Readonly<Record<string, Json>> =>
  typeof value === "object" && value !== null && !isFloat(value);

const wordOf = (value: Scalar): string =>
  typeof value === "boolean" ? (value ? "enabled" : "disabled") : plainValue(value);

const startCommand = ({ systemd: { variables, extraCommands } }: Own, lib: Context["lib"]): string =>
  [
    `${lib.program("dbus", "dbus-update-activation-environment")} --systemd ${variables.join(" ")}`,
    ...extraCommands,
  ].join(" && ");

export default defineProgram("wayland.windowManager.river", {
  url: import.meta.url,
  options,
  platforms: ["linux"],
  packages: (own, { lib }) => [own.package, own.xwayland.enable && lib.package("xwayland")],
  files: (own, { lib }) => ({ "river/init": { text: scriptText(own, lib), executable: true } }),
  units: ({ systemd }) => ({
    targets: systemd.enable
      ? {
          "river-session": {
            Unit: {
              Description: "river compositor session",
              Documentation: ["man:systemd.special(7)"],
              BindsTo: ["graphical-session.target"],
              Wants: ["graphical-session-pre.target"],
              After: ["graphical-session-pre.target"],
            },
          },
        }
      : {},
  }),
});
